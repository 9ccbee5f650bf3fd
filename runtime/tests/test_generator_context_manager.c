/* Managers made from a generator: contextlib's rules. */
#include <async.h>

#include "note.h"

enum kind { PASS, RAISE_AGAIN, SWALLOW, OTHER, TWICE, NO_YIELD, FAIL };

/* With what stands after the yield, by kind. */
asynccontextmanager(int, made, (enum kind, kind))
{
	await (async_sleep(0));
	if (kind == NO_YIELD)
		return;
	if (kind == FAIL)
		raise (OSError, "setup");
	try {
		yield (7);
	} except (ValueError) {
		await (async_sleep(0));
		if (kind == RAISE_AGAIN)
			raise ();
		if (kind == OTHER)
			raise (KeyError, "other");
		if (kind == PASS)
			raise ();
	} end_try
	if (kind == TWICE) {
		try {
			yield (8);
		} finally {
			note("closed");
		} end_try
	}
}

contextmanager(int, plainly_made, (enum kind, kind))
{
	if (kind == NO_YIELD)
		return;
	try {
		yield (7);
	} except (ValueError) {
		if (kind == PASS)
			raise ();
	} end_try
	if (kind == TWICE)
		yield (8);
}

async (void, use, (enum kind, kind), (bool, fail))
{
	try {
		async_with (x, made(kind)) {
			note("%d", x);
			if (fail)
				raise (ValueError, "body");
		} end_with
		note("on");
	} except (BaseException, e) {
		note_exception(e);
		note_exception(e->context);
	} end_try
}

static void what_stands_after_the_yield_decides(void **state)
{
	(void)state;
	assert_notes(use(PASS, false), "7 on ");
	assert_notes(use(PASS, true), "7 ValueError('body') None ");
	assert_notes(use(RAISE_AGAIN, true), "7 ValueError('body') None ");
	assert_notes(use(SWALLOW, true), "7 on ");
	assert_notes(use(OTHER, true), "7 KeyError('other') ValueError('body') ");
}

static void one_that_does_not_yield_fails_to_enter(void **state)
{
	(void)state;
	assert_notes(use(NO_YIELD, false),
		     "RuntimeError(\"generator didn't yield\") StopAsyncIteration() ");
	assert_notes(use(FAIL, false), "OSError('setup') None ");
}

static void one_that_yields_twice_is_closed_before_the_error(void **state)
{
	(void)state;
	assert_notes(use(TWICE, false),
		     "7 closed RuntimeError(\"generator didn't stop\") None ");
	assert_notes(use(TWICE, true),
		     "7 closed RuntimeError(\"generator didn't stop after athrow()\") "
		     "ValueError('body') ");
}

static void use_plainly(enum kind kind, bool fail)
{
	notes[0] = '\0';
	try {
		with (x, plainly_made(kind)) {
			note("%d", x);
			if (fail)
				raise (ValueError, "body");
		} end_with
		note("on");
	} except (BaseException, e) {
		note_exception(e);
	} end_try
}

static void the_plain_one_has_the_same_rules(void **state)
{
	(void)state;
	use_plainly(PASS, false);
	assert_string_equal(notes, "7 on ");
	use_plainly(PASS, true);
	assert_string_equal(notes, "7 ValueError('body') ");
	use_plainly(SWALLOW, true);
	assert_string_equal(notes, "7 on ");
	use_plainly(NO_YIELD, false);
	assert_string_equal(notes, "RuntimeError(\"generator didn't yield\") ");
	use_plainly(TWICE, false);
	assert_string_equal(notes, "7 RuntimeError(\"generator didn't stop\") ");
	use_plainly(TWICE, true);
	assert_string_equal(notes,
			    "7 RuntimeError(\"generator didn't stop after throw()\") ");
}

asynccontextmanager(void, transparent)
{
	yield ();
}

async (void, pass_through, (struct exception *, sent))
{
	try {
		async_with (transparent()) {
			raise (sent);
		} end_with
	} except (BaseException, e) {
		note("%d", e == sent);
	} end_try
	exception_release(sent);
}

static void what_ends_iterations_passes_through_as_it_is(void **state)
{
	(void)state;
	assert_notes(pass_through(exception_new(StopIteration, "x")), "1 ");
	assert_notes(pass_through(exception_new(StopAsyncIteration, "x")), "1 ");
	assert_notes(pass_through(exception_new(RuntimeError, "x")), "1 ");
	assert_notes(pass_through(exception_new(GeneratorExit, "x")), "1 ");
	assert_notes(pass_through(exception_new(CancelledError, "x")), "1 ");
}

async (void, use_twice, (AsyncContextManager(void), manager))
{
	for (int i = 0; i < 2; i++) {
		try {
			async_with (manager) {
				note("used");
			} end_with
		} except (AttributeError) {
			note("spent");
		} end_try
	}
}

static void a_manager_is_good_for_one_statement(void **state)
{
	(void)state;
	assert_notes(use_twice(transparent()), "used spent ");
}

async_generator (int, numbers)
{
	try {
		for (int i = 0;; i++)
			yield (i);
	} finally {
		await (async_sleep(0));
		note("closed");
	} end_try
}

async (void, hold_with_aclosing)
{
	async_with (stream, aclosing(numbers())) {
		async_for (int, i, stream) {
			note("%d", i);
			if (i == 1)
				break;
		}
		note("%d", await (anext(stream)));
	} end_with
	note("out");
}

static void aclosing_closes_at_the_end_of_its_block_and_not_of_a_loop(void **state)
{
	(void)state;
	assert_notes(hold_with_aclosing(), "0 1 2 closed out ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_after_the_yield_decides),
		cmocka_unit_test(one_that_does_not_yield_fails_to_enter),
		cmocka_unit_test(one_that_yields_twice_is_closed_before_the_error),
		cmocka_unit_test(the_plain_one_has_the_same_rules),
		cmocka_unit_test(what_ends_iterations_passes_through_as_it_is),
		cmocka_unit_test(a_manager_is_good_for_one_statement),
		cmocka_unit_test(
			aclosing_closes_at_the_end_of_its_block_and_not_of_a_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
