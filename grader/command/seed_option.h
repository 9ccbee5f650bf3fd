/*
 * The options --seed and --cases: which unseen cases are judged, and how many.
 */
#ifndef COURSE_COMMAND_SEED_OPTION_H
#define COURSE_COMMAND_SEED_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A seed is a number from 0 to 2^63 - 1. Without one there are no cases; with
 * one there are 3, or as many as `cases` says. Each text may be NULL: it was not
 * given. False, with a sentence, if one of them is no such number. */
bool seed_option(const char *seed, const char *cases, uint64_t *number, size_t *count,
		 char **error);

#endif
