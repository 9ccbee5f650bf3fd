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

/* From now on SIGINT, SIGTERM and SIGHUP are noted. May be called again. */
void interrupt_catch(void);

/* In a process that was forked off: an interrupt of it is not one of its parent's. */
void interrupt_renew(void);

bool interrupt_requested(void);

/* Readable as soon as an interrupt is requested; -1 before interrupt_catch. */
int interrupt_descriptor(void);

/* Ends this process by the signal that was noted; returns if there was none. */
void interrupt_deliver(void);

#endif
