/* What several tests need: outputs written as text, folders that go away. */
#ifndef COURSE_TESTS_FIXTURE_H
#define COURSE_TESTS_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "judge/evidence.h"
#include "judge/timed_output.h"
#include "run/program.h"

/* A path in the tree, from its root. */
const char *fixture_path(const char *name);

/* The lines of «   0.000 | text» as an output; fails the test if they are none. */
struct timed_output fixture_output(const char *block);

/* A program that was judged by what it printed: all that a diagnosis needs. */
struct fixture_case {
	struct timed_output expected, actual;
	struct program_result result;
	struct evidence_source source;
	struct evidence evidence;
	struct verdict verdict;
};

/* Sets up a program that printed `actual`, and ended well with its last line. */
void fixture_case_make(struct fixture_case *fixture, const char *expected,
		       const char *actual);

/* Judges it, and fails the test unless the verdict is of that kind and its
 * message holds those words; cause may be NULL: none. */
void fixture_case_expect(struct fixture_case *fixture, enum verdict_kind kind,
			 const char *cause, const char *words);

/* A new, empty folder in the temporary folder; removed with all in it by
 * fixture_remove. */
char *fixture_folder(void);
void fixture_write(const char *folder, const char *name, const char *text);
void fixture_remove(char *folder);

#endif
