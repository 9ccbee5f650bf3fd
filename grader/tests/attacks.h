/*
 * Attacks: what a submission may hold, and the answer that each must get.
 *
 * Each file in attacks/ is a program that is judged in the jail, as root and as a
 * plain user. Its first comment says what must come of it:
 *
 *	verdict: MEMORY or CRASH   one of these
 *	says: words                stand in the verdict's message
 *	never: words               stand nowhere in the report
 *	exercise: NAME             of the course itself; else three_steps of these tests
 *	seed: N                    unseen cases are drawn, too
 *	runs: N                    one after the other
 *	home: yes                  it gets the same message without a jail
 *	only: x86_64               on no other machine
 *
 * @SENTINEL@ in it becomes the folder that holds another's submission and the marks,
 * @COURSE@ that of the course, @PORT@ a port at which the test listens.
 *
 * After each, all is as before: no process is left, no control group, no file where
 * temporary files are; another submission, the marks, the course and the grader's own
 * files were not touched (by their ctime, which nobody can set); nothing is shared, nobody
 * has called, and nothing took more memory or time than it may. ATTACK=NAME in the
 * environment: only those with NAME in theirs. Each attack has a process of its own that
 * is the reaper of whatever the grader might leave; so they run side by side.
 */
#ifndef COURSE_TESTS_ATTACKS_H
#define COURSE_TESTS_ATTACKS_H

#include <stdbool.h>

/* Runs all of them, a few at a time; fails the test unless each got its answer. */
void attacks_run(bool plain);

/* Is there a jail in which they can be tried? */
bool attacks_have_a_jail(void);

/* May a plain user come to what is needed? */
bool attacks_may_be_plain(void);

/* For the group of tests. */
int attacks_set_up(void **state);
int attacks_tear_down(void **state);

#endif
