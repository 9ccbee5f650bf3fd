/*
 * A grade: a student's record, and the marks that follow from it and the rubric.
 *
 * All reports are written from this, and so agree with each other. Where anything could
 * not be judged there is no mark, which is not a zero. Of what was not handed in the
 * mark is zero.
 */
#ifndef COURSE_CLASS_GRADE_H
#define COURSE_CLASS_GRADE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "class/gradebook.h"
#include "class/rubric.h"
#include "judge/verdict.h"

/* One case of an exercise. */
struct case_grade {
	size_t number;           /* 0: the documented one */
	const json_t *entry;     /* in the record; NULL: it was not judged */
	enum verdict_kind kind;  /* VERDICT_COUNT: it was not judged */
	points earned, possible; /* rounded to hundredths, for who shows cases alone */
};

struct exercise_grade {
	const char *name, *title;
	const json_t *entry; /* in the record; NULL: none */
	bool handed_in;
	bool marked;            /* else it could not be judged, or was not yet */
	enum verdict_kind kind; /* VERDICT_COUNT: nothing was handed in */
	points earned, possible;
	struct case_grade *cases; /* the documented one first, then the unseen */
	size_t case_count;
	size_t passed;
};

struct grade {
	char *student;        /* the name, in which what cannot be seen is drawn */
	const char *key;      /* the gradebook's */
	const json_t *listed; /* what the class list says: gradebook_listed */
	json_t *record;       /* NULL: there is none yet */
	bool marked;          /* everything of it is */
	points earned, possible;
	struct exercise_grade *exercises;
	size_t count;
};

/* The grade of the student at that place in the gradebook, which must live as long. */
void grade_read(struct grade *grade, const struct gradebook *gradebook, size_t index);
void grade_free(struct grade *grade);

/* What stands at that name in an object; "" if it is no text. */
const char *text_member(const json_t *object, const char *name);

/* The word for the verdict on an exercise or a case: also for what was not handed in or
 * not run. */
const char *exercise_word(const struct exercise_grade *exercise);
const char *case_word(const struct case_grade *one);

/* «documented case», «unseen case 2»: to be freed. */
char *case_name(const struct case_grade *one);

#endif
