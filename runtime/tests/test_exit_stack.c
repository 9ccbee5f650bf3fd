/* Exit stacks: last in, first out, as nested blocks. */
#include <async.h>

#include "note.h"

struct manager {
	const char *name;
	bool fail_enter;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	await (async_sleep(0));
	if (self->fail_enter)
		raise (KeyError, "%s", self->name);
	note("+%s", self->name);
	return self;
}

async (void, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	note("-%s:%s", self->name, e ? e->type->name : "");
}

async_context_manager (manager, struct manager *);

asynccontextmanager(void, made, (const char *, name))
{
	note("+%s", name);
	try {
		yield ();
	} finally {
		note("-%s", name);
	} end_try
}

contextmanager(int, plainly_made, (int, number))
{
	note("+%d", number);
	try {
		yield (number);
	} finally {
		note("-%d", number);
	} end_try
}

async (int, callback, (const char *, text), (int, number))
{
	await (async_sleep(0));
	note("%s%d", text, number);
	return number;
}

async (bool, swallow, (struct exception *, e))
{
	note("sees:%s", e ? e->type->name : "");
	return true;
}

static void plain_callback(void *text)
{
	note("%s", (char *)text);
}

static bool plain_exit(void *self, struct exception *e)
{
	note("%s:%s", (char *)self, e ? e->type->name : "");
	return false;
}

async (void, everything, (bool, fail))
{
	struct manager a = { .name = "a" };

	async_with (stack, AsyncExitStack()) {
		note("%s", await (enter_async_context(stack, manager(&a)))->name);
		push_async_exit(stack, swallow);
		await (enter_async_context(stack, made("b")));
		push_async_callback(stack, callback("c", 3));
		exit_stack_callback(stack, plain_callback, "d");
		note("%d", enter_context(stack, plainly_made(5)));
		exit_stack_push(stack, plain_exit, "f");
		if (fail)
			raise (ValueError, "body");
	} end_with
	note("on");
}

static void all_kinds_are_left_last_first(void **state)
{
	(void)state;
	assert_notes(everything(false), "+a a +b +5 5 f: -5 d c3 -b sees: -a: on ");
	assert_notes(everything(true), "+a a +b +5 5 f:ValueError -5 d c3 -b "
				       "sees:ValueError -a: on ");
}

async (void, fail_to_enter)
{
	struct manager a = { .name = "a" }, b = { .name = "b", .fail_enter = true };

	try {
		async_with (stack, AsyncExitStack()) {
			await (enter_async_context(stack, manager(&a)));
			await (enter_async_context(stack, manager(&b)));
			note("never");
		} end_with
	} except (KeyError, e) {
		note_exception(e);
	} end_try
}

static void who_could_not_enter_is_not_left(void **state)
{
	(void)state;
	assert_notes(fail_to_enter(), "+a -a:KeyError KeyError('b') ");
}

async (void, move_on)
{
	struct async_exit_stack *volatile moved = NULL;

	async_with (stack, AsyncExitStack()) {
		for (int i = 0; i < 20; i++)
			push_async_callback(stack, callback("", i));
		moved = exit_stack_pop_all(stack);
	} end_with
	note("left");
	await (exit_stack_aclose(moved));
}

static void pop_all_moves_the_duty_elsewhere(void **state)
{
	(void)state;
	assert_notes(move_on(),
		     "left 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0 ");
}

static void the_plain_one_works_without_a_loop(void **state)
{
	(void)state;
	notes[0] = '\0';
	with (stack, ExitStack()) {
		note("%d", enter_context(stack, plainly_made(1)));
		exit_stack_callback(stack, plain_callback, "c");
		note("%d", enter_context(stack, plainly_made(2)));
	} end_with
	assert_string_equal(notes, "+1 1 +2 2 -2 c -1 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_kinds_are_left_last_first),
		cmocka_unit_test(who_could_not_enter_is_not_left),
		cmocka_unit_test(pop_all_moves_the_duty_elsewhere),
		cmocka_unit_test(the_plain_one_works_without_a_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
