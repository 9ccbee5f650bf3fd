/* Queues: nothing is lost, nothing overtakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_come_out_in_their_order),
		cmocka_unit_test(put_waits_for_room),
		cmocka_unit_test(a_cancelled_getter_loses_no_item),
		cmocka_unit_test(without_waiting_full_and_empty_are_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
