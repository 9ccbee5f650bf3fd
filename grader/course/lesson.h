/*
 * A lesson, as its document says it: ROOT/lessons/NAME.md.
 *
 * It is prose, in which every code fence says what it is, so that nothing in it
 * can be untrue for long: `course verify` compiles and runs each program, and
 * compares what is shown with what comes.
 *
 *   # Title
 *
 *   - minutes: 25                        facts: a list before the first section;
 *   - concepts: aenter, aexit            minutes must be there. The concepts are
 *   - needs: 03_generators               what this lesson teaches; needs are
 *   - exercises: async_resource          lessons or exercises to come before; the
 *   - any text: `<time>`                 exercises belong to this lesson
 *
 *   The words after ``` are
 *
 *   c NAME.c                    a whole program. If it includes <async.h>, it is
 *                               linked with the runtime; else it is plain C.
 *   c wrong NAME.c              one that is meant to fail
 *   LANGUAGE part of NAME.c     some of its lines (see course/snippet.h). With a
 *                               slash in the name it is a file of the course's
 *                               folder: runtime/src/task.c
 *   timed NAME.c                what it prints, and when
 *     … with A.c, B.txt           and what it needs: programs and data beside it
 *     … exit 3                    and its exit status, if it is not 0
 *   stderr NAME.c               what it writes to standard error, all of it; a line
 *                               of «…» alone stands for any lines
 *                               A program that runs has a timed block, be it empty.
 *   message NAME.c              what `course check` says of it, word for word; it
 *     … against OTHER.c           is judged by what is shown for OTHER.c; without
 *                                 that, by what is shown for itself
 *   data NAME                   a file for a program to work with
 *   python, text, sh, …         one word: shown, and not checked
 *
 * A program or data file that no fence holds lies as ROOT/lessons/NAME/FILE.
 * A program is compiled to a name without its ending: A.c is started as ./A.
 */
#ifndef COURSE_COURSE_LESSON_H
#define COURSE_COURSE_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "course/document.h"
#include "judge/timed_output.h"
#include "text/file.h"

/* A block of the document that says something of a program. */
struct lesson_claim {
	char *text; /* NULL: the lesson does not say */
	int line;   /* of the fence */
};

struct lesson_program {
	char *name; /* «counter.c» */
	char *path; /* where it stands: the document, or a file */
	char *source;
	int line;      /* of its fence; 0: it is a file */
	bool runtime;  /* linked with the runtime */
	bool wrong;    /* meant to fail */
	char **beside; /* names of what it needs in its folder */
	size_t beside_count;
	struct lesson_claim timed;
	struct timed_output expected; /* `timed`, read */
	int exit_status;
	struct lesson_claim errors;
	struct lesson_claim message;
	char *against; /* the program whose output it is judged by, or NULL */
};

struct lesson_data {
	char *name;
	char *bytes;
	size_t length;
};

struct lesson_part {
	char *of; /* as written */
	char *text;
	int line;
};

struct lesson {
	char *root;
	char *name;   /* «05_async_context_managers» */
	char *folder; /* of its longer programs; need not be there */
	struct document document;
	char *title;
	int minutes;
	char **concepts;
	size_t concept_count;
	char **needs;
	size_t need_count;
	char **exercises;
	size_t exercise_count;
	char *placeholder; /* any text, or NULL */
	int facts_line;
	struct lesson_program *programs;
	size_t program_count;
	struct lesson_data *data;
	size_t data_count;
	struct lesson_part *parts;
	size_t part_count;
};

/* Reads it. On failure *error is one line, «file:line: what is wrong», and there
 * is nothing to free. */
bool lesson_read(struct lesson *lesson, const char *root, const char *name, char **error);
void lesson_free(struct lesson *lesson);

/* The names of all lessons, in their order, which is that of their names: files
 * in ROOT/lessons that begin with a digit and end in .md. */
void lesson_names(const char *root, struct names *names);

/* The program or data of that name, or NULL. */
struct lesson_program *lesson_find_program(const struct lesson *lesson, const char *name);
const struct lesson_data *lesson_find_data(const struct lesson *lesson, const char *name);

#endif
