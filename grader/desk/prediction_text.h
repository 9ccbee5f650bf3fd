/*
 * A prediction that was entered, held against the run.
 *
 * Of an exercise of the kind predict, it is judged and written into the learner's
 * file, and counts. Of any other, it is held against what the learner's own program
 * does, and counts for nothing but its worth.
 */
#ifndef COURSE_DESK_PREDICTION_TEXT_H
#define COURSE_DESK_PREDICTION_TEXT_H

#include <stdio.h>

#include "course/exercise.h"
#include "show/terminal.h"

/* Asks for lines until an empty one, or the end; without words if `input` is no
 * terminal. To be freed. */
char *prediction_ask(const struct terminal *terminal, const struct exercise *exercise,
		     FILE *input);

/* Tells how right it is, into *verdict. False, with a sentence, if it could not be
 * judged or written down. */
bool prediction_text(const struct terminal *terminal, const struct exercise *exercise,
		     const char *prediction, enum verdict_kind *verdict, char **error);

#endif
