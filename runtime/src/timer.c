/* Deadlines: a heap of four children a node, whose keys stand in the heap
 * itself, so that a sift touches no timer but the one it moves. */
#include "loop.h"

#include <math.h>
#include <stdlib.h>

struct timer_entry {
	int64_t deadline;
	uint64_t sequence;
	struct timer *timer;
};

#define CHILDREN 4

static bool comes_before(const struct timer_entry *a, const struct timer_entry *b)
{
	if (a->deadline != b->deadline)
		return a->deadline < b->deadline;
	return a->sequence < b->sequence;
}

static void put(struct timer_heap *heap, size_t index, struct timer_entry entry)
{
	heap->entries[index] = entry;
	entry.timer->index = index;
}

static void sift_up(struct timer_heap *heap, size_t index, struct timer_entry entry)
{
	while (index > 0) {
		size_t parent = (index - 1) / CHILDREN;

		if (!comes_before(&entry, &heap->entries[parent]))
			break;
		put(heap, index, heap->entries[parent]);
		index = parent;
	}
	put(heap, index, entry);
}

static size_t first_child(const struct timer_heap *heap, size_t index)
{
	size_t child = index * CHILDREN + 1;
	size_t end = child + CHILDREN;
	size_t first = child;

	if (end > heap->count)
		end = heap->count;
	for (; child < end; child++)
		if (comes_before(&heap->entries[child], &heap->entries[first]))
			first = child;
	return first;
}

static void sift_down(struct timer_heap *heap, size_t index, struct timer_entry entry)
{
	while (index * CHILDREN + 1 < heap->count) {
		size_t child = first_child(heap, index);

		if (!comes_before(&heap->entries[child], &entry))
			break;
		put(heap, index, heap->entries[child]);
		index = child;
	}
	put(heap, index, entry);
}

static void remove_at(struct timer_heap *heap, size_t index)
{
	struct timer_entry last = heap->entries[--heap->count];

	if (index == heap->count)
		return;
	if (index > 0 && comes_before(&last, &heap->entries[(index - 1) / CHILDREN]))
		sift_up(heap, index, last);
	else
		sift_down(heap, index, last);
}

static void make_room(struct timer_heap *heap)
{
	size_t capacity = heap->capacity ? heap->capacity * 2 : 64;
	struct timer_entry *entries;

	if (heap->count < heap->capacity)
		return;
	entries = realloc(heap->entries, capacity * sizeof *entries);
	if (!entries)
		raise(MemoryError, "no room for another timer");
	heap->entries = entries;
	heap->capacity = capacity;
}

void timer_set(struct timer *timer, int64_t deadline, void (*fired)(struct handle *))
{
	struct timer_heap *heap = &loop_current->timers;

	make_room(heap);
	timer->fired.run = fired;
	timer->deadline = deadline;
	timer->sequence = heap->sequence++;
	sift_up(heap, heap->count++,
		(struct timer_entry){ deadline, timer->sequence, timer });
}

void timer_cancel(struct timer *timer)
{
	handle_remove(&timer->fired);
	if (timer->index == TIMER_IDLE)
		return;
	remove_at(&loop_current->timers, timer->index);
	timer->index = TIMER_IDLE;
}

int64_t timer_deadline(double seconds)
{
	if (seconds > 1e9)
		return INT64_MAX;
	return loop_now() + (int64_t)llround(seconds * 1e9);
}

int64_t timer_next_deadline(const struct timer_heap *heap)
{
	return heap->count ? heap->entries[0].deadline : INT64_MAX;
}

struct timer *timer_take_due(struct timer_heap *heap, int64_t now)
{
	struct timer *timer;

	if (heap->count == 0 || heap->entries[0].deadline > now)
		return NULL;
	timer = heap->entries[0].timer;
	remove_at(heap, 0);
	timer->index = TIMER_IDLE;
	return timer;
}
