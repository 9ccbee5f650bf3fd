/* Lists, and comprehensions that make them. */
#include <async.h>

#include "note.h"

async_generator (int, source, (int, count), (int, fail_at))
{
	for (int i = 0; i < count; i++) {
		await (async_sleep(0));
		if (i == fail_at)
			raise (OSError, "broken");
		yield (i);
	}
}

generator (int, plain_source, (int, count))
{
	for (int i = 0; i < count; i++)
		yield (i);
}

async (int, twice, (int, n))
{
	await (async_sleep(0));
	return n * 2;
}

static void note_list(int *list)
{
	for (size_t i = 0; i < list_length(list); i++)
		note("%d", list[i]);
	note("|");
	list_free(list);
}

async (void, comprehend)
{
	note_list(list_of(int, n, async_for (int, n, source(20, -1)) if (n % 7 == 1)));
	note_list(list_of(int, await (twice(n)), async_for (int, n, source(3, -1))));
	note_list(list_of(
		int, n * 10 + k,
		for_each (int, n, plain_source(2)) async_for (int, k, source(2, -1))));
	note_list(list_of(int, n, async_for (int, n, source(0, -1))));
}

static void clauses_stand_one_behind_the_other(void **state)
{
	(void)state;
	assert_notes(comprehend(), "1 8 15 | 0 2 4 | 0 1 10 11 | | ");
}

async (void, break_off)
{
	int *volatile list = NULL;

	try {
		list = list_of(int, n, async_for (int, n, source(20, 12)));
	} except (OSError, e) {
		note("%s %d", e->message, list == NULL);
	} end_try
}

static void an_exception_frees_what_there_is(void **state)
{
	(void)state;
	assert_notes(break_off(), "broken 1 ");
}

static void a_list_grows(void **state)
{
	struct pair {
		int key;
		double value;
	} *pairs = NULL;

	(void)state;
	assert_int_equal(list_length(pairs), 0);
	for (int i = 0; i < 1000; i++)
		list_append(pairs, ((struct pair){ i, i / 2.0 }));
	assert_int_equal(list_length(pairs), 1000);
	assert_int_equal(pairs[999].key, 999);
	assert_true(pairs[999].value == 499.5);
	list_free(pairs);
	list_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clauses_stand_one_behind_the_other),
		cmocka_unit_test(an_exception_frees_what_there_is),
		cmocka_unit_test(a_list_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
