/*
 * What is wrong with the managers of an async_with or a with.
 */
#ifndef COURSE_JUDGE_SOURCE_MANAGER_H
#define COURSE_JUDGE_SOURCE_MANAGER_H

#include "judge/source_use.h"

/* The sentence on it, for a use of either word that does not compile; NULL if none is
 * seen. To be freed. */
char *source_manager_mistake(const struct source_use *use);

#endif
