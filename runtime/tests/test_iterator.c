/* Iteration over classes and generators: what a loop asks for, and what it closes. */
#include <async.h>

#include "note.h"

struct counter {
	int limit, given, fail_at;
};

struct counter *counter_aiter(struct counter *self)
{
	note("aiter");
	return self;
}

async (int, counter_anext, (struct counter *, self))
{
	await (async_sleep(0));
	if (self->fail_at && self->given == self->fail_at)
		raise (OSError, "broken");
	if (self->given >= self->limit)
		raise (StopAsyncIteration);
	return ++self->given;
}

async_iterator (counter, struct counter *);

struct counter *plain_counter_iter(struct counter *self)
{
	return self;
}

int plain_counter_next(struct counter *self)
{
	if (self->given >= self->limit)
		raise (StopIteration);
	return ++self->given;
}

iterator(plain_counter, struct counter *);

async_generator (int, numbers, (int, limit))
{
	try {
		for (int i = 1; i <= limit; i++) {
			await (async_sleep(0));
			yield (i);
		}
	} finally {
		note("closed");
	} end_try
}

async (void, every_way)
{
	struct counter c = { .limit = 3 };

	async_for (int, i, counter(&c)) {
		if (i == 2)
			continue;
		note("%d", i);
	} else {
		note("else");
	}
	async_for (int, i, counter(&c))
		note("never %d", i);
	else
		note("empty");
	c.given = 0;
	async_for (int, i, counter(&c)) {
		note("%d", i);
		break;
	} else {
		note("never");
	}
	c.fail_at = 2;
	try {
		async_for (int, i, counter(&c))
			note("%d", i);
		else
			note("never");
	} except (OSError, e) {
		note("%s", e->message);
	} end_try
}

static void a_loop_asks_until_the_end_and_else_follows_no_break(void **state)
{
	(void)state;
	assert_notes(every_way(), "aiter 1 3 else aiter empty aiter 1 aiter 2 broken ");
}

static void a_plain_loop_does_the_same(void **state)
{
	struct counter c = { .limit = 3 };

	(void)state;
	notes[0] = '\0';
	for_each (int, i, plain_counter(&c)) {
		note("%d", i);
		if (i == 2)
			break;
	} else {
		note("never");
	}
	for_each (int, i, plain_counter(&c))
		note("%d", i);
	else
		note("else");
	assert_string_equal(notes, "1 2 3 else ");
}

async (int, leave_early, (int, how))
{
	async_for (int, i, numbers(5)) {
		async_for (int, k, numbers(5)) {
			note("%d%d", i, k);
			if (how == 1)
				break;
			if (how == 2)
				return 2;
			if (how == 3)
				goto out;
			if (how == 4)
				raise (ValueError, "body");
		}
		note("after");
		break;
	}
	return 1;
out:
	return 3;
}

async (void, leave_by, (int, how))
{
	try {
		note("%d", await (leave_early(how)));
	} except (ValueError) {
		note("raised");
	} end_try
}

static void a_generator_that_is_left_is_closed_at_once_inside_out(void **state)
{
	(void)state;
	assert_notes(leave_by(1), "11 closed after closed 1 ");
	assert_notes(leave_by(2), "11 closed closed 2 ");
	assert_notes(leave_by(3), "11 closed closed 3 ");
	assert_notes(leave_by(4), "11 closed closed raised ");
}

async (void, sum, (AsyncIterable(int), stream))
{
	int total = 0;

	async_for (int, i, stream)
		total += i;
	note("%d", total);
}

async (void, either_kind)
{
	struct counter c = { .limit = 4 };

	await (sum(aiter(counter(&c))));
	await (sum(aiter(numbers(5))));
	await (sum(aiter(aiter(numbers(6)))));
}

static void one_function_takes_a_class_or_a_generator(void **state)
{
	(void)state;
	assert_notes(either_kind(), "aiter 10 closed 15 closed 21 ");
}

async (void, longhand, (AsyncIterator(int), it))
{
	note("%d", await (anext(it)));
	note("%d", await (anext(it, -1)));
	note("%d", await (anext(it, -1)));
	try {
		await (anext(it));
	} except (StopAsyncIteration) {
		note("stop");
	} end_try
}

async (void, both_by_hand)
{
	struct counter c = { .limit = 2 };

	await (longhand(aiter(counter(&c))));
	await (longhand(aiter(numbers(2))));
}

static void anext_moves_either_kind_and_may_have_a_default(void **state)
{
	(void)state;
	assert_notes(both_by_hand(), "aiter 1 2 -1 stop 1 2 closed -1 stop ");
}

async (void, keep_it)
{
	AsyncGenerator(int) g = numbers(6);
	struct counter c = { .limit = 9 };
	AsyncIterator(int) it = aiter(counter(&c));

	for (int times = 0; times < 2; times++)
		async_for (int, i, borrowed(g)) {
			note("%d", i);
			if (i % 2 == 0)
				break;
		}
	for (int times = 0; times < 2; times++)
		async_for (int, i, borrowed(it)) {
			note("%d", i);
			if (i % 2 == 0)
				break;
		}
	async_for (int, i, g)
		note("%d", i);
}

static void what_is_borrowed_goes_on_after_the_loop(void **state)
{
	(void)state;
	assert_notes(keep_it(), "aiter 1 2 3 4 1 2 3 4 5 6 closed ");
}

async (void, use_again, (int, how))
{
	AsyncGenerator(int) g = numbers(5);
	AsyncIterator(int) it = aiter(g);

	async_for (int, i, g) {
		note("%d", i);
		break;
	}
	try {
		switch (how) {
		case 0:
			async_for (int, i, g)
				note("never %d", i);
			break;
		case 1: await (anext(g)); break;
		case 2:
			async_for (int, i, it)
				note("never %d", i);
			break;
		case 3: await (aclose(g)); break;
		}
		note("fine");
	} except (RuntimeError, e) {
		note("%d", strstr(e->message, "consumed") != NULL);
	} end_try
}

static void a_loop_consumes_and_whoever_asks_later_is_told(void **state)
{
	(void)state;
	assert_notes(use_again(0), "1 closed 1 ");
	assert_notes(use_again(1), "1 closed 1 ");
	assert_notes(use_again(2), "1 closed 1 ");
	assert_notes(use_again(3), "1 closed fine ");
}

async_generator (int, evens, (AsyncGenerator(int), upstream))
{
	async_for (int, i, upstream)
		if (i % 2 == 0)
			yield (i);
	note("evens end");
}

async (void, pipeline)
{
	async_for (int, i, evens(evens(numbers(1000)))) {
		note("%d", i);
		if (i == 4)
			break;
	}
	note("out");
}

static void a_pipeline_is_closed_inside_out_when_it_is_left(void **state)
{
	(void)state;
	assert_notes(pipeline(), "2 4 closed out ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_loop_asks_until_the_end_and_else_follows_no_break),
		cmocka_unit_test(a_plain_loop_does_the_same),
		cmocka_unit_test(a_generator_that_is_left_is_closed_at_once_inside_out),
		cmocka_unit_test(one_function_takes_a_class_or_a_generator),
		cmocka_unit_test(anext_moves_either_kind_and_may_have_a_default),
		cmocka_unit_test(what_is_borrowed_goes_on_after_the_loop),
		cmocka_unit_test(a_loop_consumes_and_whoever_asks_later_is_told),
		cmocka_unit_test(a_pipeline_is_closed_inside_out_when_it_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
