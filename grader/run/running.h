/*
 * A run on its way: what is known of it until it ends, and what is done about it.
 *
 * These are the parts of program.c, and nobody else's: what comes from the program
 * (running_events.c), its limits (running_limits.c), and how it ended
 * (running_end.c). program.c begins a run, moves it on, and gives back what it held.
 */
#ifndef COURSE_RUN_RUNNING_H
#define COURSE_RUN_RUNNING_H

#include <stdbool.h>

#include "clock/coordinator.h"
#include "run/output.h"
#include "run/processor.h"
#include "run/program.h"
#include "run/start.h"

struct run {
	const struct program_request *request;
	struct program_result *result;
	struct started started;
	struct coordinator *clock;
	struct process_tree tree;
	struct output output;
	int events;             /* epoll */
	int pulse;              /* a timer: come and look, if nothing else happens */
	nanoseconds started_at; /* real */
	double jailed_at;       /* what had been spent on jails then; seconds */
	nanoseconds looked_at;  /* real: when memory and the like were last looked at */
	struct processor processor;
	bool root_over;
	bool over;
};

/* Ends the run: `end`, with a sentence if there is a format. Only the first reason
 * counts. */
void run_end(struct run *run, enum program_end end, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- what comes from the program (running_events.c) ---- */

/* Makes ready to be woken by all that may happen. False, with errno: the kernel does not
 * give what is needed. */
bool run_watch(struct run *run);

/* Waits for something to happen, and does what is to be done about it: at most so many
 * nanoseconds; at the latest, a beat comes. */
void run_wait(struct run *run, nanoseconds longest);

/* The same, where somebody is awake and will soon be asleep: for the longer, the more
 * rounds have been waited already. */
void run_wait_while_busy(struct run *run, unsigned rounds);

/* Reads all output that is there, of a `struct run`; false: there was none. */
bool run_drain(void *context);

/* The longest and the shortest that is waited for nothing in particular; nanoseconds. */
#define RUN_PULSE         2000000
#define RUN_SHORTEST_LOOK 50000

/* ---- limits (running_limits.c): each ends the run that is over it ---- */

/* What costs some microseconds to find out is looked at once in a millisecond. */
void run_check_limits(struct run *run);

/* In a jail: a call that no program there may do; what it has written; and that it keeps
 * to its clock. */
void run_check_forbidden(struct run *run);
void run_check_folder(struct run *run);
void run_check_clock(struct run *run);

/* ---- its end (running_end.c) ---- */

/* Who is still there, though the root is over and the others have settled. */
void run_take_left(struct run *run);

/* With a jail: waits for the word of its first process on how the program ended, and
 * ends the jail. */
void run_leave_jail(struct run *run);

/* How the program ended, if nothing else has ended the run; waits for it. */
void run_take_status(struct run *run);

#endif
