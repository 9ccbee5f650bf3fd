/*
 * Names for files of a test's own, where TMPDIR says: the runner clears that folder,
 * whatever becomes of the test.
 */
#ifndef TESTS_TEMPORARY_H
#define TESTS_TEMPORARY_H

#include <stdio.h>
#include <stdlib.h>

enum { TEMPORARY_PATH = 256 };

/* For mkstemp and mkdtemp: a template that begins with the name. */
static inline void temporary_path(char path[static TEMPORARY_PATH], const char *name)
{
	const char *folder = getenv("TMPDIR");

	snprintf(path, TEMPORARY_PATH, "%s/%s_XXXXXX", folder ? folder : "/tmp", name);
}

#endif
