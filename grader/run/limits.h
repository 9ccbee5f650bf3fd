/*
 * Limits: what of them the kernel keeps by itself.
 *
 * The others are kept by who runs the program, who looks at it now and then:
 * real and virtual time, output, resident memory, the number of processes.
 */
#ifndef COURSE_RUN_LIMITS_H
#define COURSE_RUN_LIMITS_H

#include <stdbool.h>

#include "run/inside.h"
#include "run/program.h"

/* In the new process, before exec. May be called between fork and exec. */
void limits_apply(const struct program_limits *limits);

/* The same and more, for what is started in a jail: there, they hold for the jail
 * alone. At most LIMITS_MOST of them; returns how many. */
enum { LIMITS_MOST = 16 };
size_t limits_inside(const struct program_limits *limits, struct inside_limit *list);

/* Has this process what programs and compilers may have? What was handed down to it holds
 * for them as well, and would be taken for theirs. False, with a sentence. */
bool limits_suffice(char **error);

/* From this number on lie the descriptors that a program has of ours. */
int limits_first_descriptor(void);

/* In a jail no descriptor of a program has this number, or a higher one. */
int limits_descriptors_inside(void);

#endif
