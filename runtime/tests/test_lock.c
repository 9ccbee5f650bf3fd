/* Locks, semaphores, conditions and events: first come, first served. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

#include "said.h"

async (void, holder, (char, name), (struct lock *, lock), (int, times))
{
	for (volatile int i = 0; i < times; i++) {
		async_with (lock) {
			say("%c", name);
			await (async_sleep(0));
		} end_with
	}
}

async (void, share_a_lock)
{
	static struct lock lock;

	await (gather(holder('a', &lock, 2), holder('b', &lock, 2),
		     holder('c', &lock, 1)));
	say("%d", lock_locked(&lock));
	try {
		lock_release(&lock);
	} except (RuntimeError, e) {
		say("%s", e->message);
	} end_try
}

static void who_asks_again_stands_behind_the_others(void **state)
{
	(void)state;
	async_run(share_a_lock());
	assert_string_equal(said(), "a b c a b 0 Lock is not acquired.");
}

async (void, raise_with_lock, (struct lock *, lock))
{
	async_with (lock) {
		raise (ValueError, "body");
	} end_with
}

async (void, lock_and_raise)
{
	struct lock lock = Lock();

	try {
		await (raise_with_lock(&lock));
	} except (ValueError, e) {
		say("%d", lock_locked(&lock));
	} end_try
}

static void a_lock_is_given_back_when_the_body_raises(void **state)
{
	(void)state;
	async_run(lock_and_raise());
	assert_string_equal(said(), "0");
}

async (void, cancel_the_woken)
{
	struct lock lock = Lock();

	await (lock_acquire(&lock));
	Task(void) a = create_task(holder('a', &lock, 1));
	Task(void) b = create_task(holder('b', &lock, 1));
	await (async_sleep(0));
	lock_release(&lock);
	task_cancel(a);
	await (b);
	say("%d", lock_locked(&lock));
}

static void a_lock_is_not_lost_with_who_was_woken_for_it(void **state)
{
	(void)state;
	async_run(cancel_the_woken());
	assert_string_equal(said(), "b 0");
}

async (void, entrant, (int, n), (struct semaphore *, semaphore))
{
	async_with (semaphore) {
		say("+%d", n);
		await (async_sleep(0));
		say("-%d", n);
	} end_with
}

async (void, two_at_a_time)
{
	struct semaphore two = Semaphore(2);

	await (gather(entrant(1, &two), entrant(2, &two), entrant(3, &two)));
	try {
		struct semaphore none = Semaphore(-1);
		say("%d", none.value);
	} except (ValueError, e) {
		say("%s", e->message);
	} end_try
}

static void a_semaphore_lets_so_many_in(void **state)
{
	(void)state;
	async_run(two_at_a_time());
	assert_string_equal(said(),
			    "+1 +2 -1 -2 +3 -3 Semaphore initial value must be >= 0");
}

async (void, consumer, (char, name), (struct condition *, condition), (int *, items))
{
	async_with (condition) {
		while (*items == 0)
			await (condition_wait(condition));
		--*items;
		say("%c", name);
	} end_with
}

async (void, notify_two)
{
	struct condition condition = Condition();
	int items = 0;
	Task(void) a = create_task(consumer('a', &condition, &items));
	Task(void) b = create_task(consumer('b', &condition, &items));

	await (async_sleep(0));
	async_with (&condition) {
		items = 2;
		condition_notify(&condition, 1);
		condition_notify_all(&condition);
		say("notified");
	} end_with
	await (gather(a, b));
	try {
		await (condition_wait(&condition));
	} except (RuntimeError, e) {
		say("%s", e->message);
	} end_try
}

static void who_is_notified_goes_on_with_the_lock(void **state)
{
	(void)state;
	async_run(notify_two());
	assert_string_equal(said(), "notified a b cannot wait on un-acquired lock");
}

async (void, waiter, (char, name), (struct event *, event))
{
	await (event_wait(event));
	say("%c%d", name, event_is_set(event));
}

async (void, set_and_clear)
{
	struct event event = Event();
	Task(void) a = create_task(waiter('a', &event)),
		   b = create_task(waiter('b', &event));

	await (async_sleep(0));
	event_set(&event);
	event_clear(&event);
	await (gather(a, b));
}

static void set_wakes_all_even_if_clear_follows(void **state)
{
	(void)state;
	async_run(set_and_clear());
	assert_string_equal(said(), "a0 b0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_asks_again_stands_behind_the_others),
		cmocka_unit_test(a_lock_is_given_back_when_the_body_raises),
		cmocka_unit_test(a_lock_is_not_lost_with_who_was_woken_for_it),
		cmocka_unit_test(a_semaphore_lets_so_many_in),
		cmocka_unit_test(who_is_notified_goes_on_with_the_lock),
		cmocka_unit_test(set_wakes_all_even_if_clear_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
