/*
 * A cast: what a screen showed, and when, as asciinema plays it (asciicast v2).
 */
#ifndef COURSE_STAGE_CAST_FILE_H
#define COURSE_STAGE_CAST_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "run/program.h"

struct cast_file {
	FILE *stream; /* NULL: none */
	char *last;   /* the frame that is shown now */
	size_t rows;
};

/* Creates or replaces the file. False, with a sentence, if that cannot be done. */
bool cast_file_open(struct cast_file *cast, const char *path, const char *title,
		    size_t columns, size_t rows, char **error);

/* From this moment on the screen shows these lines. One that it shows already is not
 * written again. */
void cast_file_add(struct cast_file *cast, nanoseconds at, const char *frame);

/* The screen has another size from then on. */
void cast_file_resize(struct cast_file *cast, nanoseconds at, size_t columns,
		      size_t rows);

/* False, with a sentence, if it could not be written. */
bool cast_file_close(struct cast_file *cast, char **error);

#endif
