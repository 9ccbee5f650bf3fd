/*
 * The curriculum: the lessons of a course and its exercises, in their order.
 *
 * Lessons come in the order of their names. Exercises come as the lessons list
 * them, and last those that no lesson lists, by name.
 */
#ifndef COURSE_COURSE_CURRICULUM_H
#define COURSE_COURSE_CURRICULUM_H

#include <stdbool.h>
#include <stddef.h>

#include "course/exercise.h"
#include "course/lesson.h"

struct lesson_entry {
	char *name;
	char *error;          /* it cannot be read: a sentence; else NULL */
	struct lesson lesson; /* if there is no error */
};

struct exercise_entry {
	char *name;
	char *error;
	struct exercise exercise;
	size_t lesson; /* the first that lists it; lesson_count: none does */
};

struct curriculum {
	char *root;
	struct lesson_entry *lessons;
	size_t lesson_count;
	struct exercise_entry *exercises;
	size_t exercise_count;
};

/* Reads all of them; what cannot be read has its error. */
void curriculum_read(struct curriculum *curriculum, const char *root);
void curriculum_free(struct curriculum *curriculum);

/* Reads that exercise anew, in the place of what is known of it. False, with a sentence,
 * if it cannot be read: then what is known stays. */
bool curriculum_read_again(struct curriculum *curriculum, size_t index, char **error);

/* The index of that name, or the count if there is none. */
size_t curriculum_find_lesson(const struct curriculum *curriculum, const char *name);
size_t curriculum_find_exercise(const struct curriculum *curriculum, const char *name);

/* Does a lesson up to and with that one teach the concept? */
bool curriculum_teaches(const struct curriculum *curriculum, size_t last_lesson,
			const char *concept);

#endif
