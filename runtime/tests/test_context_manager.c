/* with and async_with: exit runs once on every way out, and decides what goes on. */
#include <async.h>

#include "note.h"

struct manager {
	const char *name;
	bool swallow, fail_enter, fail_exit;
};

#define MANAGER(...) ((struct manager){ .name = __VA_ARGS__ })

async (struct manager *, manager_aenter, (struct manager *, self))
{
	await (async_sleep(0));
	if (self->fail_enter)
		raise (KeyError, "%s", self->name);
	note("+%s", self->name);
	return self;
}

async (bool, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	await (async_sleep(0));
	note("-%s:%s", self->name, e ? e->type->name : "");
	if (self->fail_exit)
		raise (TypeError, "%s", self->name);
	return self->swallow;
}

async_context_manager (manager, struct manager *);

struct manager *plain_enter(struct manager *self)
{
	note("+%s", self->name);
	return self;
}

bool plain_exit(struct manager *self, struct exception *e)
{
	note("-%s:%s", self->name, e ? e->type->name : "");
	return self->swallow;
}

context_manager (plain, struct manager *);

async (int, leave, (int, how))
{
	struct manager a = { .name = "a" }, b = { .name = "b" };

	for (int i = 0; i < 2; i++) {
		async_with (x, manager(&a), y, manager(&b)) {
			note("%s%s", x->name, y->name);
			if (how == 1)
				break;
			if (how == 2)
				continue;
			if (how == 3)
				return 3;
			if (how == 4)
				goto out;
			if (how == 5)
				raise (ValueError, "body");
		} end_with
		note("after");
	}
	return 0;
out:
	return 4;
}

async (void, leave_by, (int, how))
{
	try {
		note("%d", await (leave(how)));
	} except (ValueError) {
		note("raised");
	} end_try
}

static void aexit_is_awaited_once_on_every_way_out(void **state)
{
	(void)state;
	assert_notes(leave_by(0), "+a +b ab -b: -a: after +a +b ab -b: -a: after 0 ");
	assert_notes(leave_by(1), "+a +b ab -b: -a: 0 ");
	assert_notes(leave_by(2), "+a +b ab -b: -a: +a +b ab -b: -a: 0 ");
	assert_notes(leave_by(3), "+a +b ab -b: -a: 3 ");
	assert_notes(leave_by(4), "+a +b ab -b: -a: 4 ");
	assert_notes(leave_by(5), "+a +b ab -b:ValueError -a:ValueError raised ");
}

async (void, nest, (struct manager, outer), (struct manager, inner))
{
	try {
		async_with (x, manager(&outer), y, manager(&inner)) {
			note("body");
			raise (ValueError, "body");
		} end_with
		note("swallowed");
	} except (BaseException, e) {
		for (struct exception *at = e; at; at = at->context)
			note_exception(at);
	} end_try
}

static void a_true_result_swallows_and_hides_it_from_the_outer_one(void **state)
{
	(void)state;
	assert_notes(nest(MANAGER("a"), MANAGER("b", .swallow = true)),
		     "+a +b body -b:ValueError -a: swallowed ");
	assert_notes(nest(MANAGER("a", .swallow = true), MANAGER("b")),
		     "+a +b body -b:ValueError -a:ValueError swallowed ");
}

static void what_an_aexit_raises_takes_the_place_of_the_exception(void **state)
{
	(void)state;
	assert_notes(nest(MANAGER("a"), MANAGER("b", .fail_exit = true)),
		     "+a +b body -b:ValueError -a:TypeError TypeError('b') "
		     "ValueError('body') ");
	assert_notes(
		nest(MANAGER("a", .fail_exit = true), MANAGER("b", .fail_exit = true)),
		"+a +b body -b:ValueError -a:TypeError TypeError('a') TypeError('b') "
		"ValueError('body') ");
}

static void who_could_not_enter_is_not_left_and_the_outer_one_may_swallow(void **state)
{
	(void)state;
	assert_notes(nest(MANAGER("a", .fail_enter = true), MANAGER("b")),
		     "KeyError('a') ");
	assert_notes(
		nest(MANAGER("a", .swallow = true), MANAGER("b", .fail_enter = true)),
		"+a -a:KeyError swallowed ");
}

static int leave_plain(int how)
{
	struct manager a = { .name = "a", .swallow = how == 6 };

	for (;;) {
		with (x, plain(&a)) {
			note("%s", x->name);
			if (how == 1)
				break;
			if (how == 3)
				return 3;
			if (how >= 5)
				raise (ValueError, "body");
		} end_with
		return 0;
	}
	return 1;
}

static void exit_is_called_once_on_every_way_out(void **state)
{
	static const char *const expected[] = {
		"+a a -a: 0 ",
		"+a a -a: 1 ",
		"",
		"+a a -a: 3 ",
		"",
		"+a a -a:ValueError raised ",
		"+a a -a:ValueError 0 ",
	};

	(void)state;
	for (int how = 0; how < 7; how++) {
		if (!*expected[how])
			continue;
		notes[0] = '\0';
		try {
			note("%d", leave_plain(how));
		} except (ValueError) {
			note("raised");
		} end_try
		assert_string_equal(notes, expected[how]);
	}
	assert_null(coroutine_current->handlers);
}

async (void, cancelled_body)
{
	struct manager a = { .name = "a" };

	async_with (manager(&a)) {
		await (async_sleep(1e6));
	} end_with
}

async (void, cancel_a_body)
{
	Task(void) task = create_task(cancelled_body());

	for (int i = 0; i < 3; i++)
		await (async_sleep(0));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError) {
		note("cancelled");
	} end_try
}

static void a_cancelled_body_is_left_with_an_aexit_that_may_await(void **state)
{
	(void)state;
	assert_notes(cancel_a_body(), "+a -a:CancelledError cancelled ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aexit_is_awaited_once_on_every_way_out),
		cmocka_unit_test(a_true_result_swallows_and_hides_it_from_the_outer_one),
		cmocka_unit_test(what_an_aexit_raises_takes_the_place_of_the_exception),
		cmocka_unit_test(
			who_could_not_enter_is_not_left_and_the_outer_one_may_swallow),
		cmocka_unit_test(exit_is_called_once_on_every_way_out),
		cmocka_unit_test(a_cancelled_body_is_left_with_an_aexit_that_may_await),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
