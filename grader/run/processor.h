/*
 * The processor: one for the program and for us, while its clock is virtual.
 *
 * Handing over is then a switch between two processes, some 2 µs; from one
 * processor to another it is a wake-up, which takes ten times as long and more.
 * And no two processes of the program ever run side by side, in an order that
 * is not ours.
 */
#ifndef COURSE_RUN_PROCESSOR_H
#define COURSE_RUN_PROCESSOR_H

#include <sched.h>
#include <stdbool.h>
#include <sys/types.h>

struct processor {
	int number; /* -1: any */
	int policy; /* what it was before */
	bool changed;
	cpu_set_t all; /* on which we could run before */
};

/* Binds this thread, and what it starts from now on, to the processor that it is
 * on. Where that is not allowed, number is -1; all works as well, but slower. */
void processor_share(struct processor *processor, bool wanted);

/* Binds a process, who was not started by this thread, as this thread is bound. */
void processor_give(pid_t process);

/* As it was before. */
void processor_leave(struct processor *processor);

#endif
