/*
 * What becomes of a file's name on its way: browsers, systems and learning platforms
 * change it, and the student did not.
 *
 *   async_counter (1).c, async_counter(2).c      a browser that has one already
 *   async_counter-1.c, async_counter_2.c         Canvas, of what was handed in again
 *   async_counter copy.c, async_counter - Copy.c a system's copy
 *   async_counter.c.txt                          an editor that hides endings
 *   ASYNC_COUNTER.C                              a file system without case
 *   lovelaceada_4711_815_async_counter.c         Canvas, of a whole class
 */
#ifndef COURSE_CLASS_OTHER_NAME_H
#define COURSE_CLASS_OTHER_NAME_H

#include <stdbool.h>

/* Is the one name what such a thing makes of the other? Not if they are the same. */
bool is_other_name(const char *name, const char *of);

#endif
