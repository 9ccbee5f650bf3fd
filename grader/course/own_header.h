/*
 * Headers of a learner's own, beside the exercise's files.
 *
 * A check by the learner finds them where they lie. A class is judged by the exercise's
 * files alone, so whoever has one is to know of that before.
 */
#ifndef COURSE_COURSE_OWN_HEADER_H
#define COURSE_COURSE_OWN_HEADER_H

#include "course/submission.h"

/* The first that a source includes in quotes and that lies beside it, to be freed; NULL:
 * there is none. */
char *own_header(const struct submission *submission);

#endif
