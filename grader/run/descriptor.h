/*
 * Descriptors, as several files of this room make and close them.
 */
#ifndef COURSE_RUN_DESCRIPTOR_H
#define COURSE_RUN_DESCRIPTOR_H

#include <stdbool.h>

#include "text/text.h"

/* Closes it, if it is one, and makes it -1. */
void descriptor_close(int *descriptor);

/* A file of these bytes that lies in no folder, to be read from its start. False, with
 * errno; what *descriptor is then is to be closed all the same. */
bool descriptor_of_text(const char *name, const struct text *text, int *descriptor);

/* Two ends of a line on which messages stay whole; the first one is told by the kernel
 * who has sent them (SO_PASSCRED, unix(7)). False, with errno; what was opened is then
 * in `ends`, or -1. */
bool descriptor_pair(int ends[2]);

#endif
