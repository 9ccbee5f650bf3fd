/*
 * Source code, as far as a diagnosis reads it: words, calls and definitions.
 * What stands in comments and strings is no code.
 */
#ifndef COURSE_JUDGE_SOURCE_CODE_H
#define COURSE_JUDGE_SOURCE_CODE_H

#include <stdbool.h>
#include <stddef.h>

/* The source with blanks for its comments and for what stands in strings: every
 * place in it is the same as in the source. To be freed. */
char *source_code_only(const char *source);

/* The source without white space and comments, but with its strings: two that are laid
 * out in different ways are the same so. To be freed. */
char *source_code_packed(const char *source);

/* The same; "" if it is longer than anybody writes: mistakes are looked for in ways that
 * would take too long on a program that was made for it. */
char *source_code_if_short(const char *source);

/* The next place from `at` on where that word stands, whole; NULL if none. */
const char *source_code_word(const char *at, const char *word);

/* How long the word is that stands there; 0: none. Is it that one? */
size_t source_code_word_length(const char *at);
bool source_code_is_word(const char *at, const char *word);

const char *source_code_skip_space(const char *at);

/* The end of what stands before `at`, blanks and lines passed over. */
const char *source_code_before(const char *code, const char *at);

/* Does a statement begin there? Not a declaration: that has a type. */
bool source_code_begins_statement(const char *code, const char *at);

/* The first place where those words and signs stand, such as «to_thread(fopen», with
 * or without white space between them; NULL if none. */
const char *source_code_phrase(const char *code, const char *phrase);

/* In which line of `code` that place is, from 1. */
int source_code_line(const char *code, const char *at);

/* What a macro of the runtime defines, such as async or async_generator. */
struct definition {
	char *name;
	const char *at; /* in the code */
};

/* The next function that `macro` defines, from *at on, which moves past it. */
bool source_code_definition(const char **at, const char *macro, struct definition *found);

/* Was the text printed by that format? Its pieces between the %… must stand in the
 * text, one behind the other, and there must be enough of them for it not to be chance. */
bool source_code_is_format(const char *at, const char *end, const char *text);

/* Does that line stand in a block of that word, such as «finally { … }»? */
bool source_code_stands_in(const char *source, const char *word, int line);

/* The line of a string in a block of that word, such as «except (…) { … }», that the
 * text was printed by: what stands in it between the %… is there, in its order.
 * 0 if there is none. */
int source_code_prints_in(const char *source, const char *word, const char *text);

/* How many strings there are in the source that the text can have been printed by. */
int source_code_prints(const char *source, const char *text);

/* The same of the strings between two places of `code`, which is the source's
 * (source_code_only): the first that prints it from its beginning; NULL if none does. */
const char *source_code_prints_between(const char *source, const char *code,
				       const char *from, const char *to,
				       const char *text);

/* How often these words stand in code that has nothing else (source_code_only). */
size_t source_code_count(const char *code, const char *const *words, size_t count);

/* An except block, as the source has it. */
struct handler {
	int line;
	char *types; /* what stands in its parentheses; to be freed */
	int block;   /* line of the with, or async_with, in whose block it stands; or 0 */
	int depth;   /* in how many such blocks it stands */
};

/* Where the block ends that begins with the first brace from there on. */
const char *source_code_block_end(const char *at);

/* The first except block that prints the text. */
bool source_code_handler(const char *source, const char *text, struct handler *handler);

/* The line of a string that prints the text and stands behind the end_try of the except in
 * that line, in the same block; 0 if there is none. */
int source_code_prints_behind(const char *source, int handler, const char *text);

/* The line of the first except in the block of a with, or async_with, that begins in
 * that line; 0 if there is none. */
int source_code_handler_within(const char *source, int line);

#endif
