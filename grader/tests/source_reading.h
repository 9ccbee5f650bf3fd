/*
 * A source read as the compiler reads it: in tokens and plain statements.
 */
#ifndef COURSE_TESTS_SOURCE_READING_H
#define COURSE_TESTS_SOURCE_READING_H

#include <stdbool.h>
#include <stddef.h>

struct mutants;
struct mutation;

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_TEXT, /* a string or a character */
	TOKEN_SIGN, /* punctuation */
};

struct token {
	enum token_kind kind;
	size_t start, end; /* in the source */
};

struct reading {
	const char *source;
	struct token *tokens;
	size_t count;
	struct mutants *mutants;         /* what is made of it; see mutate.h */
	const struct mutation *mutation; /* that is being made */
};

/* A statement without braces, its semicolon with it: its first and last token. */
struct statement {
	size_t first, last;
};

/* Reads the tokens of reading->source; they are to be freed. */
void reading_start(struct reading *reading);

/* Is the token that word or sign? Does the token's text hold that? */
bool reading_is(const struct reading *reading, size_t index, const char *text);
bool reading_holds(const struct reading *reading, size_t index, const char *part);

/* The parenthesis or brace that closes the one at `index`; the count if none. */
size_t reading_closing(const struct reading *reading, size_t index);

/* The source from one token to another, both with it; to be freed. */
char *reading_text(const struct reading *reading, size_t first, size_t last);

/* How many braces are open at the token. */
int reading_depth(const struct reading *reading, size_t index);

/* The statement from that token to its semicolon; false if it holds braces, or is a
 * part of the head of a for. */
bool reading_statement(const struct reading *reading, size_t first,
		       struct statement *statement);

/* The same of a call, an assignment or the like, that begins just there. */
bool reading_plain_statement(const struct reading *reading, size_t first,
			     struct statement *statement);

bool reading_statement_holds(const struct reading *reading,
			     const struct statement *statement, const char *word);
bool reading_prints(const struct reading *reading, const struct statement *statement);
bool reading_sleeps(const struct reading *reading, const struct statement *statement);

#endif
