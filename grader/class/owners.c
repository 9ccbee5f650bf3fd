#include "class/owners.h"

#include <stdlib.h>

#include "text/memory.h"

static int compare(const void *this, const void *that)
{
	const struct owner *a = this, *b = that;

	if (a->piece != b->piece)
		return a->piece > b->piece ? 1 : -1;
	return (a->index > b->index) - (a->index < b->index);
}

void owners_find(struct owners *owners, const struct structure *structures, size_t count)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += structures[i].count;
	*owners = (struct owners){ memory_new(total + 1, sizeof(struct owner)), 0 };
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < structures[i].count; j++)
			owners->owners[owners->count++] =
				(struct owner){ structures[i].pieces[j], i };
	qsort(owners->owners, owners->count, sizeof(*owners->owners), compare);
}

void owners_free(struct owners *owners)
{
	free(owners->owners);
	*owners = (struct owners){ 0 };
}

size_t owners_end(const struct owners *owners, size_t first)
{
	size_t end = first;

	while (end < owners->count &&
	       owners->owners[end].piece == owners->owners[first].piece)
		end++;
	return end;
}
