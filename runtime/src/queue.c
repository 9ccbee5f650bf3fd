#include <async/queue.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "kept.h"
#include "line.h"
#include "trace.h"

const struct exception_type QueueFull[1] = { { .name = "QueueFull", .base = Exception } };
const struct exception_type QueueEmpty[1] = { { .name = "QueueEmpty",
						.base = Exception } };

/* In which order the items come out. */
struct order {
	void (*put)(struct queue *, const void *item);
	void (*take)(struct queue *, void *item);
};

struct queue {
	struct kept kept;
	const struct order *order;
	int (*compare)(const void *, const void *); /* of a priority queue */
	int maxsize;
	size_t item_size;
	char *items; /* a ring */
	size_t capacity, first, count;
	struct waiting_line getters, putters;
	size_t unfinished; /* put, and not yet reported by task_done */
	struct event finished;
};

/* ---- its items ---- */

static char *place(struct queue *queue, size_t index)
{
	return queue->items + (queue->first + index) % queue->capacity * queue->item_size;
}

static void grow(struct queue *queue)
{
	size_t capacity = queue->capacity ? queue->capacity * 2 : 8;
	size_t wrapped = queue->first + queue->count > queue->capacity
				 ? queue->first + queue->count - queue->capacity
				 : 0;
	char *items = realloc(queue->items, capacity * queue->item_size);

	if (!items)
		raise (MemoryError, "no room for another item of a queue");
	memcpy(items + queue->capacity * queue->item_size, items,
	       wrapped * queue->item_size);
	queue->items = items;
	queue->capacity = capacity;
}

static void append(struct queue *queue, const void *item)
{
	if (queue->count == queue->capacity)
		grow(queue);
	memcpy(place(queue, queue->count), item, queue->item_size);
	queue->count++;
}

static void take_first(struct queue *queue, void *item)
{
	memcpy(item, place(queue, 0), queue->item_size);
	queue->first = (queue->first + 1) % queue->capacity;
	queue->count--;
}

static void take_last(struct queue *queue, void *item)
{
	memcpy(item, place(queue, --queue->count), queue->item_size);
}

/* A heap, in which nothing is ever taken from the front of the ring. Step by step as
 * heapq does it: so equal items come out as there. */

static void copy(struct queue *queue, size_t to, size_t from)
{
	memcpy(place(queue, to), place(queue, from), queue->item_size);
}

/* An item finds its place on the way from `at` up to the top. */
static void sift_up(struct queue *queue, size_t at, const void *item)
{
	while (at > 0) {
		size_t parent = (at - 1) / 2;

		if (queue->compare(item, place(queue, parent)) >= 0)
			break;
		copy(queue, at, parent);
		at = parent;
	}
	memcpy(place(queue, at), item, queue->item_size);
}

/* From the top, the lesser children move up; gives the place that becomes free. */
static size_t sift_down(struct queue *queue)
{
	size_t at = 0, child;

	while ((child = 2 * at + 1) < queue->count) {
		if (child + 1 < queue->count &&
		    queue->compare(place(queue, child), place(queue, child + 1)) >= 0)
			child++;
		copy(queue, at, child);
		at = child;
	}
	return at;
}

static void put_by_priority(struct queue *queue, const void *item)
{
	append(queue, item);
	sift_up(queue, queue->count - 1, item);
}

/* The last one takes the free place, of which the ring has one more. */
static void take_least(struct queue *queue, void *item)
{
	memcpy(item, place(queue, 0), queue->item_size);
	if (--queue->count > 0)
		sift_up(queue, sift_down(queue), place(queue, queue->count));
}

static const struct order fifo = { append, take_first };
static const struct order lifo = { append, take_last };
static const struct order by_priority = { put_by_priority, take_least };

size_t queue_size_(const struct queue *queue)
{
	return queue->count;
}

bool queue_full_(const struct queue *queue)
{
	return queue->maxsize > 0 && queue->count >= (size_t)queue->maxsize;
}

int queue_maxsize_(const struct queue *queue)
{
	return queue->maxsize;
}

/* ---- its life ---- */

static void free_queue(struct kept *kept)
{
	struct queue *queue = (struct queue *)kept;

	free(queue->items);
	free(queue);
}

static struct queue *create(const struct order *order, size_t item_size, int maxsize)
{
	struct queue *queue = calloc(1, sizeof *queue);

	if (!queue)
		raise (MemoryError, "no room for a queue");
	queue->order = order;
	queue->maxsize = maxsize;
	queue->item_size = item_size;
	queue->finished.is_set = true;
	kept_add(&queue->kept, free_queue);
	return queue;
}

struct queue *queue_create_(size_t item_size, int maxsize)
{
	return create(&fifo, item_size, maxsize);
}

struct queue *lifo_queue_create_(size_t item_size, int maxsize)
{
	return create(&lifo, item_size, maxsize);
}

struct queue *priority_queue_create_(size_t item_size, int maxsize,
				     int (*compare)(const void *, const void *))
{
	struct queue *queue = create(&by_priority, item_size, maxsize);

	queue->compare = compare;
	return queue;
}

void queue_free_(struct queue *queue)
{
	kept_remove(&queue->kept);
	free_queue(&queue->kept);
}

/* ---- put and get ---- */

void queue_put_nowait_(struct queue *queue, const void *item)
{
	if (queue_full_(queue))
		raise (QueueFull);
	queue->order->put(queue, item);
	queue->unfinished++;
	event_clear(&queue->finished);
	line_call_first(&queue->getters);
}

void queue_get_nowait_(struct queue *queue, void *item)
{
	if (queue->count == 0)
		raise (QueueEmpty);
	queue->order->take(queue, item);
	line_call_first(&queue->putters);
}

static void wait_in(struct queue *queue, struct waiting_line *line,
		    bool (*must_wait)(const struct queue *))
{
	struct waiter waiter;
	struct exception *cancelled;

	TRACE_THING(TRACE_WAIT,
		    line == &queue->getters ? "item of queue" : "room in queue", queue);
	cancelled = line_wait(line, &waiter);
	if (!cancelled)
		return;
	if (!must_wait(queue) && waiter.woken.state != FUTURE_CANCELLED)
		line_call_first(line);
	exception_pass_on(cancelled);
}

static bool is_empty(const struct queue *queue)
{
	return queue->count == 0;
}

static void start_put(void *object, void *result)
{
	struct queue_step *self = object;

	(void)result;
	while (queue_full_(self->queue))
		wait_in(self->queue, &self->queue->putters, queue_full_);
	queue_put_nowait_(self->queue, (char *)self + self->item_offset);
}

static void start_get(void *object, void *result)
{
	struct queue_step *self = object;

	while (is_empty(self->queue))
		wait_in(self->queue, &self->queue->getters, is_empty);
	queue_get_nowait_(self->queue, result);
}

const struct coroutine_type queue_put_type = { "queue_put", start_put };
const struct coroutine_type queue_get_type = { "queue_get", start_get };

/* ---- join ---- */

void queue_task_done_(struct queue *queue)
{
	if (queue->unfinished == 0)
		raise (ValueError, "task_done() called too many times");
	if (--queue->unfinished == 0)
		event_set(&queue->finished);
}

async_define (void, queue_join_, (struct queue *, queue))
{
	if (queue->unfinished == 0)
		return;
	TRACE_THING(TRACE_WAIT, "end of queue", queue);
	await (event_wait(&queue->finished));
}
