/*
 * A rehearsal: an exhibit compiled and run on the virtual clock, with its trace, and held
 * against what the course shows of it.
 */
#ifndef COURSE_REHEARSAL_REHEARSAL_H
#define COURSE_REHEARSAL_REHEARSAL_H

#include "rehearsal/exhibit.h"
#include "rehearsal/recording.h"
#include "run/compile.h"

/* Runs it here and now, and writes the recording. It went well if it does as the
 * course shows; one that is meant to fail may fail. */
void rehearse(const struct exhibit *exhibit, const struct toolchain *toolchain,
	      struct text *recording);

/* The recording of an exhibit: of the very run that it would have now, if one is kept; else
 * it is run, and kept. Without a toolchain (NULL) any run of the same source is taken.
 * False, and nothing to be freed: nothing is known of it. */
bool rehearsal_of(const struct exhibit *exhibit, const char *root,
		  const struct toolchain *toolchain, struct recording *recording);

#endif
