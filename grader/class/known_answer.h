/*
 * Known answers: the course's own solution of an exercise, and its other right answers.
 *
 * A program that agrees with one of them line by line, names and comments among it, may
 * have been taken from there. Few ways lead to a short program, so that this, too, is a
 * question for a teacher to ask, and not an answer.
 */
#ifndef COURSE_CLASS_KNOWN_ANSWER_H
#define COURSE_CLASS_KNOWN_ANSWER_H

#include "class/structure.h"
#include "course/exercise.h"

struct known_answer {
	char *name;             /* of its folder below right/; NULL: the solution */
	struct structure lines; /* without those that were handed out */
};

struct known_answers {
	struct known_answer *answers; /* the solution first */
	size_t count;
	/* Every piece of these, and of the wrong answers: what the exercise leads to, so
	 * that two who have it need not have it from each other. */
	struct structure usual;
};

/* What of the course lies at hand; `given` are the lines that were handed out. */
void known_answers_read(struct known_answers *known, const struct exercise *exercise,
			const struct structure *given);
void known_answers_free(struct known_answers *known);

struct known_copy {
	const struct known_answer *answer;
	size_t shared; /* lines that both have, … */
	size_t lines;  /* … of so many that the longer of the two has */
};

/* The answer that these lines agree with most, if nearly all of it is in them, and hardly
 * more, and enough that it is no chance. */
bool known_answers_find(const struct known_answers *known, const struct structure *lines,
			struct known_copy *copy);

#endif
