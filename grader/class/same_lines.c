#include "class/same_lines.h"

#include <stdlib.h>

#include "class/owners.h"
#include "text/memory.h"

/* Two choices of a name make some lines the same by chance, in short programs; and they
 * are not half of what somebody has written. */
enum { ENOUGH_LINES = 8, PERCENT_OF_THEIRS = 50 };

/* A line, and whose it is: a part of the list of owners. */
struct line {
	const struct owner *owners;
	size_t count;
};

struct lines {
	struct line *lines;
	size_t count;
};

static int compare_members(const struct line *one, const struct line *other)
{
	if (one->count != other->count)
		return one->count > other->count ? 1 : -1;
	for (size_t i = 0; i < one->count; i++)
		if (one->owners[i].index != other->owners[i].index)
			return one->owners[i].index > other->owners[i].index ? 1 : -1;
	return 0;
}

static int by_members(const void *one, const void *other)
{
	return compare_members(one, other);
}

static int by_lines(const void *one, const void *other)
{
	const struct same_lines *a = one, *b = other;

	if (a->lines != b->lines)
		return a->lines < b->lines ? 1 : -1;
	return (a->members[0] > b->members[0]) - (a->members[0] < b->members[0]);
}

static bool is_known(const struct known_answers *known, uint64_t piece)
{
	const struct structure one = { &piece, 1 };

	for (size_t i = 0; i < known->count; i++)
		if (structure_shared(&known->answers[i].lines, &one))
			return true;
	return false;
}

static size_t count_writers(const struct structure *lines, size_t count)
{
	size_t writers = 0;

	for (size_t i = 0; i < count; i++)
		writers += lines[i].count > 0;
	return writers;
}

/* Those that some have and most have not; of each student how many of their lines are
 * not the course's, in own[]. */
static void find_lines(struct lines *found, const struct owners *owners, size_t writers,
		       const struct known_answers *known, size_t *own)
{
	found->lines = memory_new(owners->count + 1, sizeof(*found->lines));
	found->count = 0;
	for (size_t first = 0, end; first < owners->count; first = end) {
		end = owners_end(owners, first);
		if (is_known(known, owners->owners[first].piece))
			continue;
		for (size_t i = first; i < end; i++)
			own[owners->owners[i].index]++;
		if (end - first >= 2 && 2 * (end - first) < writers)
			found->lines[found->count++] = (struct line){
				&owners->owners[first],
				end - first,
			};
	}
	if (found->count)
		qsort(found->lines, found->count, sizeof(*found->lines), by_members);
}

/* Is it much of what each of them has written? */
static bool is_much(const struct line *line, size_t lines, const size_t *own)
{
	if (lines < ENOUGH_LINES)
		return false;
	for (size_t i = 0; i < line->count; i++)
		if (lines * 100 < own[line->owners[i].index] * PERCENT_OF_THEIRS)
			return false;
	return true;
}

static void add_group(struct same_lines_list *found, const struct line *line,
		      size_t lines)
{
	struct same_lines *group;

	found->groups =
		memory_resize(found->groups, found->count + 1, sizeof(*found->groups));
	group = &found->groups[found->count++];
	*group = (struct same_lines){
		.members = memory_new(line->count, sizeof(*group->members)),
		.count = line->count,
		.lines = lines,
	};
	for (size_t i = 0; i < line->count; i++)
		group->members[i] = line->owners[i].index;
}

void same_lines_find(struct same_lines_list *found, const struct structure *lines,
		     size_t count, const struct known_answers *known)
{
	size_t *own = memory_new(count + 1, sizeof(*own));
	struct owners owners;
	struct lines all;

	*found = (struct same_lines_list){ 0 };
	owners_find(&owners, lines, count);
	find_lines(&all, &owners, count_writers(lines, count), known, own);
	for (size_t first = 0, end; first < all.count; first = end) {
		for (end = first;
		     end < all.count &&
		     compare_members(&all.lines[first], &all.lines[end]) == 0;
		     end++)
			;
		if (is_much(&all.lines[first], end - first, own))
			add_group(found, &all.lines[first], end - first);
	}
	if (found->count)
		qsort(found->groups, found->count, sizeof(*found->groups), by_lines);
	free(all.lines);
	owners_free(&owners);
	free(own);
}

void same_lines_free(struct same_lines_list *found)
{
	for (size_t i = 0; i < found->count; i++)
		free(found->groups[i].members);
	free(found->groups);
	*found = (struct same_lines_list){ 0 };
}
