/*
 * The nearest name: what somebody most likely meant to type.
 */
#ifndef COURSE_TEXT_NEAREST_H
#define COURSE_TEXT_NEAREST_H

#include <stddef.h>

/* How many letters must be added, removed, changed or swapped with their
 * neighbour to make one word of the other. Words are looked at up to 63 bytes. */
size_t nearest_distance(const char *one, const char *other);

/* The index of the name nearest to `word`, or `count` if none is near enough
 * to be worth a suggestion. */
size_t nearest_name(const char *word, const char *const *names, size_t count);

#endif
