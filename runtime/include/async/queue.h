/*
 * Queues of values, from task to task.
 *
 *	Queue(int) queue = queue_create(int, 2);      queue = asyncio.Queue(maxsize=2)
 *	await (queue_put(queue, 7));                  await queue.put(7)
 *	int item = await (queue_get(queue));          item = await queue.get()
 *
 * First in, first out, for the items and for who waits. A lifo_queue_create gives the
 * item that was put last; a priority_queue_create the least one, by a function that
 * compares two as qsort's does. All of them are a Queue(T). With maxsize 0 it is
 * never full. put with room and get with an item take no turn of the loop. If
 * somebody is cancelled while he waits, no item is lost.
 *
 * queue_join waits until queue_task_done was called once for each item that was
 * put: which is another thing than that the queue is empty.
 *
 * A queue lives until queue_free, or the end of async_run.
 */
#ifndef ASYNC_QUEUE_H
#define ASYNC_QUEUE_H

#include "event.h"
#include "future.h"

extern const struct exception_type QueueFull[1], QueueEmpty[1];

/* A queue of T: never called, see label.h. */
#define Queue(T) __typeof__(__typeof__(T) (*)(struct queue *))

struct queue;

/* Raises MemoryError. */
#define queue_create(T, maxsize) ((Queue(T))queue_create_(sizeof(T), (maxsize)))
/* asyncio.LifoQueue, asyncio.PriorityQueue; a comparison is
 * `int compare(const T *, const T *)`, below zero if the first is less. Of equal items
 * that comes first which heapq would give. */
#define lifo_queue_create(T, maxsize) \
	((Queue(T))lifo_queue_create_(sizeof(T), (maxsize)))
#define priority_queue_create(T, maxsize, compare)                      \
	({                                                              \
		int (*compare_)(const __typeof__(T) *,                  \
				const __typeof__(T) *) = (compare);     \
		(Queue(T))priority_queue_create_(                       \
			sizeof(T), (maxsize),                           \
			(int (*)(const void *, const void *))compare_); \
	})
#define queue_free(q) queue_free_(ASYNC_QUEUE_(q))

/* Queue.qsize(), .empty(), .full(), .maxsize */
#define queue_size(q) queue_size_(ASYNC_QUEUE_(q))
#define queue_empty(q) (queue_size(q) == 0)
#define queue_full(q) queue_full_(ASYNC_QUEUE_(q))
#define queue_maxsize(q) queue_maxsize_(ASYNC_QUEUE_(q))

/* Queue.put(): suspends the task while the queue is full. Raises MemoryError. */
#define queue_put(q, value)                                         \
	({                                                              \
		__auto_type queue_ = (q);                           \
		_Static_assert(ASYNC_LABEL_IS(queue_, queue),           \
			       "queue_put wants a Queue");              \
		union {                                                 \
			const struct coroutine_type *type;              \
			struct {                                        \
				struct queue_step step;                 \
				ASYNC_LABEL(queue_) item;               \
			};                                              \
			void (*label)(void);                            \
		} object_;                                              \
		object_.step = (struct queue_step){                     \
			&queue_put_type, (struct queue *)queue_,        \
			(size_t)((char *)&object_.item - (char *)&object_) \
		};                                                      \
		object_.item = (value);                                 \
		ASYNC_GIVEN_(object_);                                   \
	}).coroutine

/* Queue.get(): suspends the task while it is empty. */
#define queue_get(q)                                                \
	({                                                              \
		__auto_type queue_ = (q);                           \
		_Static_assert(ASYNC_LABEL_IS(queue_, queue),           \
			       "queue_get wants a Queue");              \
		union {                                                 \
			const struct coroutine_type *type;              \
			struct queue_step step;                         \
			ASYNC_LABEL(queue_) (*label)(void);             \
		} object_ = { .step = { &queue_get_type,                \
					(struct queue *)queue_, 0 } };  \
		ASYNC_GIVEN_(object_);                                   \
	}).coroutine

/* Queue.put_nowait(): raises QueueFull. Queue.get_nowait(): QueueEmpty. */
#define queue_put_nowait(q, value)                                  \
	({                                                              \
		__auto_type queue_ = (q);                           \
		ASYNC_LABEL(queue_) item_ = (value);                    \
		queue_put_nowait_((struct queue *)queue_, &item_);      \
	})
#define queue_get_nowait(q)                                         \
	({                                                              \
		__auto_type queue_ = (q);                           \
		ASYNC_LABEL(queue_) item_;                              \
		queue_get_nowait_((struct queue *)queue_, &item_);      \
		item_;                                                  \
	})

/* Queue.task_done(): raises ValueError if it is called once too often. */
#define queue_task_done(q) queue_task_done_(ASYNC_QUEUE_(q))
/* Queue.join(): a coroutine. */
#define queue_join(q) queue_join_(ASYNC_QUEUE_(q))

#define ASYNC_QUEUE_(q)                                             \
	({                                                              \
		__auto_type queue_ = (q);                           \
		_Static_assert(ASYNC_LABEL_IS(queue_, queue),           \
			       "this wants a Queue");                   \
		(struct queue *)queue_;                                 \
	})

/* What the objects of queue_put and queue_get begin with. */
struct queue_step {
	const struct coroutine_type *type;
	struct queue *queue;
	size_t item_offset;
};

extern const struct coroutine_type queue_put_type, queue_get_type;

struct queue *queue_create_(size_t item_size, int maxsize);
struct queue *lifo_queue_create_(size_t item_size, int maxsize);
struct queue *priority_queue_create_(size_t item_size, int maxsize,
				     int (*compare)(const void *, const void *));
void queue_free_(struct queue *);
size_t queue_size_(const struct queue *);
bool queue_full_(const struct queue *);
int queue_maxsize_(const struct queue *);
void queue_put_nowait_(struct queue *, const void *item);
void queue_get_nowait_(struct queue *, void *item);
void queue_task_done_(struct queue *);
async_declare(void, queue_join_, (struct queue *, queue));

#endif
