/*
 * A course that is watched: a copy of two exercises, course watch in a terminal, and
 * somebody who edits beside it.
 */
#ifndef COURSE_TESTS_WATCHED_COURSE_H
#define COURSE_TESTS_WATCHED_COURSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "pseudo_terminal.h"

extern struct watched_course {
	char *root;
	char *work; /* the file that is saved: the learner's, of greetings */
	struct pseudo_terminal terminal;
} watched;

/* For each test. */
int course_make(void **state);
int course_remove(void **state);

/* Runs a command, which must succeed. */
void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An answer of greetings whose lines begin with that greeting: for each another verdict,
 * since the last line says how many letters there were. To be freed. */
char *answer(const char *greeting);
void write_text(const char *path, const char *text);

/* Writes such an answer into watched.work. */
void save(const char *greeting);

/* How often that exercise was judged, as its progress says. */
unsigned tries_of(const char *exercise);

/* What came with the environment, and what a learner's has; its strings are to be freed. */
char **environment(const char *term);

/* Starts `course COMMAND` in the course's folder: on a terminal of 40 rows and 80
 * columns, or on another one. */
void start(const char *command);
void start_in(const char *term, size_t rows, size_t columns, const char *command);

/* Waits until the words are on the screen. */
void see(const char *words);
void type(const char *keys);

/* Types q: it ends with 0, and leaves the terminal as it was. */
void quit(void);

#endif
