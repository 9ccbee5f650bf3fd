/*
 * The coordinator: owns a program's clock, and moves it when all are asleep.
 *
 * It holds the board (board.h). The caller starts the program with the board's
 * descriptors, the preloaded library and the variable in its environment, and
 * then calls coordinator_step again and again, for as long as the program runs.
 * The coordinator never waits for anything, and believes nothing of what the
 * program writes on the board but when it wants to be woken.
 */
#ifndef COURSE_CLOCK_COORDINATOR_H
#define COURSE_CLOCK_COORDINATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock/board.h"
#include "clock/process_tree.h"
#include "run/program.h"

struct coordinator;

struct coordinator_request {
	enum clock_mode mode;
	double speed;            /* with CLOCK_SCALED */
	nanoseconds limit;       /* of virtual time; CLOCK_NEVER: none */
	int outputs[2];          /* read ends of the program's output */
	bool woken_from_outside; /* its input may bring something at any time */
	/* Reads all output that is there; false: there was none. It is called
	 * between the moment when all are asleep and the clock's next move. */
	bool (*drain)(void *context);
	void *context;
};

/* NULL, with a sentence in *error, if the kernel does not give what is needed. */
struct coordinator *coordinator_new(const struct coordinator_request *request,
				    char **error);
void coordinator_free(struct coordinator *clock);

/* What the program inherits, from descriptor `first` on. */
int coordinator_descriptor(const struct coordinator *clock, enum clock_descriptor which);

/* The environment variable, as NAME=value; the caller frees it. */
char *coordinator_variable(const struct coordinator *clock, int first);

/* The program has been started, not before the moment `launched` of the machine's
 * CLOCK_MONOTONIC. If time is to flow, it begins to do so with the program's first
 * instruction. */
void coordinator_begin(struct coordinator *clock, struct process_tree *tree,
		       nanoseconds launched);

/* The program has been heard of: that instruction lies behind. Time that does not flow
 * yet does so, counted from when the program was launched. */
void coordinator_has_begun(struct coordinator *clock);

enum coordinator_step {
	STEP_BUSY,     /* something is awake */
	STEP_MOVED,    /* somebody was woken, and will ring the bell */
	STEP_FLOWS,    /* real time: come back at coordinator_next */
	STEP_DEADLOCK, /* all asleep for ever */
	STEP_IDLE,     /* all asleep until something comes from outside */
	STEP_LIMIT,    /* the next deadline lies behind the limit */
};

enum coordinator_step coordinator_step(struct coordinator *clock);

/* The same, but the clock stands still: who has something to do at this moment
 * does it. STEP_IDLE: that is done. */
enum coordinator_step coordinator_settle(struct coordinator *clock);

/* What time it is. */
nanoseconds coordinator_now(const struct coordinator *clock);

/* Has a process waited by the machine's clock? Then time is real from there on. */
bool coordinator_is_real(const struct coordinator *clock);

/* How long, in real nanoseconds, until the next deadline of a clock that flows. */
nanoseconds coordinator_next(struct coordinator *clock);

/* Datagrams have come in on the channel. */
void coordinator_receive(struct coordinator *clock);

/* Hands over what the clock saw. */
void coordinator_report(struct coordinator *clock, struct program_result *result);

#endif
