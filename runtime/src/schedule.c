#include "schedule.h"

#include <errno.h>
#include <stdlib.h>

#include <async/task.h>

#include "task_switch.h"

/* One in so many is left for the next turn. */
#define SELDOM 4

uint64_t schedule_from_environment(void)
{
	const char *text = getenv("ASYNC_SCHEDULE");
	char *end;
	uint64_t seed;

	if (!text || *text < '0' || *text > '9')
		return 0;
	errno = 0;
	seed = strtoull(text, &end, 10);
	return *end || errno ? 0 : seed;
}

/* SplitMix64 (Steele, Lea and Flood, 2014): any seed is as good as another. */
static uint64_t draw(uint64_t *schedule)
{
	uint64_t z = *schedule += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	/* Zero would be the end of it. */
	if (*schedule == 0)
		*schedule = 1;
	return z ^ (z >> 31);
}

static size_t count_of(const struct handle_queue *queue)
{
	size_t count = 0;

	for (const struct handle_link *at = queue->ends.next; at != &queue->ends;
	     at = at->next)
		count++;
	return count;
}

/* Without memory for it they stay in their order, which is one of the many. */
void schedule_shuffle(uint64_t *schedule, struct handle_queue *queue)
{
	size_t count = count_of(queue);
	struct handle **handles = count > 1 ? malloc(count * sizeof *handles) : NULL;

	if (!handles)
		return;
	for (size_t i = 0; i < count; i++)
		handles[i] = handle_queue_take(queue);
	for (size_t left = count; left > 0; left--) {
		size_t chosen = draw(schedule) % left;

		handle_queue_append(queue, handles[chosen]);
		handles[chosen] = handles[left - 1];
	}
	free(handles);
}

/* May it run in another order than it became ready? */
static bool is_free(const struct handle *handle)
{
	const struct task *task = (const struct task *)((const char *)handle -
							offsetof(struct task, wakeup));

	return handle->run == task_step &&
	       !(task->waiting_for && task->waiting_for->in_line);
}

/* From the front of `ready` on, up to what has its place. */
static void take_free(struct handle_queue *ready, struct handle_queue *taken)
{
	while (!handle_queue_is_empty(ready) && is_free(handle_queue_first(ready)))
		handle_queue_append(taken, handle_queue_take(ready));
}

/* The last of a turn can be left out of it: behind them there is nobody whom
 * they would have to be passed by. */
static void leave_some(uint64_t *schedule, struct handle_queue *taken,
		       struct handle_queue *turn, struct handle_queue *left)
{
	struct handle *handle;

	while ((handle = handle_queue_take(taken)) != NULL)
		if (draw(schedule) % SELDOM || handle_queue_is_empty(turn))
			handle_queue_append(turn, handle);
		else
			handle_queue_append(left, handle);
}

void schedule_turn(uint64_t *schedule, struct handle_queue *ready,
		   struct handle_queue *turn)
{
	struct handle_queue taken, left;

	handle_queue_init(&taken);
	handle_queue_init(&left);
	while (!handle_queue_is_empty(ready)) {
		take_free(ready, &taken);
		schedule_shuffle(schedule, &taken);
		if (handle_queue_is_empty(ready)) {
			leave_some(schedule, &taken, turn, &left);
		} else {
			handle_queue_append_all(turn, &taken);
			handle_queue_append(turn, handle_queue_take(ready));
		}
	}
	handle_queue_append_all(ready, &left);
}
