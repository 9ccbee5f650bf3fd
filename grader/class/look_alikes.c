#include "class/look_alikes.h"

#include <stdlib.h>

#include "class/owners.h"
#include "text/memory.h"

/* Fewer rare pieces than this are chance. */
enum { ENOUGH_RARE = 4 };

/* A pair that shares a rare piece. */
struct meeting {
	size_t one, other;
};

size_t look_alikes_few(size_t count)
{
	return count / 20 > 3 ? count / 20 : 3;
}

static int compare_meetings(const void *this, const void *that)
{
	const struct meeting *a = this, *b = that;

	if (a->one != b->one)
		return a->one > b->one ? 1 : -1;
	return (a->other > b->other) - (a->other < b->other);
}

struct meetings {
	struct meeting *meetings;
	size_t count, capacity;
};

static void add_meeting(struct meetings *all, size_t one, size_t other)
{
	if (all->count == all->capacity) {
		all->capacity = all->capacity ? 2 * all->capacity : 64;
		all->meetings = memory_resize(all->meetings, all->capacity,
					      sizeof(*all->meetings));
	}
	all->meetings[all->count++] = (struct meeting){ one, other };
}

/* Every pair, once for each rare piece that they share. Pieces that many have bring no
 * pairs together, which keeps this short for large classes. */
static void find_meetings(struct meetings *all, const struct structure *structures,
			  size_t count)
{
	size_t few = look_alikes_few(count), end;
	struct owners owners;

	owners_find(&owners, structures, count);
	for (size_t first = 0; first < owners.count; first = end) {
		end = owners_end(&owners, first);
		if (end - first > few)
			continue;
		for (size_t i = first; i < end; i++)
			for (size_t j = i + 1; j < end; j++)
				add_meeting(all, owners.owners[i].index,
					    owners.owners[j].index);
	}
	owners_free(&owners);
	if (all->count)
		qsort(all->meetings, all->count, sizeof(*all->meetings),
		      compare_meetings);
}

static void add_pair(struct look_alikes *found, const struct structure *structures,
		     const struct meeting *pair, size_t rare, unsigned percent)
{
	const struct structure *one = &structures[pair->one];
	const struct structure *other = &structures[pair->other];
	size_t shared = structure_shared(one, other);
	size_t all = one->count + other->count - shared;
	unsigned agreed = all ? (unsigned)(100 * shared / all) : 0;

	if (agreed < percent)
		return;
	found->pairs =
		memory_resize(found->pairs, found->count + 1, sizeof(*found->pairs));
	found->pairs[found->count++] = (struct look_alike){
		.one = pair->one,
		.other = pair->other,
		.percent = agreed,
		.shared = shared,
		.rare = rare,
	};
}

static int compare_pairs(const void *this, const void *that)
{
	const struct look_alike *a = this, *b = that;

	if (a->percent != b->percent)
		return a->percent < b->percent ? 1 : -1;
	if (a->rare != b->rare)
		return a->rare < b->rare ? 1 : -1;
	if (a->one != b->one)
		return a->one > b->one ? 1 : -1;
	return (a->other > b->other) - (a->other < b->other);
}

void look_alikes_find(struct look_alikes *found, const struct structure *structures,
		      size_t count, unsigned percent)
{
	struct meetings all = { 0 };
	size_t end;

	*found = (struct look_alikes){ 0 };
	find_meetings(&all, structures, count);
	for (size_t first = 0; first < all.count; first = end) {
		for (end = first;
		     end < all.count &&
		     compare_meetings(&all.meetings[first], &all.meetings[end]) == 0;
		     end++)
			;
		if (end - first >= ENOUGH_RARE)
			add_pair(found, structures, &all.meetings[first], end - first,
				 percent);
	}
	free(all.meetings);
	if (found->count)
		qsort(found->pairs, found->count, sizeof(*found->pairs), compare_pairs);
}

void look_alikes_free(struct look_alikes *found)
{
	free(found->pairs);
	*found = (struct look_alikes){ 0 };
}
