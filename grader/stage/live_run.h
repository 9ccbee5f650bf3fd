/*
 * A live run: a lesson's program, compiled and run in a process of its own, so that
 * the stage goes on whatever becomes of it.
 *
 * If it fails, or takes too long, a recording takes its place: of a run of this source
 * that went well, whatever it was compiled with; or, if none is known, what the lesson
 * shows.
 */
#ifndef COURSE_STAGE_LIVE_RUN_H
#define COURSE_STAGE_LIVE_RUN_H

#include <sys/types.h>

#include "rehearsal/recording.h"

struct live_run {
	const struct lesson *lesson;
	const struct lesson_program *program;
	const struct toolchain *toolchain; /* or NULL */
	pid_t process;                     /* 0: none */
	int process_file;                  /* readable when it is over */
	int file;                          /* the recording that it makes */
};

/* Without a toolchain (NULL), or if no process can be had, it has failed already. */
void live_run_start(struct live_run *run, const struct lesson *lesson,
		    const struct lesson_program *program,
		    const struct toolchain *toolchain);

/* Can it be taken without waiting for it? */
bool live_run_is_over(const struct live_run *run);

/* What is to be played: waits for its end at most `patience` milliseconds. */
void live_run_take(struct live_run *run, int patience, struct recording *recording);

/* Ends it, if it is still going on. */
void live_run_stop(struct live_run *run);

#endif
