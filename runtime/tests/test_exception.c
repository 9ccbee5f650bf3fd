/* Exceptions: which clause is taken, what runs in any case, and what is kept. */
#include <async.h>

#include "note.h"

exception_class (TooLate, TimeoutError);

static void raise_kind(int kind)
{
	switch (kind) {
	case 1: raise (ValueError, "v");
	case 2: raise (KeyError, "k");
	case 3: raise (TooLate);
	case 4: raise (TypeError, "t");
	case 5: raise (CancelledError);
	}
}

static void take(int kind)
{
	try {
		raise_kind(kind);
		note("body");
	} except (ValueError, TypeError, e) {
		note("either %s", e->message);
	} except (LookupError) {
		note("lookup");
	} except (OSError, e) {
		note("os %s", e->type->name);
	} finally {
		note("finally");
	} end_try
}

static void the_first_clause_that_fits_is_taken(void **state)
{
	(void)state;
	notes[0] = '\0';
	for (int kind = 0; kind < 5; kind++)
		take(kind);
	assert_string_equal(notes, "body finally either v finally lookup finally "
				   "os TooLate finally either t finally ");
}

static void what_no_clause_takes_goes_on_after_the_finally(void **state)
{
	(void)state;
	notes[0] = '\0';
	try {
		take(5);
		note("never");
	} except (Exception) {
		note("never: not an Exception");
	} except (BaseException, e) {
		note_exception(e);
	} end_try
	assert_string_equal(notes, "finally CancelledError() ");
}

static void raise_in_clauses(bool in_except, bool in_finally)
{
	try {
		raise (ValueError, "body");
	} except (ValueError) {
		if (in_except)
			raise (KeyError, "except");
	} finally {
		if (in_finally)
			raise (TypeError, "finally");
	} end_try
}

static void note_chain(const struct exception *exception)
{
	for (; exception; exception = exception->context)
		note_exception(exception);
}

static void note_clauses(bool in_except, bool in_finally)
{
	try {
		raise_in_clauses(in_except, in_finally);
		note("nothing");
	} except (BaseException, e) {
		note_chain(e);
	} end_try
	note("|");
}

static void an_exception_keeps_the_one_it_was_raised_over(void **state)
{
	(void)state;
	notes[0] = '\0';
	for (int i = 0; i < 4; i++)
		note_clauses(i & 1, i & 2);
	assert_string_equal(notes, "nothing | KeyError('except') ValueError('body') | "
				   "TypeError('finally') | TypeError('finally') "
				   "KeyError('except') ValueError('body') | ");
}

static void raise_gives_the_same_object_again(void **state)
{
	struct exception *mine = exception_new(ValueError, "mine");
	const struct exception *volatile caught = NULL;

	(void)state;
	try {
		try {
			raise (mine);
		} except (ValueError) {
			raise ();
		} end_try
	} except (ValueError, e) {
		caught = e;
	} end_try
	assert_ptr_equal(caught, mine);
	assert_int_equal(mine->references, 1);
	exception_release(mine);
}

static void raise_over_another(bool from_it)
{
	try {
		try {
			raise (ValueError, "first");
		} except (ValueError, first) {
			raise_from (from_it ? first : NULL, KeyError, "second");
		} end_try
	} except (KeyError, second) {
		note_exception(second->cause);
		note_exception(second->context);
		note("%d", second->suppress_context);
	} end_try
}

static void raise_from_tells_the_cause_and_none_hides_the_context(void **state)
{
	(void)state;
	notes[0] = '\0';
	raise_over_another(false);
	raise_over_another(true);
	assert_string_equal(notes, "None ValueError('first') 1 ValueError('first') "
				   "ValueError('first') 1 ");
}

static void raise_without_an_exception_is_an_error(void **state)
{
	(void)state;
	notes[0] = '\0';
	try {
		raise ();
	} except (RuntimeError, e) {
		note("%s", e->message);
	} end_try
	assert_string_equal(notes, "No active exception to reraise ");
}

static int leave_a_try(int how)
{
	for (;;) {
		try {
			if (how == 1)
				return 1;
			if (how == 2)
				break;
			if (how == 3)
				goto out;
		} except (ValueError) {
		} end_try
		return 0;
	}
	return 2;
out:
	return 3;
}

static void a_try_without_finally_is_left_as_any_block(void **state)
{
	(void)state;
	for (int how = 0; how < 4; how++)
		assert_int_equal(leave_a_try(how), how);
	assert_null(coroutine_current->handlers);
}

static void skip_a_finally(void)
{
	try {
		return;
	} finally {
		note("never");
	} end_try
}

static void a_return_that_would_skip_a_finally_is_a_loud_error(void **state)
{
	(void)state;
	notes[0] = '\0';
	try {
		skip_a_finally();
	} except (RuntimeError, e) {
		note("%d", strstr(e->message, "test_exception.c") != NULL);
		note("%d", strstr(e->message, "would skip") != NULL);
	} end_try
	assert_string_equal(notes, "1 1 ");
}

static void a_repr_is_as_pythons(void **state)
{
	static const struct {
		const char *text, *repr;
	} cases[] = {
		{ "plain", "ValueError('plain')" },
		{ "", "ValueError('')" },
		{ "it's", "ValueError(\"it's\")" },
		{ "\"", "ValueError('\"')" },
		{ "it's \"", "ValueError('it\\'s \"')" },
		{ "a\nb\\", "ValueError('a\\nb\\\\')" },
	};
	char text[60];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct exception *e = exception_new(ValueError, "%s", cases[i].text);

		assert_string_equal(exception_repr(e, text, sizeof text), cases[i].repr);
		exception_release(e);
	}
	assert_string_equal(exception_repr(NULL, text, sizeof text), "None");
	assert_string_equal(exception_repr(NULL, text, 3), "No");
}

async (void, deepest)
{
	await (async_sleep(0));
	raise (ValueError, "deep");
}

async (void, middle)
{
	await (deepest());
}

async (void, traced)
{
	try {
		await (middle());
	} except (ValueError, e) {
		for (unsigned i = 0; i < e->depth; i++)
			note("%s", e->traceback[i]->text);
	} end_try
}

static void a_traceback_holds_each_await_on_the_way(void **state)
{
	(void)state;
	assert_notes(traced(), "raise (ValueError, \"deep\") deepest() middle() ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_clause_that_fits_is_taken),
		cmocka_unit_test(what_no_clause_takes_goes_on_after_the_finally),
		cmocka_unit_test(an_exception_keeps_the_one_it_was_raised_over),
		cmocka_unit_test(raise_gives_the_same_object_again),
		cmocka_unit_test(raise_from_tells_the_cause_and_none_hides_the_context),
		cmocka_unit_test(raise_without_an_exception_is_an_error),
		cmocka_unit_test(a_try_without_finally_is_left_as_any_block),
		cmocka_unit_test(a_return_that_would_skip_a_finally_is_a_loud_error),
		cmocka_unit_test(a_repr_is_as_pythons),
		cmocka_unit_test(a_traceback_holds_each_await_on_the_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
