/* Waits, and what runs when: see mutators.h. */
#define _GNU_SOURCE
#include "mutators.h"

#include <stdlib.h>

#include "text/text.h"

void mutate_no_await(struct reading *reading, size_t at)
{
	size_t last = reading_closing(reading, at + 1);

	if (reading_is(reading, at, "await") && reading_is(reading, at + 1, "(") &&
	    last < reading->count)
		mutant_put_taken(reading, at, last,
				 reading_text(reading, at + 2, last - 1));
}

void mutate_no_sleep(struct reading *reading, size_t at)
{
	struct statement statement;

	if (reading_is(reading, at, "await") &&
	    reading_is(reading, at + 2, "async_sleep") &&
	    reading_statement(reading, at, &statement))
		mutant_put(reading, statement.first, statement.last, ";");
}

static void change_delay(struct reading *reading, size_t at, const char *format)
{
	size_t last = reading_closing(reading, at + 1);
	char *delay;

	if (!reading_is(reading, at, "async_sleep") ||
	    !reading_is(reading, at + 1, "(") || last == reading->count)
		return;
	delay = reading_text(reading, at + 2, last - 1);
	mutant_put_taken(reading, at, last,
			 text_format("async_sleep((%s) %s)", delay, format));
	free(delay);
}

void mutate_double_delay(struct reading *reading, size_t at)
{
	change_delay(reading, at, "* 2");
}

void mutate_half_delay(struct reading *reading, size_t at)
{
	change_delay(reading, at, "/ 2");
}

/* Two statements change their places, if one of them is what `fits` asks for. */
static void swap(struct reading *reading, size_t at,
		 bool (*fits)(const struct reading *reading, const struct statement *one,
			      const struct statement *other))
{
	struct statement one, other;
	char *first, *second;

	if (!reading_plain_statement(reading, at, &one) ||
	    !reading_plain_statement(reading, one.last + 1, &other) ||
	    reading_is(reading, other.first, "return") ||
	    reading_is(reading, other.first, "break") ||
	    reading_is(reading, other.first, "raise") || !fits(reading, &one, &other))
		return;
	first = reading_text(reading, one.first, one.last);
	second = reading_text(reading, other.first, other.last);
	mutant_put_taken(reading, one.first, other.last,
			 text_format("%s %s", second, first));
	free(first);
	free(second);
}

static bool first_sleeps(const struct reading *reading, const struct statement *one,
			 const struct statement *other)
{
	return reading_sleeps(reading, one) && !reading_sleeps(reading, other);
}

static bool second_sleeps(const struct reading *reading, const struct statement *one,
			  const struct statement *other)
{
	return reading_sleeps(reading, other) && !reading_sleeps(reading, one);
}

static bool both_print(const struct reading *reading, const struct statement *one,
		       const struct statement *other)
{
	return reading_prints(reading, one) && reading_prints(reading, other);
}

void mutate_sleep_after(struct reading *reading, size_t at)
{
	swap(reading, at, first_sleeps);
}

void mutate_sleep_before(struct reading *reading, size_t at)
{
	swap(reading, at, second_sleeps);
}

void mutate_prints_swapped(struct reading *reading, size_t at)
{
	swap(reading, at, both_print);
}

void mutate_blocking_sleep(struct reading *reading, size_t at)
{
	size_t last = reading_closing(reading, at + 1);
	char *delay;

	if (!reading_is(reading, at, "await") ||
	    !reading_is(reading, at + 2, "async_sleep") || last == reading->count)
		return;
	delay = reading_text(reading, at + 4, last - 2);
	mutant_put_taken(
		reading, at, last,
		text_format("({ extern int usleep(unsigned); usleep((unsigned)((%s) * "
			    "1e6)); })",
			    delay));
	free(delay);
}

/* «await (gather(a, b))» becomes «await (a), await (b)». */
static void gather_in_turn(struct reading *reading, size_t at)
{
	size_t last = reading_closing(reading, at + 1);
	struct text text = { 0 };

	if (!reading_is(reading, at, "await") || !reading_is(reading, at + 2, "gather") ||
	    last == reading->count)
		return;
	for (size_t first = at + 4, end; first < last - 1; first = end + 1) {
		char *part;

		end = first;
		while (end < last - 1 && !reading_is(reading, end, ","))
			end = reading_is(reading, end, "(")
				      ? reading_closing(reading, end) + 1
				      : end + 1;
		part = reading_text(reading, first, end - 1);
		text_add_format(&text, "%sawait (%s)", text.length ? ", " : "", part);
		free(part);
	}
	mutant_put_taken(reading, at, last, text_take(&text));
}

/* Is there more to be started behind it, or again in the next round? */
static bool more_is_started(const struct reading *reading, size_t at)
{
	for (size_t i = at + 1; i < reading->count && reading_depth(reading, i); i++)
		if (reading_is(reading, i, "create_task"))
			return true;
	return reading_is(reading, at - 2, "]") &&
	       reading->tokens[at - 3].kind != TOKEN_NUMBER;
}

/* «task = create_task(…);» is awaited at once. */
static void task_awaited_at_once(struct reading *reading, size_t at)
{
	struct statement statement;
	size_t name = at - 2;
	char *task, *rest;
	bool declared;

	if (at < 3 || !reading_is(reading, at, "create_task") ||
	    !reading_is(reading, at - 1, "=") || !more_is_started(reading, at) ||
	    !reading_statement(reading, at, &statement))
		return;
	if (reading_is(reading, name, "]"))
		while (name > 0 && !reading_is(reading, name + 1, "["))
			name--;
	declared = reading_is(reading, name - 1, ")") && name == at - 2;
	task = reading_text(reading, name, at - 2);
	rest = reading_text(reading, name, statement.last);
	mutant_put_taken(reading, name, statement.last,
			 text_format(declared ? "%s await (%s);" : "{ %s await (%s); }",
				     rest, task));
	free(rest);
	free(task);
}

/* A member of a group becomes a plain await. */
static void member_awaited(struct reading *reading, size_t at)
{
	size_t last = reading_closing(reading, at + 1);
	char *coroutine;

	if (!reading_is(reading, at, "group_create_task") || last == reading->count ||
	    !reading_is(reading, at + 3, ","))
		return;
	coroutine = reading_text(reading, at + 4, last - 1);
	mutant_put_taken(reading, at, last, text_format("await (%s)", coroutine));
	free(coroutine);
}

void mutate_in_turn(struct reading *reading, size_t at)
{
	gather_in_turn(reading, at);
	task_awaited_at_once(reading, at);
	member_awaited(reading, at);
}

/* «await (task)»: of two such it does not matter which comes first. */
static bool awaits_a_task(const struct reading *reading,
			  const struct statement *statement)
{
	for (size_t i = statement->first; i < statement->last; i++)
		if (reading_is(reading, i, "await"))
			return reading_is(reading, i + 3, ")");
	return false;
}

/* One of them awaits, and neither only sleeps or only prints. */
static bool one_awaits(const struct reading *reading, const struct statement *one,
		       const struct statement *other)
{
	if (awaits_a_task(reading, one) && awaits_a_task(reading, other))
		return false;
	return (reading_statement_holds(reading, one, "await") ||
		reading_statement_holds(reading, other, "await")) &&
	       !reading_sleeps(reading, one) && !reading_sleeps(reading, other);
}

void mutate_await_swapped(struct reading *reading, size_t at)
{
	swap(reading, at, one_awaits);
}

void mutate_no_flush(struct reading *reading, size_t at)
{
	struct statement statement;

	if (reading_is(reading, at, "fflush") &&
	    reading_plain_statement(reading, at, &statement))
		mutant_put(reading, statement.first, statement.last, ";");
}
