/*
 * An exercise's document, part by part. These are the parts of exercise.c, and nobody
 * else's: each reads one section, or the facts, into the exercise.
 *
 * Whatever was read before a fault is freed with the exercise.
 */
#ifndef COURSE_COURSE_EXERCISE_PARTS_H
#define COURSE_COURSE_EXERCISE_PARTS_H

#include "course/exercise.h"

/* A fault in the document of this exercise, at the line of `node`. */
#define FAULT(exercise, node, error, ...)                                                \
	document_fault(&(exercise)->document, cmark_node_get_start_line(node), error,    \
		       __VA_ARGS__)

/* Reads what stands below a heading. False: *error is one line, «file:line: what is
 * wrong». */
typedef bool exercise_reader(struct exercise *exercise, cmark_node *heading,
			     char **error);

exercise_reader exercise_read_facts;          /* below the title (exercise_facts.c) */
exercise_reader exercise_read_files;          /* exercise_files.c */
exercise_reader exercise_read_parameters;     /* exercise_output.c */
exercise_reader exercise_read_expected;       /* exercise_output.c */
exercise_reader exercise_read_where_to_start; /* exercise_output.c */
exercise_reader exercise_read_mistakes;       /* exercise_mistake.c */

/* Where a name stands among others, in letters of either case; `count`: nowhere. */
size_t exercise_index_of(const char *name, const char *const *names, size_t count);

/* May a file, or a folder, be called so? */
bool exercise_is_file_name(const char *name);

#endif
