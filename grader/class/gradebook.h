/*
 * The gradebook: the folder that a class is graded into.
 *
 *   DIR/assignment.json     what is asked, and by what it is judged
 *   DIR/records/KEY.json    the record of each student (class/record.h)
 *   DIR/times/KEY.json      how long it took: the only thing that is another each time
 *   DIR/lock                held by who grades into it, and by their workers
 *   DIR/…                   the reports, each format's as it says
 *
 * Each file is replaced as a whole, so that what is there after a crash is true. A
 * record is there as soon as it is known.
 */
#ifndef COURSE_CLASS_GRADEBOOK_H
#define COURSE_CLASS_GRADEBOOK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "class/rubric.h"

struct gradebook {
	char *folder;
	json_t *assignment;
	struct rubric rubric;
	int lock; /* -1: not held */
};

/* Makes the folder, and takes its lock: its own part of it, and the part that whoever is
 * forked off holds as well, for which it waits. False, with a sentence, if it cannot be
 * made, or somebody else grades into it. The assignment is NULL if there is none yet. */
bool gradebook_lock(struct gradebook *gradebook, const char *folder, char **error);

/* For reading; it must have an assignment. */
bool gradebook_open(struct gradebook *gradebook, const char *folder, char **error);

/* Writes the assignment, which is taken, and goes by it from now on. */
bool gradebook_begin(struct gradebook *gradebook, json_t *assignment, char **error);

/* Removes what workers were writing when they were killed. To be called by who holds the
 * lock, and has no workers. */
void gradebook_sweep(const struct gradebook *gradebook);

void gradebook_close(struct gradebook *gradebook);

/* ---- what is asked ---- */

size_t gradebook_exercise_count(const struct gradebook *gradebook);
const char *gradebook_exercise(const struct gradebook *gradebook, size_t index);
const char *gradebook_title(const struct gradebook *gradebook, size_t index);

/* How many unseen cases of it are judged. */
size_t gradebook_unseen(const struct gradebook *gradebook, size_t index);

size_t gradebook_student_count(const struct gradebook *gradebook);
const char *gradebook_key(const struct gradebook *gradebook, size_t index);

/* The name, in which what cannot be seen is drawn; to be freed. */
char *gradebook_student(const struct gradebook *gradebook, size_t index);

/* What the class list says of the student: see class/class_list.h. NULL: there is no
 * list; null: they are not in it. */
const json_t *gradebook_listed(const struct gradebook *gradebook, size_t index);

/* ---- records ---- */

/* DIR/FOLDER/KEY.ENDING, to be freed. */
char *gradebook_path(const struct gradebook *gradebook, const char *folder,
		     const char *key, const char *ending);

/* The record, or NULL if there is none that is whole. */
json_t *gradebook_record(const struct gradebook *gradebook, const char *key);

/* Brings a record to the disk. */
bool gradebook_put(const struct gradebook *gradebook, const char *key,
		   const json_t *record, char **error);

#endif
