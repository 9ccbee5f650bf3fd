/*
 * Code, piece by piece, for whoever colours it: keywords, strings, comments.
 *
 * It is not a parser. It knows C, with the words of our runtime's macros, Python,
 * and the shell's comments and strings; of any other language everything is plain.
 */
#ifndef COURSE_TEXT_CODE_TOKEN_H
#define COURSE_TEXT_CODE_TOKEN_H

#include <stddef.h>

enum code_token {
	CODE_PLAIN,
	CODE_KEYWORD,  /* of the language: for, return, def */
	CODE_PROTOCOL, /* of what the course teaches: await, yield, async_with */
	CODE_TYPE,     /* int, char, struct's kin */
	CODE_STRING,   /* and single characters */
	CODE_NUMBER,
	CODE_COMMENT,
	CODE_DIRECTIVE, /* #define and its kin: the word alone; #include: all its line */
};

enum code_language {
	LANGUAGE_NONE,
	LANGUAGE_C,
	LANGUAGE_PYTHON,
	LANGUAGE_SHELL,
};

/* By the first word of a fence's info string: «c», «python», «sh». */
enum code_language code_language_of(const char *info);

/* What stands at `at`, which is not at the end: its kind, and in *length how many
 * bytes belong to it. A comment or string that does not end ends with the text; a
 * line end stands for itself only in what is plain. */
enum code_token code_token_at(enum code_language language, const char *at,
			      size_t *length);

#endif
