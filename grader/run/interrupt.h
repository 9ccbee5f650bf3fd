/*
 * Interrupts: being told to stop, by Ctrl-C or by a system that goes down.
 *
 * A signal handler can clean up nothing. So the signal is only noted, and made
 * readable on a descriptor; whoever waits for something waits for that as well,
 * and returns; and main ends by the same signal once everything is put away.
 */
#ifndef COURSE_RUN_INTERRUPT_H
#define COURSE_RUN_INTERRUPT_H

#include <stdbool.h>
#include <sys/types.h>

/* From now on SIGINT, SIGTERM and SIGHUP are noted. May be called again. */
void interrupt_catch(void);

/* As fork(2): an interrupt of the new process is not one of its parent's, from its first
 * moment on. */
pid_t interrupt_fork(void);

bool interrupt_requested(void);

/* Readable as soon as an interrupt is requested; -1 before interrupt_catch. */
int interrupt_descriptor(void);

/* Ends this process by the signal that was noted; returns if there was none. */
void interrupt_deliver(void);

#endif
