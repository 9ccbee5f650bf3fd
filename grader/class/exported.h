/*
 * Exported names: how course systems call what they hand over of a class.
 *
 *   Moodle       Ada Lovelace_12345_assignsubmission_file             a folder for each,
 *                Ada Lovelace_12345_assignsubmission_file_words.c     or their files
 *   Canvas       lovelaceada_101_5001_words.c                         files; who was late
 *                lovelaceada_LATE_101_5001_words.c                    has the word in it
 *   Gradescope   submission_9001                                      folders, and a file
 *                submission_metadata.yml                              that says whose
 *
 * The name and the numbers are the system's and stand first: what a student calls a file
 * does not make it another's. Moodle and Canvas may hand over several things of one
 * student, and Gradescope one of several.
 */
#ifndef COURSE_CLASS_EXPORTED_H
#define COURSE_CLASS_EXPORTED_H

#include <stdbool.h>
#include <stddef.h>

enum course_system {
	SYSTEM_NONE, /* the teacher's own folder, or unknown */
	SYSTEM_MOODLE,
	SYSTEM_CANVAS,
	SYSTEM_GRADESCOPE,
};

/* What an export says of an entry. All owned; NULL where it says nothing. */
struct exported {
	enum course_system system;
	char *whose;  /* a name; of Canvas «lovelaceada» for «Lovelace, Ada» */
	char *number; /* by which the system knows them */
	char *upload; /* Canvas's number of the file, which no other has */
	char *email;
	char *file; /* what the student called it; NULL: it is a folder */
};

void exported_free(struct exported *exported);

/* Moodle's or Canvas's; false: it is neither's. */
bool exported_by_moodle(const char *name, struct exported *exported);
bool exported_by_canvas(const char *name, struct exported *exported);

/* Is the folder no student's, but one of GitHub Classroom's clones of a whole class? It
 * is called ASSIGNMENT-submissions, and all in it ASSIGNMENT-LOGIN; or it is all that was
 * handed in (`alone`), and all in it are clones. */
bool exported_is_of_clones(const char *folder, bool alone);

/* ---- Gradescope ---- */

/* Whose a submission is: one of them; a group has several. */
struct submitter {
	char *submission; /* «submission_9001» */
	struct exported exported;
};

struct submitters {
	struct submitter *each; /* in the order of the file */
	size_t count;
};

/* The name of the file that says it. */
extern const char exported_metadata[];

/* Reads it from the folder; none if it is not there. It is YAML as Gradescope writes it,
 * and no other. */
void submitters_read(struct submitters *submitters, const char *folder);
void submitters_free(struct submitters *submitters);

#endif
