#define _GNU_SOURCE
#include "source_reading.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

/* ---- tokens ------------------------------------------------------------- */

/* Past a comment, white space or a line of the preprocessor; or `at`. */
static size_t skip_one(const char *source, size_t at)
{
	const char *end;

	if (isspace((unsigned char)source[at]))
		return at + 1;
	if (strncmp(source + at, "//", 2) == 0)
		return at + strcspn(source + at, "\n");
	if (strncmp(source + at, "/*", 2) == 0) {
		end = strstr(source + at + 2, "*/");
		return end ? (size_t)(end + 2 - source) : strlen(source);
	}
	if (source[at] == '#' && (at == 0 || source[at - 1] == '\n'))
		return at + strcspn(source + at, "\n");
	return at;
}

static size_t end_of_text(const char *source, size_t at)
{
	char quote = source[at++];

	while (source[at] && source[at] != quote)
		at += source[at] == '\\' && source[at + 1] ? 2 : 1;
	return source[at] ? at + 1 : at;
}

static size_t end_of_sign(const char *source, size_t at)
{
	static const char *const signs[] = {
		"<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
		"!=",  "&&",  "||",  "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strncmp(source + at, signs[i], strlen(signs[i])) == 0)
			return at + strlen(signs[i]);
	return at + 1;
}

static struct token token_at(const char *source, size_t at)
{
	struct token token = { .kind = TOKEN_SIGN, .start = at, .end = at };
	unsigned char first = (unsigned char)source[at];

	if (isdigit(first) || (first == '.' && isdigit((unsigned char)source[at + 1]))) {
		token.kind = TOKEN_NUMBER;
		while (isalnum((unsigned char)source[token.end]) ||
		       source[token.end] == '.')
			token.end++;
	} else if (isalpha(first) || first == '_') {
		token.kind = TOKEN_WORD;
		while (isalnum((unsigned char)source[token.end]) ||
		       source[token.end] == '_')
			token.end++;
	} else if (first == '"' || first == '\'') {
		token.kind = TOKEN_TEXT;
		token.end = end_of_text(source, at);
	} else {
		token.end = end_of_sign(source, at);
	}
	return token;
}

void reading_start(struct reading *reading)
{
	const char *source = reading->source;
	size_t at = 0, next;

	reading->tokens = memory_new(strlen(source) + 1, sizeof(*reading->tokens));
	while (source[at]) {
		if ((next = skip_one(source, at)) != at) {
			at = next;
			continue;
		}
		reading->tokens[reading->count] = token_at(source, at);
		at = reading->tokens[reading->count++].end;
	}
}

bool reading_is(const struct reading *reading, size_t index, const char *text)
{
	const struct token *token = &reading->tokens[index];

	return index < reading->count && token->kind != TOKEN_TEXT &&
	       token->end - token->start == strlen(text) &&
	       strncmp(reading->source + token->start, text, strlen(text)) == 0;
}

bool reading_holds(const struct reading *reading, size_t index, const char *part)
{
	const struct token *token = &reading->tokens[index];

	return memmem(reading->source + token->start, token->end - token->start, part,
		      strlen(part));
}

size_t reading_closing(const struct reading *reading, size_t index)
{
	int depth = 0;

	for (; index < reading->count; index++) {
		depth += reading_is(reading, index, "(") ||
			 reading_is(reading, index, "{");
		depth -= reading_is(reading, index, ")") ||
			 reading_is(reading, index, "}");
		if (depth == 0)
			return index;
	}
	return reading->count;
}

char *reading_text(const struct reading *reading, size_t first, size_t last)
{
	size_t start = reading->tokens[first].start;

	return memory_copy_bytes(reading->source + start,
				 reading->tokens[last].end - start);
}

/* ---- statements --------------------------------------------------------- */

static bool begins_statement(const struct reading *reading, size_t index)
{
	return index > 0 && (reading_is(reading, index - 1, ";") ||
			     reading_is(reading, index - 1, "{") ||
			     reading_is(reading, index - 1, "}") ||
			     reading_is(reading, index - 1, "end_with") ||
			     reading_is(reading, index - 1, "end_try"));
}

/* Words that no plain statement begins with. */
static bool is_other_word(const struct reading *reading, size_t index)
{
	static const char *const words[] = {
		"if",
		"else",
		"for",
		"while",
		"do",
		"switch",
		"case",
		"default",
		"static",
		"struct",
		"async",
		"async_generator",
		"generator",
		"with",
		"async_with",
		"try",
		"except",
		"finally",
		"for_each",
		"async_for",
		"end_with",
		"end_try",
		"const",
		"int",
		"char",
		"double",
		"bool",
		"long",
		"size_t",
		"Task",
		"Queue",
		"FILE",
		"asynccontextmanager",
		"contextmanager",
		"context_manager",
		"iterator",
		"async_context_manager",
		"async_iterator",
		"blocking",
		"Future",
		"Lock",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (reading_is(reading, index, words[i]))
			return true;
	return false;
}

int reading_depth(const struct reading *reading, size_t index)
{
	int depth = 0;

	for (size_t i = 0; i < index; i++)
		depth += reading_is(reading, i, "{") - reading_is(reading, i, "}");
	return depth;
}

bool reading_statement(const struct reading *reading, size_t first,
		       struct statement *statement)
{
	size_t last = first;

	while (last < reading->count && !reading_is(reading, last, ";")) {
		if (reading_is(reading, last, "{") || reading_is(reading, last, "}") ||
		    reading_is(reading, last, ")"))
			return false;
		last = reading_is(reading, last, "(") ? reading_closing(reading, last) + 1
						      : last + 1;
	}
	*statement = (struct statement){ first, last };
	return last < reading->count;
}

bool reading_plain_statement(const struct reading *reading, size_t first,
			     struct statement *statement)
{
	return begins_statement(reading, first) && !is_other_word(reading, first) &&
	       reading->tokens[first].kind == TOKEN_WORD &&
	       reading_depth(reading, first) > 0 &&
	       reading_statement(reading, first, statement);
}

bool reading_statement_holds(const struct reading *reading,
			     const struct statement *statement, const char *word)
{
	for (size_t i = statement->first; i <= statement->last; i++)
		if (reading_is(reading, i, word))
			return true;
	return false;
}

bool reading_prints(const struct reading *reading, const struct statement *statement)
{
	return reading_is(reading, statement->first, "puts") ||
	       reading_is(reading, statement->first, "printf");
}

bool reading_sleeps(const struct reading *reading, const struct statement *statement)
{
	return reading_is(reading, statement->first, "await") &&
	       statement->first + 2 < reading->count &&
	       reading_is(reading, statement->first + 2, "async_sleep");
}
