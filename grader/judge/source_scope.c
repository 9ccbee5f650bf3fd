#define _GNU_SOURCE
#include "judge/source_scope.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_block.h"
#include "judge/source_code.h"
#include "text/memory.h"
#include "text/text.h"

enum { DEEPEST = 128 };

/* ---- brackets ------------------------------------------------------------ */

enum fault {
	FAULT_NONE,
	FAULT_TEXT,   /* a text in quotes has no end */
	FAULT_OPEN,   /* a ( or [ is not closed */
	FAULT_CLOSED, /* a ) or ] closes nothing */
	FAULT_DEPTH,  /* it is deeper than anybody writes: nothing is said of it */
};

struct brackets {
	const char *code;
	const char *open[DEEPEST]; /* where those stand that are open */
	size_t count;
	enum fault fault;
	const char *where;
};

static const char *line_start(const char *code, const char *at)
{
	while (at > code && at[-1] != '\n')
		at--;
	return at;
}

/* The end of a line that goes on behind a backslash. */
static const char *end_of_directive(const char *at)
{
	for (;; at++) {
		at += strcspn(at, "\n");
		if (!*at || at[-1] != '\\')
			return at;
	}
}

static bool begins_directive(const char *code, const char *at)
{
	const char *start = line_start(code, at);

	return *at == '#' && start + strspn(start, " \t") == at;
}

static const char *word_before(const char *code, const char *at, size_t *length)
{
	while (at > code && isspace((unsigned char)at[-1]))
		at--;
	for (*length = 0; at > code && (isalnum((unsigned char)at[-1]) || at[-1] == '_');
	     ++*length)
		at--;
	return at;
}

static char top_of(const struct brackets *brackets)
{
	return brackets->count ? *brackets->open[brackets->count - 1] : '\0';
}

static void blame(struct brackets *brackets, enum fault fault, const char *where)
{
	if (brackets->fault == FAULT_NONE) {
		brackets->fault = fault;
		brackets->where = where;
	}
}

static void blame_top(struct brackets *brackets)
{
	blame(brackets, FAULT_OPEN, brackets->open[brackets->count - 1]);
}

/* Only the parts of a for stand in parentheses with semicolons. */
static bool is_of_for(const struct brackets *brackets)
{
	size_t length;
	const char *word =
		word_before(brackets->code, brackets->open[brackets->count - 1], &length);

	return length == 3 && strncmp(word, "for", length) == 0;
}

static void close_bracket(struct brackets *brackets, const char *at, char opener)
{
	char top = top_of(brackets);

	if (top == opener)
		brackets->count--;
	else if (top == '(' || top == '[')
		blame_top(brackets);
	else if (opener != '{')
		blame(brackets, FAULT_CLOSED, at);
}

static void take(struct brackets *brackets, const char *at)
{
	char top = top_of(brackets);

	if (strchr("([{", *at) && brackets->count == DEEPEST)
		brackets->fault = FAULT_DEPTH;
	else if (strchr("([{", *at))
		brackets->open[brackets->count++] = at;
	else if (*at == ')' || *at == ']' || *at == '}')
		close_bracket(brackets, at, *at == ')' ? '(' : *at == ']' ? '[' : '{');
	else if (*at == ';' && (top == '[' || (top == '(' && !is_of_for(brackets))))
		blame_top(brackets);
}

/* Behind the closing quotation mark; NULL if the line ends before. */
static const char *end_of_text(const char *at)
{
	char marks[] = { *at, '\n', '\0' };
	size_t length = strcspn(at + 1, marks);

	return at[1 + length] == *at ? at + 1 + length : NULL;
}

static struct brackets look_through(const char *code)
{
	struct brackets brackets = { .code = code };

	for (const char *at = code; *at && !brackets.fault; at++) {
		if (begins_directive(code, at)) {
			at = end_of_directive(at);
		} else if (*at == '"' || *at == '\'') {
			const char *end = end_of_text(at);

			if (!end)
				blame(&brackets, FAULT_TEXT, at);
			else
				at = end;
		} else {
			take(&brackets, at);
		}
		if (!*at)
			break;
	}
	if (!brackets.fault && (top_of(&brackets) == '(' || top_of(&brackets) == '['))
		blame_top(&brackets);
	return brackets;
}

char *source_scope_unclosed(const char *code, int *line, const char **row)
{
	struct brackets brackets = look_through(code);
	size_t length;
	const char *word;

	if (brackets.fault != FAULT_TEXT && brackets.fault != FAULT_OPEN)
		return NULL;
	*line = source_code_line(code, brackets.where);
	*row = "bracket missing";
	if (brackets.fault == FAULT_TEXT)
		return text_format("This text is not closed: a %c is missing at its end.",
				   *brackets.where);
	word = word_before(code, brackets.where, &length);
	if (*brackets.where == '[')
		return text_format("This [ is not closed: a ] is missing.");
	return length ? text_format("The ( behind %.*s is not closed: a ) is missing.",
				    (int)length, word)
		      : text_format("A ( is not closed here: a ) is missing.");
}

char *source_scope_closed_twice(const char *code, int *line, const char **row)
{
	struct brackets brackets = look_through(code);

	if (brackets.fault != FAULT_CLOSED)
		return NULL;
	*line = source_code_line(code, brackets.where);
	*row = "bracket missing";
	return text_format("There is one %c too many here, or the one that opens is "
			   "missing.",
			   *brackets.where);
}

/* ---- braces -------------------------------------------------------------- */

static size_t indent_of(const char *code, const char *at)
{
	return strspn(line_start(code, at), " \t");
}

static bool is_first_in_line(const char *code, const char *at)
{
	return line_start(code, at) + indent_of(code, at) == at;
}

static const char *skip_text_or_directive(const char *code, const char *at)
{
	const char *end = NULL;

	if (begins_directive(code, at))
		return end_of_directive(at);
	if (*at == '"' || *at == '\'')
		end = end_of_text(at);
	return end ? end : at;
}

/* The first } that stands elsewhere in its line than what it closes does; *open is
 * that, NULL if there is none. And how many are left open in the end; below zero:
 * one closes nothing. */
static const char *find_crooked(const char *code, const char **open, int *left)
{
	const char *stack[DEEPEST] = { NULL }, *crooked = NULL;
	size_t count = 0;

	*left = 0;
	for (const char *at = code; *at; at++) {
		at = skip_text_or_directive(code, at);
		if (*at == '{' && count == DEEPEST)
			return NULL;
		if (*at == '{')
			stack[count++] = at;
		if (*at == '}' && !count) {
			*left = -1;
			*open = crooked ? *open : NULL;
			return crooked ? crooked : at;
		}
		if (*at == '}' && !crooked && is_first_in_line(code, at) &&
		    indent_of(code, at) != indent_of(code, stack[count - 1])) {
			crooked = at;
			*open = stack[count - 1];
		}
		count -= *at == '}';
		if (!*at)
			break;
	}
	*left = (int)count;
	if (count && !crooked)
		*open = stack[count - 1];
	return crooked;
}

/* Of a { that is not closed, or of a } that closes it and should not. */
static char *tell_of_brace(const char *code, const char *open, const char *crooked,
			   int *line, const char **row)
{
	*row = "unclosed block";
	*line = source_code_line(code, crooked ? crooked : open);
	if (!crooked)
		return text_format("Is this { ever closed? A } is missing in this file; "
				   "here it seems to be.");
	if (!open)
		return text_format("This } closes nothing: is it one too many?");
	return text_format("Is this } one too many, or is a { missing before it? As it "
			   "stands, it closes the { of line %d.",
			   source_code_line(code, open));
}

char *source_scope_braces(const char *code, int *line, const char **row)
{
	const char *open = NULL, *crooked;
	int left;

	crooked = find_crooked(code, &open, &left);
	if (left == 0)
		return NULL;
	return tell_of_brace(code, open, left > 0 ? NULL : crooked, line, row);
}

/* ---- scopes that end in a word ------------------------------------------- */

struct scope {
	const char *word;
	const char *end;
	int line;
	int depth; /* of braces around it */
};

static const struct {
	const char *word, *end;
} kinds[] = {
	{ "async_with", "end_with" },
	{ "with", "end_with" },
	{ "try", "end_try" },
};

static char *not_ended(const struct scope *scope, int *line)
{
	*line = scope->line;
	return text_format("This %s is not closed: behind its last } belongs %s.",
			   scope->word, scope->end);
}

/* `at`: where the word stands. */
static char *ends_nothing(const char *word, const char *code, const char *at, int *line)
{
	const char *opener = source_block_opener(code, at);
	int length = opener ? (int)source_code_word_length(opener) : 0;

	*line = source_code_line(code, opener ? opener : at);
	if (opener && strcmp(word, "end_with") == 0)
		return text_format("%.*s (…) opens no block by itself: is async_with, or "
				   "with, missing around it, as in async_with (%.*s (…)) "
				   "{ … } end_with?",
				   length, opener, length, opener);
	return text_format("This %s ends nothing: is a } before it missing or one too "
			   "many, or what it should end? A loop has no such end.",
			   word);
}

static char *ends_another(const struct scope *scope, const char *word, int where,
			  int *line)
{
	*line = where;
	return text_format(
		"This %s stands where the %s of line %d ends, and that is ended "
		"by %s.",
		word, scope->word, scope->line, scope->end);
}

static char *not_closed_before(const char *word, int where, int *line)
{
	*line = where;
	return text_format("A block is not closed before this %s: it stands behind the } "
			   "of what it ends.",
			   word);
}

static const char *end_at(const char *at)
{
	return source_code_is_word(at, "end_with")  ? "end_with"
	       : source_code_is_word(at, "end_try") ? "end_try"
						    : NULL;
}

/* What is wrong with an end, if something is; `top` is what is open, or NULL. */
static char *judge_end(const char *end, const struct scope *top, const char *code,
		       const char *at, int depth, int *line)
{
	int where = source_code_line(code, at);

	if (!top || !top->end)
		return ends_nothing(end, code, at, line);
	if (strcmp(top->end, end) != 0)
		return depth == top->depth ? ends_another(top, end, where, line)
					   : ends_nothing(end, code, at, line);
	return depth == top->depth ? NULL : not_closed_before(end, where, line);
}

/* Where braces stand crooked above that line, these are the cause. */
static char *crooked_above(const char *code, int *line, const char **row)
{
	const char *open = NULL, *crooked;
	int left;

	crooked = find_crooked(code, &open, &left);
	if (!crooked || !open || source_code_line(code, crooked) > *line)
		return NULL;
	return tell_of_brace(code, open,
			     indent_of(code, crooked) < indent_of(code, open) ? NULL
									      : crooked,
			     line, row);
}

/* Goes through the whole file: a scope that is open when the function around it is
 * closed, or another scope of another kind is ended, has no end. */
static char *find_not_ended(const char *code, int *line, int *where)
{
	struct scope open[DEEPEST] = { 0 };
	size_t count = 0, length;
	int depth = 0;

	for (const char *at = code; *at; at += length ? length : 1) {
		const char *end = end_at(at);
		char *sentence;

		length = source_code_word_length(at);
		depth += (*at == '{') - (*at == '}');
		*where = source_code_line(code, at);
		if (*at == '}' && count && depth < open[count - 1].depth)
			return not_ended(&open[count - 1], line);
		if (end) {
			sentence = judge_end(end, count ? &open[count - 1] : NULL, code,
					     at, depth, line);
			if (sentence)
				return sentence;
			count--;
		}
		for (size_t i = 0; length && i < sizeof(kinds) / sizeof(*kinds); i++)
			if (count < DEEPEST && source_code_is_word(at, kinds[i].word))
				open[count++] =
					(struct scope){ kinds[i].word, kinds[i].end,
							*where, depth };
	}
	return NULL;
}

char *source_scope_not_ended(const char *code, int *line, const char **row)
{
	int where = 0;
	char *sentence = find_not_ended(code, line, &where), *crooked;

	if (!sentence)
		return NULL;
	*row = "unclosed block";
	crooked = crooked_above(code, &where, row);
	if (!crooked)
		return sentence;
	*line = where;
	free(sentence);
	return crooked;
}

/* ---- semicolons ---------------------------------------------------------- */

/* Where the statement or the clause begins that ends there. */
static const char *statement_start(const char *code, const char *end)
{
	while (end > code && !strchr(";{}", end[-1]))
		end--;
	return source_code_skip_space(end);
}

/* Can a statement end there that begins so? */
static bool may_end(const char *from, const char *to)
{
	static const char *const words[] = {
		"if",
		"for",
		"while",
		"else",
		"do",
		"switch",
		"async_for",
		"for_each",
		"async_with",
		"with",
		"try",
		"except",
		"finally",
		"async",
		"generator",
		"blocking",
		"end_with",
		"end_try",
		"async_generator",
		"asynccontextmanager",
		"contextmanager",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (source_code_is_word(from, words[i]))
			return false;
	return to - from > 2 && *from != '#' &&
	       (isalnum((unsigned char)to[-1]) || strchr(")]\"_", to[-1]) ||
		strncmp(to - 2, "++", 2) == 0 || strncmp(to - 2, "--", 2) == 0);
}

/* What follows may be a macro: then compilers speak of what is in it. */
char *source_scope_semicolon(const char *code, int *line, const char **row)
{
	const char *here = code, *to;
	int depth = 0;

	for (int i = 1; i < *line && *here; i++) {
		here += strcspn(here, "\n");
		here += *here == '\n';
	}
	for (to = here; to > code && isspace((unsigned char)to[-1]);)
		to--;
	for (const char *at = code; at < to; at++)
		depth += (*at == '(') - (*at == ')');
	if (depth || !source_code_word_length(source_code_skip_space(here)) ||
	    !may_end(statement_start(code, to), to))
		return NULL;
	*line = source_code_line(code, to);
	*row = "semicolon missing";
	return memory_copy_text("Is a semicolon missing at the end of this line?");
}
