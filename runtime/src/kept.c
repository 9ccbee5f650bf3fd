#include "kept.h"

#include "loop.h"

void kept_add(struct kept *kept, void (*free)(struct kept *))
{
	struct loop *loop = loop_current;

	kept->free = free;
	kept->next = kept->previous = NULL;
	if (!loop)
		return;
	kept->previous = loop->last_kept;
	if (loop->last_kept)
		loop->last_kept->next = kept;
	else
		loop->kept = kept;
	loop->last_kept = kept;
}

void kept_remove(struct kept *kept)
{
	struct loop *loop = loop_current;

	if (!loop)
		return;
	if (kept->previous)
		kept->previous->next = kept->next;
	else if (loop->kept == kept)
		loop->kept = kept->next;
	if (kept->next)
		kept->next->previous = kept->previous;
	else if (loop->last_kept == kept)
		loop->last_kept = kept->previous;
}

void kept_free_all(void)
{
	while (loop_current->kept) {
		struct kept *oldest = loop_current->kept;

		kept_remove(oldest);
		oldest->free(oldest);
	}
}
