/*
 * The rubric: what each exercise is worth, and what of it a case earns.
 *
 * A Markdown file; all in it may be left out, and prose may stand anywhere:
 *
 *   # Rubric
 *
 *   - points: 10              of an exercise that has none of its own below
 *   - TIME: 50 %              a case that ends in this verdict earns so much of what
 *                             it would if passed; else, and in all others, nothing
 *   ## async_counter
 *
 *   - points: 20
 *   - documented case: 8      of those, for the case that exercise.md shows; the rest
 *                             is for the unseen cases, each the same
 *   - PROTOCOL: 75 %
 *
 * Without «documented case», each case counts the same. Where no unseen cases are
 * judged, the documented one earns all. Points have at most three digits behind the
 * point; a mark is rounded to hundredths, halves up.
 */
#ifndef COURSE_CLASS_RUBRIC_H
#define COURSE_CLASS_RUBRIC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/verdict.h"

/* Thousandths of a point. */
typedef int64_t points;
#define POINTS_ONE INT64_C(1000)

struct rubric_entry {
	char *exercise;             /* NULL: the one for those without an own */
	points points;              /* -1: not said */
	points documented;          /* -1: not said */
	int percent[VERDICT_COUNT]; /* -1: not said */
};

struct rubric {
	struct rubric_entry *entries; /* the first is for those without an own */
	size_t count;
};

/* Ten points for every exercise, and nothing for what is not passed. */
void rubric_default(struct rubric *rubric);

/* False, with «file:line: sentence». The names of all exercises are needed to tell a
 * misspelt one; they end in a NULL. */
bool rubric_read(struct rubric *rubric, const char *path, const char *const *exercises,
		 char **error);
void rubric_free(struct rubric *rubric);

/* What the exercise is worth. */
points rubric_points(const struct rubric *rubric, const char *exercise);

/* What the documented case of it is worth, where so many unseen ones are judged. */
points rubric_documented(const struct rubric *rubric, const char *exercise,
			 size_t unseen);

/* How much of a case's points that verdict earns, in percent; PASS: 100. */
int rubric_percent(const struct rubric *rubric, const char *exercise,
		   enum verdict_kind kind);

/* As JSON, and back; false if it is none. */
json_t *rubric_to_json(const struct rubric *rubric);
bool rubric_of_json(struct rubric *rubric, const json_t *json);

/* «12.5», to be freed: without zeros at its end. */
char *points_text(points value);

/* As a JSON number. */
json_t *points_json(points value);

#endif
