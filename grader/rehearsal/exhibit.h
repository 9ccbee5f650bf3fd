/*
 * An exhibit: a program that the course itself holds, so that it can be run with
 * nobody there. What it does can be known beforehand, and for long.
 */
#ifndef COURSE_REHEARSAL_EXHIBIT_H
#define COURSE_REHEARSAL_EXHIBIT_H

#include <stdbool.h>
#include <stddef.h>

#include "course/curriculum.h"
#include "course/submission.h"
#include "run/part.h"
#include "text/digest.h"

struct exhibit {
	/* A program of a lesson, … */
	const struct lesson *lesson;
	const struct lesson_program *program;
	/* … or the solution of an exercise; with `mistake` a wrong answer to it. */
	const struct exercise *exercise;
	const struct exercise_mistake *mistake;
};

struct exhibits {
	struct exhibit *exhibits;
	size_t count;
};

/* Those of which a reader is shown what they do: all programs of lessons that print,
 * and one wrong answer, for its report. The curriculum must live as long. */
void exhibits_of_course(struct exhibits *exhibits, const struct curriculum *curriculum);

/* And the solutions of all exercises. */
void exhibits_add_solutions(struct exhibits *exhibits,
			    const struct curriculum *curriculum);
void exhibits_free(struct exhibits *exhibits);

/* What it is called in its course, as no other: «lessons/05_…/counter.c»; to be freed. */
char *exhibit_name(const struct exhibit *exhibit);

/* What stands above its picture: «counter.c», «async_resource». */
const char *exhibit_title(const struct exhibit *exhibit);

/* Adds all that the course holds of it, so that it is known again. */
void exhibit_digest(const struct exhibit *exhibit, struct digest *digest);

/* What has to be installed before it can be run: a sentence to be freed, or NULL. */
char *exhibit_lack(const struct exhibit *exhibit, const struct parts *parts);

/* The files that are run for an exercise. */
bool exhibit_submission(const struct exhibit *exhibit, struct submission *submission,
			char **error);

#endif
