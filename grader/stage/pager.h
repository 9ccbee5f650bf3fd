/*
 * The pager: a reading on the screen, moved through by keys, its programs run where
 * they stand.
 */
#ifndef COURSE_STAGE_PAGER_H
#define COURSE_STAGE_PAGER_H

#include "run/compile.h"
#include "stage/reading.h"

/* The screen has been begun (show/screen.h). Returns when the reader has had enough. The reading may be another one then: the
 * reader can go on to the next lesson. Without a toolchain (NULL) nothing is run.
 * False, with a sentence, if a document can no longer be read. */
bool pager_read(struct reading *reading, const struct toolchain *toolchain, char **error);

#endif
