/* Generators: lazy, and every state of send, throw and close (PEP 342, PEP 479). */
#include <async.h>

#include "note.h"

generator (int, numbers, (int, limit))
{
	note("begin");
	try {
		for (int i = 1; i <= limit; i++) {
			const char *sent = yield (i);

			if (sent)
				note("got-%s", sent);
		}
	} finally {
		note("closed");
	} end_try
}

static void nothing_runs_before_the_first_item_is_asked_for(void **state)
{
	Generator(int) g = numbers(2);

	(void)state;
	notes[0] = '\0';
	note("made");
	note("%d", next(g));
	note("%d", next(g));
	note("%d", next(g, 0));
	try {
		next(g);
	} except (StopIteration) {
		note("stop");
	} end_try
	generator_free(g);
	assert_string_equal(notes, "made begin 1 2 closed 0 stop ");
}

static void what_is_sent_is_the_value_of_the_yield(void **state)
{
	Generator(int) g = numbers(9);

	(void)state;
	notes[0] = '\0';
	try {
		generator_send(g, "early");
	} except (TypeError, e) {
		note("%s", e->message);
	} end_try
	next(g);
	note("%d", generator_send(g, "x"));
	generator_free(g);
	assert_string_equal(notes,
			    "can't send non-None value to a just-started generator "
			    "begin got-x 2 closed ");
}

generator (int, stubborn)
{
	for (volatile int i = 0; i < 3; i++) {
		try {
			yield (i);
		} except (BaseException, e) {
			note("%s", e->type->name);
		} end_try
	}
}

static void what_is_thrown_is_raised_at_the_yield(void **state)
{
	Generator(int) g = stubborn();

	(void)state;
	notes[0] = '\0';
	next(g);
	note("%d", generator_throw(g, ValueError, "x"));
	note("%d", generator_throw(g, KeyError));
	try {
		generator_throw(g, TypeError);
	} except (StopIteration) {
		note("end");
	} end_try
	try {
		generator_throw(g, OSError, "late");
	} except (OSError, e) {
		note("%s", e->message);
	} end_try
	generator_free(g);
	assert_string_equal(notes, "ValueError 1 KeyError 2 TypeError end late ");
}

static void one_that_yields_while_it_is_closed_is_an_error(void **state)
{
	Generator(int) g = stubborn();

	(void)state;
	notes[0] = '\0';
	next(g);
	try {
		generator_close(g);
	} except (RuntimeError, e) {
		note("%s", e->message);
	} end_try
	note("%d", next(g));
	generator_free(g);
	assert_string_equal(notes, "GeneratorExit generator ignored GeneratorExit 2 "
				   "GeneratorExit ");
}

static Generator(int) itself;

generator (int, recursive)
{
	yield (next(itself));
}

static void one_cannot_ask_itself(void **state)
{
	(void)state;
	notes[0] = '\0';
	itself = recursive();
	try {
		next(itself);
	} except (ValueError, e) {
		note("%s", e->message);
	} end_try
	generator_free(itself);
	assert_string_equal(notes, "generator already executing ");
}

generator (int, broken, (const struct exception_type *, type))
{
	yield (1);
	raise (type, "x");
}

static void the_end_of_an_iteration_is_no_error_of_the_body(void **state)
{
	(void)state;
	notes[0] = '\0';
	try {
		for_each (int, i, broken(StopIteration))
			note("%d", i);
	} except (RuntimeError, e) {
		note_exception(e);
		note_exception(e->cause);
	} end_try
	try {
		for_each (int, i, broken(StopAsyncIteration))
			note("%d", i);
	} except (StopAsyncIteration, e) {
		note("%s", e->message);
	} end_try
	assert_string_equal(notes, "1 RuntimeError('generator raised StopIteration') "
				   "StopIteration('x') 1 x ");
}

struct large {
	char bytes[2000];
};

generator (struct large, large_items)
{
	for (volatile int i = 0;; i++) {
		struct large item;

		memset(&item, i, sizeof item);
		try {
			yield (item);
		} except (GeneratorExit) {
			yield (item);
			raise ();
		} end_try
	}
}

static void items_of_any_size_are_handed_over_and_thrown_away(void **state)
{
	Generator(struct large) g = large_items();

	(void)state;
	next(g);
	assert_int_equal(next(g).bytes[1999], 1);
	try {
		generator_close(g);
		fail();
	} except (RuntimeError) {
	} end_try
	generator_free(g);
}

static void a_consumed_one_is_told_from_the_next_at_its_place(void **state)
{
	Generator(int) old = numbers(3), fresh;

	(void)state;
	notes[0] = '\0';
	for_each (int, i, old)
		break;
	fresh = numbers(3);
	try {
		next(old);
		fail();
	} except (RuntimeError) {
	} end_try
	assert_int_equal(next(fresh), 1);
	generator_free(fresh);
	generator_free(fresh);
}

/* An exception raised in a generator has what its caller handles as its context. */
static void the_callers_exception_is_the_context(void **state)
{
	(void)state;
	notes[0] = '\0';
	try {
		try {
			raise (ValueError, "handled");
		} except (ValueError) {
			for_each (int, i, broken(KeyError))
				note("%d", i);
		} end_try
	} except (KeyError, e) {
		note_exception(e->context);
	} end_try
	assert_string_equal(notes, "1 ValueError('handled') ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_runs_before_the_first_item_is_asked_for),
		cmocka_unit_test(what_is_sent_is_the_value_of_the_yield),
		cmocka_unit_test(what_is_thrown_is_raised_at_the_yield),
		cmocka_unit_test(one_that_yields_while_it_is_closed_is_an_error),
		cmocka_unit_test(one_cannot_ask_itself),
		cmocka_unit_test(the_end_of_an_iteration_is_no_error_of_the_body),
		cmocka_unit_test(items_of_any_size_are_handed_over_and_thrown_away),
		cmocka_unit_test(a_consumed_one_is_told_from_the_next_at_its_place),
		cmocka_unit_test(the_callers_exception_is_the_context),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
