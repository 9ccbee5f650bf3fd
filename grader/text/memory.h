/*
 * Memory that is there: these never return NULL.
 *
 * A grader that has no memory left cannot judge; it says so in one line and
 * ends with the status for «could not be judged». This is the one place below
 * main that ends the process: no caller could do anything better.
 */
#ifndef COURSE_TEXT_MEMORY_H
#define COURSE_TEXT_MEMORY_H

#include <stddef.h>

/* Zeroed. */
void *memory_new(size_t count, size_t size);

/* As realloc; new bytes are not zeroed. */
void *memory_resize(void *memory, size_t count, size_t size);

char *memory_copy_text(const char *text);

/* Copies `length` bytes, NUL among them, and adds a NUL. */
char *memory_copy_bytes(const char *bytes, size_t length);

#endif
