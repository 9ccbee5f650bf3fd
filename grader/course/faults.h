/*
 * Faults: what somebody who makes a course has to put right.
 *
 * Each is one sentence with the file and line that it is about, and below it,
 * indented, what was expected and what came.
 */
#ifndef COURSE_COURSE_FAULTS_H
#define COURSE_COURSE_FAULTS_H

#include <stddef.h>

#include "judge/timed_output.h"
#include "text/text.h"

struct faults {
	struct text text;
	size_t count;
};

/* «path:line: sentence»; line 0: it is about the whole file. */
void faults_add(struct faults *faults, const char *path, int line, const char *format,
		...) __attribute__((format(printf, 4, 5)));

/* A fault that names its place itself. */
void faults_add_sentence(struct faults *faults, const char *sentence);

/* A line more on the last fault. */
void faults_detail(struct faults *faults, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A text of any number of lines, after a word on what it is. */
void faults_show(struct faults *faults, const char *title, const char *text);

/* What the compiler said, from its first error on. */
void faults_show_log(struct faults *faults, const char *log);

/* A timed output, such as it can be put into a document. */
void faults_show_output(struct faults *faults, const char *title,
			const struct timed_output *output);

#endif
