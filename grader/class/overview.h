/*
 * The overview: a class as a whole. How many got which verdict and which mark, and the
 * mistakes that were made most.
 *
 * Mistakes are counted alike if exercise.md describes them in one place; else if the
 * grader knows one cause for them; else if it says the same sentence of them.
 *
 * And who may have a zero only for the name of a file, or was graded by one of another
 * name.
 */
#ifndef COURSE_CLASS_OVERVIEW_H
#define COURSE_CLASS_OVERVIEW_H

#include <stddef.h>

#include "class/grade.h"
#include "class/gradebook.h"

enum { OVERVIEW_BINS = 10, OVERVIEW_OVERLOOKED = 50 };

struct mistake_count {
	size_t exercise; /* its index */
	enum verdict_kind kind;
	char *key;     /* by which it is counted */
	char *words;   /* what it is called, in which what cannot be seen is drawn */
	char *example; /* the first sentence that was said of it */
	size_t count;  /* of students */
};

/* Somebody of whose files not all counted, and who has nothing of some exercise: the
 * teacher should look, or a slip of the pen is a zero. And who is not in the roster; and,
 * behind all these, whose only file was taken, whatever it is called. */
struct overlooked {
	char *student; /* in which what cannot be seen is drawn */
	char *key;
	char *notes;   /* sentences */
	bool unlisted; /* that they are not in the roster is all there is */
	bool guessed;  /* that their only file was taken is all there is */
};

struct exercise_overview {
	size_t verdicts[VERDICT_COUNT];
	size_t not_handed_in, not_graded;
	points earned; /* by all together */
	size_t marked; /* of so many */
};

struct overview {
	size_t students;
	size_t absent;              /* of these, in the roster alone */
	size_t marked;              /* of all whose work could be judged */
	points earned;              /* by these together */
	points possible;            /* by each */
	points least, middle, most; /* of the marks; the median is rounded down */
	size_t bins[OVERVIEW_BINS]; /* of marks, by tenths of what is possible; the last
					* has those who earned all, too */
	struct exercise_overview *exercises;
	size_t exercise_count;
	struct mistake_count *mistakes; /* the most frequent first */
	size_t mistake_count;
	struct overlooked *overlooked; /* the first of them */
	size_t overlooked_kept, overlooked_count;
	points *marks; /* of each who is marked */
};

void overview_make(struct overview *overview, const struct gradebook *gradebook);
void overview_free(struct overview *overview);

#endif
