/*
 * Queues of handles: first in, first out. Adding, taking out from anywhere and
 * joining two queues take the same few steps, however long they are.
 */
#ifndef ASYNC_SRC_HANDLE_H
#define ASYNC_SRC_HANDLE_H

#include <stddef.h>

#include <async/future.h>

static inline void handle_queue_init(struct handle_queue *queue)
{
	queue->ends.next = queue->ends.previous = &queue->ends;
}

static inline bool handle_queue_is_empty(const struct handle_queue *queue)
{
	return queue->ends.next == &queue->ends;
}

static inline bool handle_is_queued(const struct handle *handle)
{
	return handle->link.next != NULL;
}

static inline void handle_queue_append(struct handle_queue *queue, struct handle *handle)
{
	struct handle_link *last = queue->ends.previous;

	handle->link.next = &queue->ends;
	handle->link.previous = last;
	last->next = &handle->link;
	queue->ends.previous = &handle->link;
}

/* Empties `others`. */
static inline void handle_queue_append_all(struct handle_queue *queue,
					   struct handle_queue *others)
{
	struct handle_link *last = queue->ends.previous;

	if (handle_queue_is_empty(others))
		return;
	last->next = others->ends.next;
	others->ends.next->previous = last;
	others->ends.previous->next = &queue->ends;
	queue->ends.previous = others->ends.previous;
	handle_queue_init(others);
}

/* Nothing happens if it is in no queue. */
static inline void handle_remove(struct handle *handle)
{
	struct handle_link *link = &handle->link;

	if (!link->next)
		return;
	link->previous->next = link->next;
	link->next->previous = link->previous;
	link->next = NULL;
}

/* Of a queue that is not empty. */
static inline struct handle *handle_queue_first(const struct handle_queue *queue)
{
	return (struct handle *)queue->ends.next;
}

/* NULL: it is empty. */
static inline struct handle *handle_queue_take(struct handle_queue *queue)
{
	struct handle *first = handle_queue_first(queue);

	if (handle_queue_is_empty(queue))
		return NULL;
	handle_remove(first);
	return first;
}

#endif
