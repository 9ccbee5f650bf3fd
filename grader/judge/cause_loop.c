/* A loop whose body cannot be run twice: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/program.h"
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
