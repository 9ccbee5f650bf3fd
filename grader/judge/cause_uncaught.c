/* An exception that nobody caught: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

/* The last line that begins with «Name: » or is «Name», after a traceback. */
static char *last_line(const char *errors)
{
	size_t length = strlen(errors), start;

	while (length && errors[length - 1] == '\n')
		length--;
	start = length;
	while (start && errors[start - 1] != '\n')
		start--;
	return memory_copy_bytes(errors + start, length - start);
}

/* The place of a traceback to look at, of those that stand in a file of the
 * learner's: «  File "x.c", line 12, in f». The last of them is the innermost. But
 * a function that stands so in the solution, too, is not to blame: in what is there
 * to be called, a raise is as it should be. */
static struct place traceback_place(const struct evidence *evidence)
{
	struct place place = { 0 };
	bool blamed = false;
	const char *found = evidence->errors;

	while ((found = strstr(found, "File \""))) {
		const char *name = found + 6, *end = strchr(name, '"');
		char *file;

		if (!end)
			break;
		if (strncmp(end, "\", line ", 8) == 0) {
			struct place next;

			file = memory_copy_bytes(name, (size_t)(end - name));
			next = evidence_place(evidence, file, atoi(end + 8));
			free(file);
			if (next.file) {
				bool blame = !cause_is_as_in_solution(evidence, next);

				if (blame || !blamed) {
					place_free(&place);
					place = next;
				} else {
					place_free(&next);
				}
				blamed = blamed || blame;
			}
		}
		found = end;
	}
	return place;
}

/* A traceback; or, of a program without coroutines, only «NameError: why», as the
 * last line. */
static bool tells_of_uncaught(const char *errors)
{
	char *line;
	size_t length;
	bool told = strstr(errors, "Traceback (most recent call last)");

	line = last_line(errors);
	length = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	told = told || (length > 5 && isupper((unsigned char)*line) &&
			strncmp(line + length - 5, "Error", 5) == 0 &&
			(line[length] == ':' || !line[length]));
	free(line);
	return told;
}

/* The line of an except in the block that begins at that place; 0 if there is none.
 * In a function that the solution has just so it is no mistake. */
static int handler_within(const struct evidence *evidence, const struct place *place)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	if (!place->file || !source || strcmp(source->shown, place->file) != 0 ||
	    cause_is_as_in_solution(evidence, *place))
		return 0;
	return source_code_handler_within(source->text, place->line);
}

static bool is_uncaught(const struct evidence *evidence)
{
	return tells_of_uncaught(evidence->errors) &&
	       evidence->result->end == PROGRAM_EXITED && evidence->result->status != 0 &&
	       /* Nothing printed is not much to know it by. */
	       !(evidence->actual->count && cause_is_as_handed_out(evidence));
}

/* «Nobody caught the exception ValueError: why.», and its place. */
static void tell_uncaught(const struct evidence *evidence, struct text *text,
			  struct cause *cause)
{
	char *line = last_line(evidence->errors);
	bool ended = *line && ispunct((unsigned char)line[strlen(line) - 1]);

	cause->where = traceback_place(evidence);
	text_add_format(text, "Nobody caught the exception %s%s", line, ended ? "" : ".");
	free(line);
}

bool cause_raised_at_block(const struct evidence *evidence, struct cause *cause)
{
	struct text text = { 0 };
	int inside;

	if (!is_uncaught(evidence))
		return false;
	tell_uncaught(evidence, &text, cause);
	inside = handler_within(evidence, &cause->where);
	if (!inside) {
		text_free(&text);
		place_free(&cause->where);
		return false;
	}
	text_add_format(&text,
			" It comes from entering or leaving this block, and the except "
			"in line %d stands inside it: put the try around the block.",
			inside);
	cause->sentence = text_take(&text);
	cause->certain = true;
	return true;
}

/* The first yield in a block of a finally; NULL if there is none. */
static const char *yield_in_finally(const char *code)
{
	for (const char *at = code; (at = source_code_word(at, "finally")); at++) {
		const char *yield = source_code_word(at, "yield");

		if (yield && yield < source_code_block_end(at))
			return yield;
	}
	return NULL;
}

/* Puts the cause there; of a traceback, who was asked is not to blame. */
static void put_at(const struct evidence *evidence, const char *code, const char *at,
		   struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	place_free(&cause->where);
	cause->where = evidence_place(evidence, source->name, source_code_line(code, at));
}

/* The runtime has said so: an except around a yield took the end for an error, or a
 * finally yields. */
bool cause_ignores_close(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct text text = { 0 };
	const char *yield;
	char *code;

	if (!is_uncaught(evidence) || !source || !source->text ||
	    !strstr(evidence->errors, "generator ignored GeneratorExit"))
		return false;
	tell_uncaught(evidence, &text, cause);
	code = source_code_if_short(source->text);
	yield = yield_in_finally(code);
	if (yield) {
		put_at(evidence, code, yield, cause);
		text_add(&text, " It was closed, and its finally yields: nobody takes "
				"that any more. A finally only tidies up.");
	} else {
		text_add(&text, " It was closed, and went on to another yield: an except "
				"around a yield must let GeneratorExit pass. Name the "
				"type that is meant, or raise it again.");
	}
	free(code);
	cause->sentence = text_take(&text);
	cause->certain = true;
	return true;
}

/* ---- asked for more than there is --------------------------------------------- */

/* A call that closes a generator, behind which the same one is asked, or which stands in
 * a loop with that; NULL if there is none. *name: the generator's. */
static const char *find_closed_before(const char *code, char **name)
{
	static const char *const closes[] = { "generator_close", "aclose" };
	static const char *const asks[] = { "generator_send", "next", "anext", "asend" };

	for (size_t i = 0; i < 2; i++)
		for (const char *at = code; (at = source_code_word(at, closes[i]));
		     at++) {
			const char *open = source_code_skip_space(at + strlen(closes[i]));

			if (*open != '(')
				continue;
			open = source_code_skip_space(open + 1);
			*name = memory_copy_bytes(open, source_code_word_length(open));
			for (size_t j = 0; j < sizeof(asks) / sizeof(*asks); j++) {
				char *phrase = text_format("%s(%s", asks[j], *name);
				const char *asked =
					**name ? source_code_phrase(at, phrase) : NULL;

				free(phrase);
				if (asked)
					return at;
			}
			free(*name);
		}
	return NULL;
}

static void advise_on_end(const struct evidence *evidence, const char *code,
			  struct text *text, struct cause *cause)
{
	char *name;
	const char *closed = find_closed_before(code, &name);

	if (closed) {
		put_at(evidence, code, closed, cause);
		text_add_format(text,
				" That is how a generator says that it is at its end: %s "
				"is closed here, and asked for more after that.",
				name);
		free(name);
	} else {
		text_add(text, " That is how an iterator says that it is at its end: it "
			       "has nothing more to give, or was closed before.");
	}
}

static void advise_on_first_send(const struct evidence *evidence, const char *code,
				 struct text *text, struct cause *cause)
{
	const char *send = source_code_word(code, "generator_send");

	if (!cause->where.file && send)
		put_at(evidence, code, send, cause);
	text_add(text, " It has not come to a yield yet, which could take the value: ask "
		       "it for its first one (next, or anext) before you send "
		       "something.");
}

/* What else to say of what nobody caught, by words of the exception. */
static const struct {
	const char *words;
	void (*advise)(const struct evidence *evidence, const char *code,
		       struct text *text, struct cause *cause);
} advices[] = {
	{ "StopIteration", advise_on_end },
	{ "StopAsyncIteration", advise_on_end },
	{ "value to a just-started", advise_on_first_send },
};

static void advise(const struct evidence *evidence, struct text *text,
		   struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	char *line = last_line(evidence->errors), *code;

	code = source && source->text ? source_code_if_short(source->text) : NULL;
	for (size_t i = 0; code && i < sizeof(advices) / sizeof(*advices); i++)
		if (strstr(line, advices[i].words)) {
			advices[i].advise(evidence, code, text, cause);
			break;
		}
	free(code);
	free(line);
}

bool cause_uncaught_exception(const struct evidence *evidence, struct cause *cause)
{
	struct text text = { 0 };

	if (!is_uncaught(evidence))
		return false;
	tell_uncaught(evidence, &text, cause);
	advise(evidence, &text, cause);
	cause->sentence = text_take(&text);
	cause->certain = true;
	return true;
}
