/*
 * What is wrong with a definition: async (…), generator (…) and their kin, and the line
 * that makes a class.
 */
#ifndef COURSE_JUDGE_SOURCE_DEFINITION_H
#define COURSE_JUDGE_SOURCE_DEFINITION_H

#include "judge/source_use.h"

/* The sentence on the use of a word that defines a function, and does not compile; NULL
 * if nothing is seen. To be freed. */
char *source_definition_mistake(const struct source_use *use);

/* The same for a class line, such as async_iterator (counter, struct counter *). */
char *source_definition_class(const struct source_use *use);

/* A class line whose type is another than that of self in its methods. */
char *source_definition_other_self(const struct source_use *use);

#endif
