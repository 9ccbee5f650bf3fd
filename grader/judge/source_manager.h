/*
 * What is wrong with the managers of an async_with or a with, or with what a loop
 * goes over.
 */
#ifndef COURSE_JUDGE_SOURCE_MANAGER_H
#define COURSE_JUDGE_SOURCE_MANAGER_H

#include "judge/source_use.h"

/* The sentence on it, for a use of either word that does not compile; NULL if none is
 * seen. To be freed. */
char *source_manager_mistake(const struct source_use *use);

/* The same for what an async_for or a for_each goes over, if it is an object of which a
 * class line makes something to iterate over. */
char *source_manager_iterable(const struct source_use *use);

#endif
