#define _GNU_SOURCE
#include "mutate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mutators.h"
#include "text/memory.h"
#include "text/text.h"

/* ---- changing ----------------------------------------------------------- */

static char *one_line(const char *text, size_t length)
{
	struct text line = { 0 };

	for (size_t i = 0; i < length && i < 60; i++)
		if (!isspace((unsigned char)text[i]))
			text_add_bytes(&line, text + i, 1);
		else if (i && !isspace((unsigned char)text[i - 1]))
			text_add(&line, " ");
	return text_take(&line);
}

void mutant_put(struct reading *reading, size_t first, size_t last, const char *text)
{
	struct mutants *mutants = reading->mutants;
	const char *source = reading->source;
	size_t start = reading->tokens[first].start, end = reading->tokens[last].end;
	char *before = one_line(source + start, end - start);
	char *after = one_line(text, strlen(text));
	struct mutant mutant = { .mutation = reading->mutation, .line = 1 };

	for (size_t i = 0; i < start; i++)
		mutant.line += source[i] == '\n';
	mutant.text = text_format("%.*s%s%s", (int)start, source, text, source + end);
	mutant.change = text_format("%s => %s", before, after);
	mutants->mutants = memory_resize(mutants->mutants, mutants->count + 1,
					 sizeof(*mutants->mutants));
	mutants->mutants[mutants->count++] = mutant;
	free(before);
	free(after);
}

void mutant_put_taken(struct reading *reading, size_t first, size_t last, char *text)
{
	mutant_put(reading, first, last, text);
	free(text);
}

/* ---- the table ---------------------------------------------------------- */

#define WAITS                                                                            \
	"|never waits|wait missing|wrong waits|drift|all together|all waits scaled|"     \
	"wait on the wrong side|one after the other|wait in question|"                   \
	"neighbours swapped|after a cancellation|"
#define ORDER WAITS "order at one instant|ahead of its turn|behind its turn|"
#define SERIES                                                                           \
	"|iteration ends early|iteration ends late|items missing|numbers shifted|"       \
	"never ends|computes for ever|does not stop|run twice|uncaught exception|"       \
	"waits for ever|crash|a round too many|one not counted|ends too early|"
#define ENDS                                                                             \
	"|exit skipped|deadlock|left running|after an exception|after a cancellation|"   \
	"does not stop|waits for ever|clean-up missing|"

static const struct {
	struct mutation mutation;
	mutator *make;
} table[] = {
	{ { "await removed", "|forgotten await|thread of a call|not awaited|exit skipped|"
			     "after a cancellation|" },
	  mutate_no_await },
	{ { "sleep removed", WAITS "computes for ever|" }, mutate_no_sleep },
	{ { "delay doubled", WAITS }, mutate_double_delay },
	{ { "delay halved", WAITS }, mutate_half_delay },
	{ { "sleep moved after", WAITS }, mutate_sleep_after },
	{ { "sleep moved before", WAITS }, mutate_sleep_before },
	{ { "blocking sleep", "|blocking call|" }, mutate_blocking_sleep },
	{ { "all in turn", "|one after the other|deadlock|" }, mutate_in_turn },
	{ { "prints swapped", ORDER }, mutate_prints_swapped },
	{ { "await swapped", ORDER }, mutate_await_swapped },
	{ { "flush forgotten", "|child holds its output back|output held back|" },
	  mutate_no_flush },
	{ { "exception swallowed", "|exception swallowed|after an exception|" },
	  mutate_swallow },
	{ { "raise dropped", SERIES "nothing raised|missing return|" }, mutate_no_raise },
	{ { "raise again dropped", "|exception swallowed|after an exception|"
				   "after a cancellation|" },
	  mutate_no_raise_again },
	{ { "raise out of reach", SERIES "nothing raised|memory error|" },
	  mutate_raise_condition },
	{ { "except takes all", "|exception swallowed|after an exception|"
				"after a cancellation|" },
	  mutate_except_all },
	{ { "except takes another", "|uncaught exception|except of another type|"
				    "after a cancellation|" },
	  mutate_except_other },
	{ { "try inside", "|caught inside the block|" }, mutate_try_inside },
	{ { "finally dropped", ENDS }, mutate_no_finally },
	{ { "finally unprotected", ENDS }, mutate_unprotected },
	{ { "ending forgotten", ENDS "output held back|never given back|" },
	  mutate_no_ending },
	{ { "close forgotten", "|generator left open|" }, mutate_no_close },
	{ { "ended twice", "|run twice|uncaught exception|crash|memory error|" },
	  mutate_ended_twice },
	{ { "plain word", "|with on async manager|for_each on async|no context manager|"
			  "managers and variables|" },
	  mutate_plain_word },
	{ { "off by one", SERIES "memory error|" }, mutate_off_by_one },
	{ { "break dropped", SERIES }, mutate_no_break },
	{ { "one round only",
	    "|loop goes round once|iteration ends early|items missing|" },
	  mutate_one_round },
	{ { "yield dropped", SERIES "never yields|" }, mutate_no_yield },
	{ { "yield twice", SERIES "yields twice|written twice|" }, mutate_yield_twice },
};

const struct mutation *mutation_at(size_t index)
{
	return index < sizeof(table) / sizeof(*table) ? &table[index].mutation : NULL;
}

bool mutation_is_named(const struct mutation *mutation, const char *cause)
{
	char *between = text_format("|%s|", cause ? cause : "");
	bool named = cause && strstr(mutation->causes, between);

	free(between);
	return named;
}

void mutate(const char *source, struct mutants *mutants)
{
	struct reading reading = { .source = source, .mutants = mutants };

	*mutants = (struct mutants){ 0 };
	reading_start(&reading);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		reading.mutation = &table[i].mutation;
		for (size_t at = 0; at < reading.count; at++)
			table[i].make(&reading, at);
	}
	free(reading.tokens);
}

void mutants_free(struct mutants *mutants)
{
	for (size_t i = 0; i < mutants->count; i++) {
		free(mutants->mutants[i].text);
		free(mutants->mutants[i].change);
	}
	free(mutants->mutants);
	*mutants = (struct mutants){ 0 };
}
