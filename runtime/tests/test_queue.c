/* Queues: nothing is lost, nothing overtakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

#include "cancel_everywhere.h"
#include "said.h"

async (void, many_items)
{
	Queue(int) queue = queue_create(int, 0);
	long sum = 0;
	int next = 0, wanted = 0;

	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < round; i++)
			await (queue_put(queue, next++));
		for (int i = 0; i < round / 2; i++)
			sum += await (queue_get(queue)) == wanted++;
	}
	while (!queue_empty(queue))
		sum += queue_get_nowait(queue) == wanted++;
	say("%d %ld %zu", next, sum, queue_size(queue));
	queue_free(queue);
}

static void items_come_out_in_their_order(void **state)
{
	(void)state;
	async_run(many_items());
	assert_string_equal(said(), "1225 1225 0");
}

async (void, producer, (Queue(int), queue))
{
	for (int i = 0; i < 3; i++) {
		await (queue_put(queue, i));
		say("+%d", i);
	}
}

async (void, back_pressure)
{
	Queue(int) queue = queue_create(int, 1);
	Task(void) producing = create_task(producer(queue));

	for (int i = 0; i < 3; i++) {
		await (async_sleep(0));
		say("-%d", await (queue_get(queue)));
		queue_task_done(queue);
	}
	await (producing);
	await (queue_join(queue));
	try {
		queue_task_done(queue);
	} except (ValueError, e) {
		say("%s", e->message);
	} end_try
}

static void put_waits_for_room(void **state)
{
	(void)state;
	async_run(back_pressure());
	assert_string_equal(said(),
			    "+0 -0 +1 -1 +2 -2 task_done() called too many times");
}

async (void, getter, (char, name), (Queue(int), queue))
{
	say("%c%d", name, await (queue_get(queue)));
}

async (void, cancel_a_getter)
{
	Queue(int) queue = queue_create(int, 0);
	Task(void) a = create_task(getter('a', queue)),
		   b = create_task(getter('b', queue));

	await (async_sleep(0));
	queue_put_nowait(queue, 1);
	task_cancel(a);
	await (b);
	say("%zu", queue_size(queue));
}

static void a_cancelled_getter_loses_no_item(void **state)
{
	(void)state;
	async_run(cancel_a_getter());
	assert_string_equal(said(), "b1 0");
}

async (void, no_wait)
{
	Queue(double) queue = queue_create(double, 1);

	queue_put_nowait(queue, 0.5);
	try {
		queue_put_nowait(queue, 1.5);
	} except (QueueFull, e) {
		say("full %d", queue_full(queue));
	} end_try
	say("%.1f", queue_get_nowait(queue));
	try {
		queue_get_nowait(queue);
	} except (QueueEmpty, e) {
		say("empty %d", queue_maxsize(queue));
	} end_try
}

static void without_waiting_full_and_empty_are_errors(void **state)
{
	(void)state;
	async_run(no_wait());
	assert_string_equal(said(), "full 1 0.5 empty 1");
}

static int compare(const int *a, const int *b)
{
	return (*a > *b) - (*a < *b);
}

/* Put and taken in turns, so that the heap grows and shrinks. */
async (void, sort_many)
{
	Queue(int) queue = priority_queue_create(int, 0, compare);
	unsigned random = 1;
	int sorted = 0, last = -1;

	for (int i = 0; i < 3000; i++) {
		random = random * 1103515245 + 12345;
		await (queue_put(queue, (int)(random >> 16) % 500));
		if (i % 3 == 0)
			(void)await (queue_get(queue));
	}
	while (!queue_empty(queue)) {
		int item = await (queue_get(queue));

		sorted += item >= last;
		last = item;
	}
	say("%d", sorted);
	queue_free(queue);
}

static void the_least_item_comes_first(void **state)
{
	(void)state;
	async_run(sort_many());
	assert_string_equal(said(), "2000");
}

async (void, pile_up)
{
	Queue(int) queue = lifo_queue_create(int, 20);
	long right = 0;

	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < round; i++)
			queue_put_nowait(queue, i);
		for (int i = round; i-- > 0;)
			right += queue_get_nowait(queue) == i;
	}
	say("%ld %d", right, queue_full(queue));
}

static void the_last_item_comes_first(void **state)
{
	(void)state;
	async_run(pile_up());
	assert_string_equal(said(), "190 0");
}

async (void, meet, (struct barrier *, barrier))
{
	async_with (barrier)
		await (async_sleep(0));
	end_with
}

async (void, meet_twice)
{
	struct barrier barrier = Barrier(2);

	async_with (group, task_group()) {
		for (int i = 0; i < 3; i++)
			group_create_task(group, meet(&barrier));
		await (meet(&barrier));
	} end_with
}

static void a_meeting_may_be_cancelled_anywhere(void **state)
{
	(void)state;
	assert_cancellable(meet_twice());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_come_out_in_their_order),
		cmocka_unit_test(put_waits_for_room),
		cmocka_unit_test(a_cancelled_getter_loses_no_item),
		cmocka_unit_test(without_waiting_full_and_empty_are_errors),
		cmocka_unit_test(the_least_item_comes_first),
		cmocka_unit_test(the_last_item_comes_first),
		cmocka_unit_test(a_meeting_may_be_cancelled_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
