/* What the tests of the clock need: a program's run as one text. */
#ifndef COURSE_TESTS_TIMED_RUN_H
#define COURSE_TESTS_TIMED_RUN_H

#include <sys/types.h>

#include "run/program.h"

/* A request with the usual limits, both streams on one channel. arguments[0]
 * without a slash is one of programs/, unless it is to be found in PATH. */
struct program_request timed_request(char *const *arguments);

/* Runs it; its lines as «   0.000 | text\n», to be freed. */
char *timed_run(const struct program_request *request, struct program_result *result);

/* Fails the test unless the command on the virtual clock, a shell's command line
 * with $PROGRAMS set, prints just that and ends with 0. */
void timed_expect(const char *command, const char *expected);

/* Sets the environment up as `make test` does, where it was not. */
int timed_set_up(void **state);

/* Path of one of programs/; valid until the next call. */
char *timed_program(const char *name);

/* Processes that use up the machine. They end with the test, also if it fails. */
void timed_keep_busy(pid_t *busy, size_t count);
void timed_end_busy(const pid_t *busy, size_t count);

/* Is this command there? */
bool timed_has(const char *command);

#endif
