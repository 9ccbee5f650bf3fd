#define _GNU_SOURCE
#include "class/ring.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "class/look_alikes.h"
#include "class/owners.h"
#include "text/memory.h"

/* What the same students have is one choice, in however many pieces it shows; and so much
 * of it another one, since not all of it had to be the same. */
enum { PIECES_OF_A_CHOICE = 5 };

/* Where two choices meet there are pieces of both, which count again. */
enum { TIMES_COUNTED = 2 };

/* Those who have a piece: a part of the list of owners. */
struct piece {
	size_t first, end;
	double weight; /* the logarithm of how few they are */
};

struct search {
	struct structure *own; /* of each, without what is usual */
	size_t count, writers;
	struct owners owners;
	struct piece *pieces;
	size_t piece_count;
	double *weights;  /* of one with each other one: of the pieces that both have */
	size_t *shared;   /* how many these are */
	size_t *leader;   /* of the ring that each is in so far */
	size_t *partners; /* of each: how many agree with them */
	unsigned *agreed; /* of each: as `percent` of a ring, with who agrees most */
	unsigned percent;
};

/* ---- what counts ---------------------------------------------------------------- */

static struct structure without(const struct structure *structure,
				const struct structure *usual)
{
	struct structure own = {
		.pieces = memory_new(structure->count + 1, sizeof(*own.pieces)),
		.count = structure->count,
	};

	if (structure->count)
		memcpy(own.pieces, structure->pieces,
		       structure->count * sizeof(*own.pieces));
	structure_take_off(&own, usual);
	return own;
}

static int by_members(const struct search *search, const struct piece *one,
		      const struct piece *other)
{
	const struct owner *a = &search->owners.owners[one->first];
	const struct owner *b = &search->owners.owners[other->first];
	size_t count = one->end - one->first;

	if (count != other->end - other->first)
		return count > other->end - other->first ? 1 : -1;
	for (size_t i = 0; i < count; i++)
		if (a[i].index != b[i].index)
			return a[i].index > b[i].index ? 1 : -1;
	return 0;
}

static int compare_pieces(const void *one, const void *other, void *search)
{
	return by_members(search, one, other);
}

/* What more than one has. */
static void find_pieces(struct search *search)
{
	const struct owners *owners = &search->owners;

	search->pieces = memory_new(owners->count + 1, sizeof(*search->pieces));
	for (size_t first = 0, end; first < owners->count; first = end) {
		end = owners_end(owners, first);
		if (end - first > 1)
			search->pieces[search->piece_count++] =
				(struct piece){ first, end, 0 };
	}
	if (search->piece_count)
		qsort_r(search->pieces, search->piece_count, sizeof(*search->pieces),
			compare_pieces, search);
}

/* What half of the class has is no choice, and weighs nothing. */
static double weight_of(const struct search *search, const struct piece *piece,
			size_t same)
{
	double have = (double)(piece->end - piece->first);
	double writers = (double)search->writers;
	double choices = 1 + (double)(same - 1) / PIECES_OF_A_CHOICE;

	return 2 * have < writers ? log(writers / have) * choices / (double)same : 0;
}

static void weigh_pieces(struct search *search)
{
	struct piece *pieces = search->pieces;

	for (size_t first = 0, end; first < search->piece_count; first = end) {
		for (end = first + 1;
		     end < search->piece_count &&
		     by_members(search, &pieces[first], &pieces[end]) == 0;)
			end++;
		for (size_t i = first; i < end; i++)
			pieces[i].weight = weight_of(search, &pieces[i], end - first);
	}
}

/* What two share must be so much that of the others hardly one agrees with somebody by
 * chance; let alone so many as a ring has. */
static double enough(const struct search *search)
{
	return TIMES_COUNTED * log((double)search->writers);
}

/* ---- who agrees ----------------------------------------------------------------- */

static size_t find_leader(const struct search *search, size_t index)
{
	while (search->leader[index] != index)
		index = search->leader[index];
	return index;
}

static void unite(struct search *search, size_t one, size_t other, unsigned percent)
{
	size_t first = find_leader(search, one), second = find_leader(search, other);

	search->leader[first > second ? first : second] = first < second ? first : second;
	search->partners[one]++;
	search->partners[other]++;
	if (search->agreed[one] < percent)
		search->agreed[one] = percent;
	if (search->agreed[other] < percent)
		search->agreed[other] = percent;
}

/* With all who come behind. */
static void compare_with_others(struct search *search, size_t one)
{
	double least = enough(search);

	for (size_t other = one + 1; other < search->count; other++) {
		size_t shared = search->shared[other];
		size_t all = search->own[one].count + search->own[other].count - shared;

		if (search->weights[other] >= least &&
		    shared * 100 >= all * search->percent)
			unite(search, one, other, (unsigned)(shared * 100 / all));
		search->shared[other] = 0;
		search->weights[other] = 0;
	}
}

/* For each piece of somebody's, adds its weight to all who have it, too. */
static void find_agreements(struct search *search)
{
	size_t *next = memory_new(search->piece_count + 1, sizeof(*next));
	const struct owner *owners = search->owners.owners;

	for (size_t i = 0; i < search->piece_count; i++)
		next[i] = search->pieces[i].first;
	for (size_t one = 0; one < search->count; one++) {
		for (size_t i = 0; i < search->piece_count; i++) {
			const struct piece *piece = &search->pieces[i];

			if (next[i] == piece->end || owners[next[i]].index != one)
				continue;
			for (size_t k = ++next[i]; k < piece->end; k++) {
				search->weights[owners[k].index] += piece->weight;
				search->shared[owners[k].index]++;
			}
		}
		compare_with_others(search, one);
	}
	free(next);
}

/* ---- rings ---------------------------------------------------------------------- */

static int by_size(const void *this, const void *that)
{
	const struct ring *a = this, *b = that;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return (a->members[0] > b->members[0]) - (a->members[0] < b->members[0]);
}

/* Who agrees with one of them and not with half is no member: else one leads to the next
 * through all the class. */
static void make_ring(struct ring *ring, const struct search *search, size_t leader,
		      size_t size)
{
	*ring = (struct ring){
		.members = memory_new(size, sizeof(*ring->members)),
		.percent = 100,
	};
	for (size_t i = 0; i < search->count; i++) {
		if (find_leader(search, i) != leader ||
		    2 * (search->partners[i] + 1) < size)
			continue;
		ring->members[ring->count++] = i;
		if (search->agreed[i] < ring->percent)
			ring->percent = search->agreed[i];
	}
}

/* Few are pairs, since what they have is rare; what half of the class has was shown. */
static void add_ring(struct rings *found, const struct search *search, size_t leader,
		     size_t size)
{
	struct ring ring;

	make_ring(&ring, search, leader, size);
	if (ring.count <= look_alikes_few(search->count) ||
	    2 * ring.count >= search->writers) {
		free(ring.members);
		return;
	}
	found->rings =
		memory_resize(found->rings, found->count + 1, sizeof(*found->rings));
	found->rings[found->count++] = ring;
}

static void take_rings(struct rings *found, const struct search *search)
{
	size_t *sizes = memory_new(search->count + 1, sizeof(*sizes));

	for (size_t i = 0; i < search->count; i++)
		sizes[find_leader(search, i)]++;
	for (size_t i = 0; i < search->count; i++)
		if (sizes[i] > look_alikes_few(search->count))
			add_ring(found, search, i, sizes[i]);
	if (found->count)
		qsort(found->rings, found->count, sizeof(*found->rings), by_size);
	free(sizes);
}

static void begin(struct search *search, const struct structure *structures,
		  const struct structure *usual)
{
	size_t count = search->count;

	search->own = memory_new(count + 1, sizeof(*search->own));
	search->weights = memory_new(count + 1, sizeof(*search->weights));
	search->shared = memory_new(count + 1, sizeof(*search->shared));
	search->leader = memory_new(count + 1, sizeof(*search->leader));
	search->partners = memory_new(count + 1, sizeof(*search->partners));
	search->agreed = memory_new(count + 1, sizeof(*search->agreed));
	for (size_t i = 0; i < count; i++) {
		search->own[i] = without(&structures[i], usual);
		search->writers += structures[i].count > 0;
		search->leader[i] = i;
	}
	owners_find(&search->owners, search->own, count);
	find_pieces(search);
	weigh_pieces(search);
}

static void end(struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		structure_free(&search->own[i]);
	owners_free(&search->owners);
	free(search->own);
	free(search->pieces);
	free(search->weights);
	free(search->shared);
	free(search->leader);
	free(search->partners);
	free(search->agreed);
}

void rings_find(struct rings *found, const struct structure *structures, size_t count,
		const struct structure *usual, unsigned percent)
{
	struct search search = { .count = count, .percent = percent };

	*found = (struct rings){ 0 };
	begin(&search, structures, usual);
	find_agreements(&search);
	take_rings(found, &search);
	end(&search);
}

void rings_free(struct rings *found)
{
	for (size_t i = 0; i < found->count; i++)
		free(found->rings[i].members);
	free(found->rings);
	*found = (struct rings){ 0 };
}
