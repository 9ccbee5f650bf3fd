/*
 * What the kernel says of this process, in files of /proc.
 */
#ifndef COURSE_HEAP_PROC_H
#define COURSE_HEAP_PROC_H

#include <stdbool.h>
#include <stddef.h>

#pragma GCC visibility push(hidden)

/* Opens it for reading; -1: it cannot be. Past the calls that the clock replaces. */
int proc_open(const char *path);
void proc_close(int file);

/* Reads all of it, and adds a NUL. False: it cannot be read, or is longer. */
bool proc_read(const char *path, char *text, size_t size);

#pragma GCC visibility pop

#endif
