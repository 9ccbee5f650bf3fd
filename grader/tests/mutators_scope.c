/* Scopes, exceptions and iterations: see mutators.h. */
#define _GNU_SOURCE
#include "mutators.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

static bool is_in_exit(const struct reading *reading, size_t at)
{
	/* The name of the function: the last word before a brace at depth 0. */
	for (size_t i = at; i-- > 0;)
		if (reading_depth(reading, i) == 0 &&
		    reading->tokens[i].kind == TOKEN_WORD &&
		    reading_holds(reading, i, "exit"))
			return true;
		else if (reading_depth(reading, i + 1) == 0 &&
			 reading_is(reading, i, "}"))
			return false;
	return false;
}

void mutate_swallow(struct reading *reading, size_t at)
{
	if (reading_is(reading, at, "return") && reading_is(reading, at + 1, "false") &&
	    is_in_exit(reading, at))
		mutant_put(reading, at + 1, at + 1, "true");
}

/* «finally { … }» of which nothing is left, or only what stood in it. */
static void change_finally(struct reading *reading, size_t at, bool keep)
{
	size_t last = reading_closing(reading, at + 1), start = at;
	char *body, *clean_up;

	if (!reading_is(reading, at, "finally") || last == reading->count ||
	    !reading_is(reading, last + 1, "end_try"))
		return;
	while (start > 0 && !reading_is(reading, start, "try"))
		start--;
	body = reading_text(reading, start + 2, at - 2);
	clean_up = reading_text(reading, at + 2, last - 1);
	/* With an except of its own the scope stays. */
	if (!strstr(body, "except"))
		mutant_put_taken(reading, start, last + 1,
				 text_format("{ %s %s }", body, keep ? clean_up : ""));
	else if (!keep)
		mutant_put(reading, at, last, "");
	free(body);
	free(clean_up);
}

void mutate_no_finally(struct reading *reading, size_t at)
{
	change_finally(reading, at, false);
}

void mutate_unprotected(struct reading *reading, size_t at)
{
	change_finally(reading, at, true);
}

/* Is the token in the condition of a raise: «if (…) raise»? */
static bool is_condition_of_raise(const struct reading *reading, size_t at)
{
	for (size_t i = at; i-- > 0 && !reading_is(reading, i, ";");)
		if (reading_is(reading, i, "if") &&
		    reading_closing(reading, i + 1) > at &&
		    reading_is(reading, reading_closing(reading, i + 1) + 1, "raise"))
			return true;
	return false;
}

static void shift_by_one(struct reading *reading, size_t at)
{
	static const char *const changes[][2] = {
		{ "<", "<=" }, { "<=", "<" }, { ">", ">=" }, { ">=", ">" }
	};
	bool equal = reading_is(reading, at, "==") && at + 1 < reading->count &&
		     reading->tokens[at + 1].kind == TOKEN_NUMBER;

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
		if (reading_is(reading, at, changes[i][0]) && reading_depth(reading, at))
			mutant_put(reading, at, at, changes[i][1]);
	if (equal)
		mutant_put_taken(reading, at + 1, at + 1,
				 text_format("%d", atoi(reading->source +
							reading->tokens[at + 1].start) +
							   1));
}

/* What is asked of the arguments is handed out, and tells the documented case. */
static bool is_of_arguments(const struct reading *reading, size_t at)
{
	return at && reading_is(reading, at - 1, "argc");
}

void mutate_off_by_one(struct reading *reading, size_t at)
{
	if (!is_condition_of_raise(reading, at) && !is_of_arguments(reading, at))
		shift_by_one(reading, at);
}

void mutate_raise_condition(struct reading *reading, size_t at)
{
	if (is_condition_of_raise(reading, at))
		shift_by_one(reading, at);
}

static void remove_statement(struct reading *reading, size_t at, const char *word)
{
	struct statement statement;

	if (reading_is(reading, at, word) && reading_depth(reading, at) &&
	    reading_statement(reading, at, &statement))
		mutant_put(reading, statement.first, statement.last, ";");
}

void mutate_no_break(struct reading *reading, size_t at)
{
	remove_statement(reading, at, "break");
}

static bool raises_again(const struct reading *reading, size_t at)
{
	return reading_is(reading, at + 1, "(") && reading_is(reading, at + 2, ")");
}

void mutate_no_raise(struct reading *reading, size_t at)
{
	if (!raises_again(reading, at))
		remove_statement(reading, at, "raise");
}

void mutate_no_raise_again(struct reading *reading, size_t at)
{
	if (raises_again(reading, at))
		remove_statement(reading, at, "raise");
}

void mutate_no_yield(struct reading *reading, size_t at)
{
	if (at && !reading_is(reading, at - 1, "="))
		remove_statement(reading, at, "yield");
}

void mutate_yield_twice(struct reading *reading, size_t at)
{
	struct statement statement;
	char *text;

	if (!reading_is(reading, at, "yield") || reading_is(reading, at - 1, "=") ||
	    !reading_statement(reading, at, &statement))
		return;
	text = reading_text(reading, statement.first, statement.last);
	mutant_put_taken(reading, statement.first, statement.last,
			 text_format("{ %s %s }", text, text));
	free(text);
}

void mutate_plain_word(struct reading *reading, size_t at)
{
	if (reading_is(reading, at, "async_with"))
		mutant_put(reading, at, at, "with");
	else if (reading_is(reading, at, "async_for"))
		mutant_put(reading, at, at, "for_each");
}

/* Words of what must be done in the end. */
static bool speaks_of_exit(const struct reading *reading,
			   const struct statement *statement)
{
	static const char *const words[] = { "aexit",      "exit",      "close",
					     "release",    "terminate", "process_wait",
					     "disconnect", "put",       "fclose" };

	for (size_t i = statement->first; i < statement->last; i++)
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (reading->tokens[i].kind == TOKEN_WORD &&
			    reading_is(reading, i + 1, "(") &&
			    reading_holds(reading, i, words[w]) &&
			    !reading_is(reading, i, "puts") &&
			    !reading_is(reading, i, "fputs"))
				return true;
	return false;
}

static bool closes_generator(const struct reading *reading,
			     const struct statement *statement)
{
	return reading_statement_holds(reading, statement, "aclose") ||
	       reading_statement_holds(reading, statement, "generator_close");
}

/* The statement at the token, if it ends something; a generator, or anything else. */
static bool is_ending(const struct reading *reading, size_t at, bool of_generator,
		      struct statement *statement)
{
	return reading_plain_statement(reading, at, statement) &&
	       !reading_is(reading, at, "return") &&
	       !reading_prints(reading, statement) &&
	       speaks_of_exit(reading, statement) &&
	       closes_generator(reading, statement) == of_generator;
}

void mutate_no_ending(struct reading *reading, size_t at)
{
	struct statement statement;

	if (is_ending(reading, at, false, &statement))
		mutant_put(reading, statement.first, statement.last, ";");
}

void mutate_no_close(struct reading *reading, size_t at)
{
	struct statement statement;

	if (is_ending(reading, at, true, &statement))
		mutant_put(reading, statement.first, statement.last, ";");
}

void mutate_ended_twice(struct reading *reading, size_t at)
{
	struct statement statement;
	char *text;

	if (!reading_plain_statement(reading, at, &statement) ||
	    reading_is(reading, at, "return") || reading_prints(reading, &statement) ||
	    !speaks_of_exit(reading, &statement) ||
	    reading_statement_holds(reading, &statement, "="))
		return;
	text = reading_text(reading, statement.first, statement.last);
	mutant_put_taken(reading, statement.first, statement.last,
			 text_format("%s %s", text, text));
	free(text);
}

/* The types that an except takes become another one. */
static void change_except(struct reading *reading, size_t at, const char *type)
{
	size_t last = reading_closing(reading, at + 1), end = last - 1;
	bool named;

	if (!reading_is(reading, at, "except") || !reading_is(reading, at + 1, "(") ||
	    last == reading->count)
		return;
	/* The name, if there is one, is no type's: those begin with a capital. */
	named = islower((unsigned char)reading->source[reading->tokens[end].start]);
	if (!named || end > at + 3)
		mutant_put(reading, at + 2, named ? end - 2 : end, type);
}

void mutate_except_all(struct reading *reading, size_t at)
{
	change_except(reading, at, "BaseException");
}

void mutate_except_other(struct reading *reading, size_t at)
{
	change_except(reading, at, "MemoryError");
}

/* «try { async_with (x) { … } end_with } except (…) { … } end_try»: the block around
 * the try instead. */
void mutate_try_inside(struct reading *reading, size_t at)
{
	size_t end_try_block = reading_closing(reading, at + 1), open, close, end;
	char *head, *body, *rest;

	if (!reading_is(reading, at, "try") || end_try_block == reading->count ||
	    !reading_is(reading, end_try_block + 1, "except") ||
	    !(reading_is(reading, at + 2, "async_with") ||
	      reading_is(reading, at + 2, "with")))
		return;
	open = reading_closing(reading, at + 3) + 1;
	close = reading_closing(reading, open);
	if (close + 2 != end_try_block || !reading_is(reading, close + 1, "end_with"))
		return;
	for (end = end_try_block; end < reading->count; end++)
		if (reading_is(reading, end, "end_try"))
			break;
	head = reading_text(reading, at + 2, open);
	body = reading_text(reading, open + 1, close - 1);
	rest = reading_text(reading, end_try_block, end);
	mutant_put_taken(reading, at, end,
			 text_format("%s try { %s %s } end_with", head, body, rest));
	free(rest);
	free(body);
	free(head);
}

/* A loop of which only the first round is gone. */
void mutate_one_round(struct reading *reading, size_t at)
{
	size_t open = reading_closing(reading, at + 1) + 1, last;
	char *body;

	if (!(reading_is(reading, at, "for") || reading_is(reading, at, "while") ||
	      reading_is(reading, at, "async_for") ||
	      reading_is(reading, at, "for_each")) ||
	    open >= reading->count || !reading_is(reading, open, "{"))
		return;
	last = reading_closing(reading, open);
	body = reading_text(reading, open, last - 1);
	mutant_put_taken(reading, open, last, text_format("%s break; }", body));
	free(body);
}
