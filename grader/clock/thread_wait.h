/*
 * What a thread waits in, as the kernel tells it: its state and its system call.
 *
 * The table of timed calls stands here: who sleeps in one of them without having said
 * so to the clock sleeps by the machine's.
 */
#ifndef COURSE_CLOCK_THREAD_WAIT_H
#define COURSE_CLOCK_THREAD_WAIT_H

#include "clock/tree_members.h"

/* What a sleeping thread sleeps in. */
enum thread_wait {
	WAIT_UNKNOWN,  /* the kernel does not tell us */
	WAIT_UNTIMED,  /* until something happens */
	WAIT_TIMED,    /* with a time limit by the machine's clock */
	WAIT_STARTING, /* in exec: not asleep in our sense */
	WAIT_OVER,     /* in nothing: it has gone on since it was seen */
};

/* Is the thread asleep in our sense, by the state in which it was seen last? So is one
 * that is stopped, or over; not one that is about to go on by itself. */
bool tree_thread_sleeps(struct process_tree *tree, struct tree_thread *thread);

/* Of a thread that sleeps. Asks the kernel anew. */
enum thread_wait tree_wait_of(struct process_tree *tree, struct tree_thread *thread);

/* How often it was put on a processor. */
unsigned long long tree_runs_of(const struct process_tree *tree,
				const struct tree_thread *thread);

#endif
