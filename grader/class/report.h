/*
 * Reports: the marks of a class in the formats of others. Each is written into the
 * gradebook's folder from records alone; a row in the table of report.c and a file
 * report_NAME.c for each.
 *
 * Reports hold no real time, so that the same records give the same bytes. What goes to
 * students says nothing of unseen cases but how many were passed, and marks them hidden
 * where the format can. Bytes that are no text are drawn (text/visible.h), and what would
 * be a control, a formula or markup in the format is made harmless.
 */
#ifndef COURSE_CLASS_REPORT_H
#define COURSE_CLASS_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "class/grade.h"
#include "class/gradebook.h"

/* Writes a report; false, with a sentence. */
typedef bool report_writer(const struct gradebook *gradebook, char **error);

struct report_format {
	const char *name;
	const char *place; /* what is written, below the gradebook's folder */
	const char *words; /* for whom it is */
	report_writer *write;
};

/* The format of that name, or NULL. */
const struct report_format *report_format_find(const char *name);

report_writer report_canvas, report_check50, report_github, report_gradescope,
	report_html, report_junit, report_moodle, report_prairielearn, report_students;

/* ---- for the writers ---------------------------------------------------------- */

/* A file that takes its place when it is whole. */
struct report_file {
	FILE *stream;
	char *path;
};

/* DIR/NAME, or DIR/FOLDER/NAME, whose folder is made if need be. */
bool report_open(struct report_file *file, const struct gradebook *gradebook,
		 const char *folder, const char *name, char **error);
bool report_close(struct report_file *file, char **error);

/* Writes each student of the gradebook into the file, in its order. */
typedef void student_writer(FILE *stream, const struct grade *grade);
void report_each_student(FILE *stream, const struct gradebook *gradebook,
			 student_writer *write);

/* A JSON file for each student, made by `make`; `add` may be NULL, and writes more. */
typedef json_t *student_report(const struct grade *grade);
bool report_each_json(const struct gradebook *gradebook, const char *folder,
		      student_report *make, char **error);

/* The whole of a JSON report, to be freed; takes it. */
char *report_json_text(json_t *report);

/* What `course check` says of the documented case, and what else the student may know:
 * to be freed. Lines of text, each ended. */
char *report_feedback(const struct exercise_grade *exercise);

/* The same on all exercises and what was handed in besides. */
char *report_all_feedback(const struct grade *grade);

/* What has to be said of the whole of what was handed in: lines of text, each ended. To be
 * freed. */
char *report_notes(const struct grade *grade);

/* «2 of 3 unseen cases were passed.», or NULL if there are none. To be freed. */
char *report_unseen(const struct exercise_grade *exercise);

/* The seconds that a case took on its own, the virtual clock. */
double report_virtual_seconds(const struct case_grade *one);

#endif
