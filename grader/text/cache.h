/*
 * The cache: what can be made again, kept so that it need not be.
 *
 * It lies in $XDG_CACHE_HOME/course, or in ~/.cache/course. Nobody may rely on it:
 * where there is no such folder, or it is full, nothing is kept, and nothing said.
 */
#ifndef COURSE_TEXT_CACHE_H
#define COURSE_TEXT_CACHE_H

#include <stddef.h>

/* Where a file of that name is kept; to be freed. NULL: nowhere. */
char *cache_path(const char *name);

/* Keeps these bytes there. Whoever reads meanwhile gets the old ones, whole. */
void cache_keep(const char *path, const char *bytes, size_t length);

#endif
