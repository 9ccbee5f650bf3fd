/* A loop whose body cannot be run twice: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

/* Behind the ends of scopes: they take no semicolon. */
static const char *skip_endings(const char *at)
{
	at = source_code_skip_space(at);
	while (source_code_is_word(at, "end_try") || source_code_is_word(at, "end_with"))
		at = source_code_skip_space(at + source_code_word_length(at));
	return at;
}

/* Where the last statement of a block begins, of which `end` is the closing brace. */
static const char *last_statement(const char *open, const char *end)
{
	while (end > open && strchr(" \t\n", end[-1]))
		end--;
	if (end == open || end[-1] != ';')
		return open;
	for (end--; end > open + 1 && !strchr(";{}", end[-1]);)
		end--;
	return skip_endings(end);
}

static bool stands_within(const char *word, const char *open, const char *end)
{
	const char *found = source_code_word(open, word);

	return found && found < end;
}

/* The break or return that ends the body of the loop at `loop` each time, or NULL. */
static const char *way_out(const char *loop)
{
	const char *open = loop + strcspn(loop, "("), *end, *last;
	int depth = 0;

	for (; *open && (depth += (*open == '(') - (*open == ')')); open++)
		;
	if (!*open)
		return NULL;
	open = source_code_skip_space(open + 1);
	if (*open != '{')
		return NULL;
	end = source_code_block_end(open);
	last = last_statement(open, end);
	if (stands_within("continue", open, end) || stands_within("goto", open, end))
		return NULL;
	return source_code_is_word(last, "break") || source_code_is_word(last, "return")
		       ? last
		       : NULL;
}

/* The first of them in that source; *line is 0 where there is none. True: a return. */
static bool find_way_out(const char *source, int *line)
{
	static const char *const words[] = { "for", "while", "async_for", "for_each" };
	char *code = source_code_if_short(source);
	bool is_return = false;

	*line = 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && !*line; i++)
		for (const char *at = code;
		     !*line && (at = source_code_word(at, words[i])) != NULL; at++) {
			const char *out = way_out(at);

			if (!out)
				continue;
			*line = source_code_line(code, out);
			is_return = source_code_is_word(out, "return");
		}
	free(code);
	return is_return;
}

bool cause_goes_round_once(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	enum divergence_kind kind = evidence->divergence.kind;
	bool is_return;
	int line, of_solution = 0;

	if (!source || !source->text || evidence->result->end != PROGRAM_EXITED ||
	    (kind != DIVERGENCE_MISSING && kind != DIVERGENCE_WRONG_TEXT &&
	     kind != DIVERGENCE_OUT_OF_ORDER))
		return false;
	is_return = find_way_out(source->text, &line);
	if (source->solution)
		find_way_out(source->solution, &of_solution);
	/* Who wants but one item has such a loop, too. */
	if (!line || of_solution)
		return false;
	cause->sentence = text_format(
		"This loop never goes round twice, since its body ends in a %s, whatever "
		"happens before: should the %s stand in an if, or behind the loop?",
		is_return ? "return" : "break", is_return ? "return" : "break");
	cause->where = evidence_place(evidence, source->name, line);
	return true;
}

/* ---- a way out in the place of the next round ---------------------------------- */

static size_t count_word(const struct source_function *function, const char *word)
{
	size_t count = 0;

	for (const char *at = function->body;
	     (at = source_code_word(at, word)) && at < function->end; at++)
		count++;
	return count;
}

/* «if(!weight)», packed, right before that place; to be freed, or NULL: nothing asks. */
static char *condition_of(const char *text, const char *code, const char *at)
{
	const char *end = source_code_before(code, at), *open = end;
	int depth = 0;
	char *written, *packed;

	if (end > code && end[-1] == '{')
		end = open = source_code_before(code, end - 1);
	if (end == code || end[-1] != ')')
		return NULL;
	do {
		open--;
		depth += (*open == ')') - (*open == '(');
	} while (open > code && depth);
	open = source_code_before(code, open);
	if (open - code < 2 || !source_code_is_word(open - 2, "if"))
		return NULL;
	written = memory_copy_bytes(text + (open - 2 - code), (size_t)(end - open + 2));
	packed = source_code_packed(written);
	free(written);
	return packed;
}

/* What leaves too much, and what the solution has in its place. */
static const struct leaving {
	const char *word, *instead, *sentence;
} leavings[] = {
	{ "return", "continue",
	  "This return ends the whole loop, and all that would come after it: should "
	  "only this one round be left out (continue)?" },
	{ "break", "continue",
	  "This break ends the whole loop: should only this one round be left out "
	  "(continue)?" },
	{ "return", "break",
	  "This return leaves the whole function, and so what stands behind the loop is "
	  "left out: should it leave the loop alone (break)?" },
};

/* Does the solution do that on that condition? */
static bool does_instead(const char *solution, const char *condition, const char *word)
{
	char *all = source_code_packed(solution);
	char *plain = text_format("%s%s;", condition, word);
	char *braced = text_format("%s{%s;", condition, word);
	bool found = strstr(all, plain) || strstr(all, braced);

	free(braced);
	free(plain);
	free(all);
	return found;
}

/* In that function, the word that leaves more than the solution does on that condition. Who
 * should leave the loop alone misses a line that stands behind it. */
static const char *find_leaving(const struct evidence_source *source, const char *code,
				const struct source_function *function,
				const struct leaving *leaving,
				const struct output_line *missed)
{
	for (const char *at = function->body;
	     (at = source_code_word(at, leaving->word)) && at < function->end; at++) {
		char *condition = condition_of(source->text, code, at);
		bool instead = condition && does_instead(source->solution, condition,
							 leaving->instead);

		free(condition);
		if (instead &&
		    (strcmp(leaving->instead, "break") != 0 ||
		     (missed && source_code_prints_between(source->text, code, at,
							   function->end, missed->text))))
			return at;
	}
	return NULL;
}

/* The same in all functions that have fewer of that word than the solution's. */
static const char *find_leaving_in_all(const struct evidence_source *source,
				       const char *code, const struct leaving *leaving,
				       const struct output_line *missed)
{
	char *solution = source_code_if_short(source->solution);
	struct source_function function, other;
	const char *at = code, *found = NULL;

	while (!found && source_function_next(&at, &function))
		if (source_function_named(solution, function.name, function.name_length,
					  &other) &&
		    count_word(&function, leaving->instead) <
			    count_word(&other, leaving->instead))
			found = find_leaving(source, code, &function, leaving, missed);
	free(solution);
	return found;
}

/* What should only pass one round over, or end the loop, ends more. */
bool cause_leaves_loop(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *leaving = NULL;
	char *code;

	if (!source || !source->text || !source->solution ||
	    !cause_texts_are_wrong(evidence))
		return false;
	code = source_code_if_short(source->text);
	for (size_t i = 0; i < sizeof(leavings) / sizeof(*leavings) && !leaving; i++) {
		leaving = find_leaving_in_all(source, code, &leavings[i],
					      cause_wanted(evidence));
		if (leaving)
			cause->sentence = memory_copy_text(leavings[i].sentence);
	}
	if (leaving)
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, leaving));
	free(code);
	return leaving;
}
