/*
 * The options --seed and --cases: which unseen cases are judged, and how many;
 * and --schedule and --schedules, under which schedules.
 */
#ifndef COURSE_COMMAND_SEED_OPTION_H
#define COURSE_COMMAND_SEED_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check_request;

/* A seed is a number from 0 to 2^63 - 1. Without one there are no cases; with
 * one there are 3, or as many as `cases` says. Each text may be NULL: it was not
 * given. False, with a sentence, if one of them is no such number. */
bool seed_option(const char *seed, const char *cases, uint64_t *number, size_t *count,
		 char **error);

/* The options --schedule and --schedules, with the seed that was given or NULL:
 * under which one it runs, or under how many besides, and from which on. Each is
 * 0 where it was not given. */
bool schedule_option(const char *schedule, const char *schedules, const char *seed,
		     struct check_request *request, char **error);

#endif
