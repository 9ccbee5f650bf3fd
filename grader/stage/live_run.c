#define _GNU_SOURCE
#include "stage/live_run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rehearsal/recorded_runs.h"
#include "rehearsal/rehearsal.h"
#include "run/interrupt.h"
#include "show/screen.h"
#include "text/memory.h"
#include "text/text.h"

/* How long it may take to put its things away when it is told to end. */
enum { GRACE = 500 };

static bool write_all(int file, const struct text *text)
{
	size_t written = 0;

	while (written < text->length) {
		ssize_t put = write(file, text->bytes + written, text->length - written);

		if (put < 0 && errno != EINTR)
			return false;
		written += put > 0 ? (size_t)put : 0;
	}
	return true;
}

static struct exhibit exhibit_of(const struct live_run *run)
{
	return (struct exhibit){ .lesson = run->lesson, .program = run->program };
}

static void run_here(const struct live_run *run)
{
	struct exhibit exhibit = exhibit_of(run);
	struct text recording = { 0 };

	screen_leave_to_parent();
	rehearse(&exhibit, run->toolchain, &recording);
	_exit(write_all(run->file, &recording) ? 0 : 1);
}

void live_run_start(struct live_run *run, const struct lesson *lesson,
		    const struct lesson_program *program,
		    const struct toolchain *toolchain)
{
	*run = (struct live_run){ .lesson = lesson,
				  .program = program,
				  .toolchain = toolchain,
				  .process_file = -1,
				  .file = memfd_create("recording", MFD_CLOEXEC) };
	if (!toolchain || run->file < 0)
		return;
	fflush(NULL);
	run->process = interrupt_fork();
	if (run->process == 0)
		run_here(run);
	if (run->process < 0)
		run->process = 0;
	if (run->process)
		run->process_file = (int)syscall(SYS_pidfd_open, run->process, 0);
}

/* Is it over by then? */
static bool wait_for_end(const struct live_run *run, int patience)
{
	struct pollfd end = { .fd = run->process_file, .events = POLLIN };

	return run->process && poll(&end, 1, patience) == 1;
}

bool live_run_is_over(const struct live_run *run)
{
	return !run->process || wait_for_end(run, 0);
}

void live_run_stop(struct live_run *run)
{
	if (run->process) {
		kill(run->process, SIGTERM);
		if (!wait_for_end(run, GRACE))
			kill(run->process, SIGKILL);
		waitpid(run->process, NULL, 0);
	}
	if (run->process_file >= 0)
		close(run->process_file);
	if (run->file >= 0)
		close(run->file);
	*run = (struct live_run){ .process_file = -1, .file = -1 };
}

/* All that a file in memory holds; to be freed. */
static char *read_all(int file, size_t *length)
{
	off_t end = lseek(file, 0, SEEK_END);
	char *bytes = memory_new((size_t)(end > 0 ? end : 0) + 1, 1);
	ssize_t got = end > 0 ? pread(file, bytes, (size_t)end, 0) : 0;

	*length = got > 0 ? (size_t)got : 0;
	return bytes;
}

/* For another time, unless this very run is known already. */
static void keep(const struct live_run *run, const char *bytes, size_t length)
{
	struct exhibit exhibit = exhibit_of(run);
	struct recorded_runs runs;
	size_t known;

	recorded_runs_open(&runs, run->lesson->root, run->toolchain);
	if (!recorded_runs_find(&runs, &exhibit, &known))
		recorded_runs_add(&runs, &exhibit, bytes, length);
	recorded_runs_close(&runs);
}

/* Did it go well? Then it is taken. */
static bool read_live(const struct live_run *run, struct recording *recording)
{
	size_t length;
	char *bytes = read_all(run->file, &length);
	bool read = recording_read(bytes, length, run->program->name, recording);
	bool well = read && recording->well;

	if (well)
		keep(run, bytes, length);
	else if (read)
		recording_free(recording);
	free(bytes);
	recording->source = RECORDING_LIVE;
	return well;
}

static bool take_live(struct live_run *run, int patience, struct recording *recording)
{
	int status = 0;

	if (!wait_for_end(run, patience))
		return false;
	waitpid(run->process, &status, 0);
	run->process = 0;
	return status == 0 && read_live(run, recording);
}

void live_run_take(struct live_run *run, int patience, struct recording *recording)
{
	struct exhibit exhibit = exhibit_of(run);

	if (!take_live(run, patience, recording) &&
	    !rehearsal_of(&exhibit, run->lesson->root, NULL, recording))
		recording_of_lesson(run->program, recording);
	live_run_stop(run);
}
