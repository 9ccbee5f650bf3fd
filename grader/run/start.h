/*
 * Starting: all that has to be there before a program runs, and the exec.
 */
#ifndef COURSE_RUN_START_H
#define COURSE_RUN_START_H

#include "run/jailed.h"
#include "run/program.h"

struct coordinator;

struct started {
	pid_t process;    /* 0: not started; in a jail, the first one inside, who is no
			   * child of ours */
	int process_file; /* a pidfd: readable when it is over */
	int outputs[2];   /* read ends by enum program_stream; -1: none, or at its end */
	int ends[2];      /* write ends, until it is started */
	int input;
	bool woken_from_outside; /* the input may bring something at any time */
	int trace;               /* memory for the trace, or -1 */
	char *library;           /* path of the preloaded library */
	char *heap;              /* of the one that counts blocks; NULL: not there */
	int library_file;        /* open, where that path cannot be preloaded; else -1 */
	int heap_file;           /* the same */
	struct jailed jailed;    /* with request.jail */
	bool refused;            /* not started: no kernel takes such an executable */
};

void start_init(struct started *started);

/* Opens what the program is to have. False: *error is a sentence. */
bool start_prepare(struct started *started, const struct program_request *request,
		   char **error);

/* With request.jail, after that: makes ready all but the jail itself. What it needs is
 * started here, so that it is not bound as the program will be (run/processor.h). */
bool start_prepare_jail(struct started *started, const struct program_request *request,
			const struct coordinator *clock, char **error);

/* False: *error is a sentence that says why the program does not run. */
bool start_program(struct started *started, const struct program_request *request,
		   const struct coordinator *clock, char **error);

/* Of start_program, where it is to run in a jail (start_jail.c). */
bool start_in_jail(struct started *started, const struct coordinator *clock,
		   char **error);

/* Closes our copies of what the program has been given. */
void start_close_given(struct started *started);

/* Hands over the trace's descriptor, or -1. */
int start_take_trace(struct started *started);

void start_free(struct started *started);

/* The path of the library that is preloaded: beside the running binary, or where
 * an installation puts it. To be freed; NULL and a sentence if it is not there. */
char *start_find_library(char **error);

/* How LD_PRELOAD calls a library of that path, which may be open as `file`: wherever it
 * lies. To be freed. */
char *start_preloaded(const char *path, int file);

#endif
