/*
 * A reading: a lesson of a course, or the task of one of its exercises, opened to be
 * laid out as often as the terminal changes its width.
 */
#ifndef COURSE_STAGE_READING_H
#define COURSE_STAGE_READING_H

#include <stdbool.h>
#include <stdio.h>

#include "course/lesson.h"
#include "stage/lesson_page.h"

struct reading {
	char *root;
	char *name; /* «08_async_generators», or an exercise's */
	char *path; /* of the document */
	char *title;
	bool is_lesson;
	struct lesson lesson; /* if it is one: its programs */
};

/* By its name, or the number of a lesson. False, with a sentence, if there is no
 * such lesson or exercise, or it cannot be read. */
bool reading_open(struct reading *reading, const char *root, const char *name,
		  char **error);
void reading_close(struct reading *reading);

/* Lays it out. False, with a sentence, if it can no longer be read. */
bool reading_lay_out(const struct reading *reading, const struct terminal *terminal,
		     struct lesson_page *page, char **error);

/* The name of the lesson after it, or before it; NULL if there is none, or if it is
 * no lesson. To be freed. */
char *reading_neighbour(const struct reading *reading, int step);

#endif
