/*
 * Usage: what a process, and those that it has started, have had of the machine so far.
 */
#ifndef COURSE_RUN_USAGE_H
#define COURSE_RUN_USAGE_H

#include <sys/types.h>

/* Processor time of the process, of all its descendants, and of those of them that were
 * waited for; seconds. */
double usage_processor(pid_t process);

/* How often the kernel has killed somebody on this machine for want of memory. */
unsigned long usage_memory_kills(void);

#endif
