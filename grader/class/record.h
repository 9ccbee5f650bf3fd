/*
 * The record: all that is known of one student's submission, as one JSON file.
 *
 *   student                 the name (show/json_text.h says how any bytes become text)
 *   key                     the name of its file, without .json
 *   handed_in               «folder», «file», «archive», «several» of these, «nothing»
 *   notes                   sentences: what is missing, extra, or was not read
 *   error                   why none of it could be judged, or null
 *   exercises[]
 *     exercise              its name
 *     files[]               what was graded: name, bytes, sha256, and from where
 *     handed_in             false: nothing of it; it has no verdict then
 *     verdict, message      of the first case that was not passed, else PASS
 *     mistake               the title of the one in exercise.md that it is, or null
 *     seed                  that unseen cases were drawn from, or null
 *     flags, compiler_log   how it was compiled, and what the compiler said
 *     feedback              what `course check` says of the documented case
 *     cases[]               each that was judged: as in show/json_report.h, and
 *       feedback            the same for this case
 *       picture             its lanes beside the solution's, SVG; if it failed
 *   level                   how far it was kept in (run/jail.h)
 *   versions                of the course, the compiler, the C library, the kernel
 *
 * Nothing in it is a real time: what is graded again gives the same bytes. Real times
 * stand in a file of their own. Marks are not in it either: they follow from it and
 * the rubric (class/mark.h). What a program printed is kept up to a bound, and where
 * something is left out "left_out" or "cut" says so.
 */
#ifndef COURSE_CLASS_RECORD_H
#define COURSE_CLASS_RECORD_H

#include <jansson.h>
#include <stdbool.h>

#include "class/assignment.h"
#include "class/hand_in.h"
#include "class/matching.h"
#include "class/roster.h"
#include "course/check.h"

/* A record without exercises. */
json_t *record_new(const struct student *student, const struct assignment *assignment);

/* Its notes, and the files that belong to no exercise. */
void record_set_hand_in(json_t *record, const struct hand_in *hand_in);

/* It could not be judged at all. */
void record_set_error(json_t *record, const char *sentence);

/* Adds an exercise of which nothing was handed in, or nothing is known yet. Not owned
 * by the caller. */
json_t *record_add_exercise(json_t *record, const struct exercise *exercise);

/* What was graded. */
void record_set_files(json_t *entry, const struct match *match,
		      const struct submission *submission);

/* Adds a case that was judged. The picture is taken; it may be NULL. */
void record_add_case(json_t *entry, const struct check_request *request,
		     const struct check *check, char *picture);

/* When all is judged: the verdict of the exercise. */
void record_conclude(json_t *entry, const struct check_request *request,
		     const struct check *check);

/* The exercise could not be judged, whatever the check says; or not again. */
void record_set_unjudged(json_t *entry, const char *sentence);

/* As it is written: to be freed. */
char *record_text(const json_t *record);

#endif
