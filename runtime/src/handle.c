/* Queues of handles: first in, first out. */
#include "loop.h"

void handle_queue_append(struct handle_queue *queue, struct handle *handle)
{
	handle->next = NULL;
	if (queue->first)
		queue->last->next = handle;
	else
		queue->first = handle;
	queue->last = handle;
}

void handle_queue_append_all(struct handle_queue *queue,
			     struct handle_queue *others)
{
	if (!others->first)
		return;
	if (queue->first)
		queue->last->next = others->first;
	else
		queue->first = others->first;
	queue->last = others->last;
	others->first = NULL;
}

bool handle_queue_remove(struct handle_queue *queue, struct handle *handle)
{
	struct handle *before = NULL;

	for (struct handle *at = queue->first; at; before = at, at = at->next) {
		if (at != handle)
			continue;
		if (before)
			before->next = at->next;
		else
			queue->first = at->next;
		if (queue->last == at)
			queue->last = before;
		return true;
	}
	return false;
}
