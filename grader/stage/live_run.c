#define _GNU_SOURCE
#include "stage/live_run.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "show/screen.h"

/* How long it may take to put its things away when it is told to end. */
enum { GRACE = 500 };

static void run_here(const struct live_run *run, const struct toolchain *toolchain)
{
	struct rehearsal rehearsal;

	screen_leave_to_parent();
	rehearse(&rehearsal, run->lesson, run->program, toolchain);
	_exit(recording_write(run->file, &rehearsal) ? 0 : 1);
}

void live_run_start(struct live_run *run, const struct lesson *lesson,
		    const struct lesson_program *program,
		    const struct toolchain *toolchain)
{
	*run = (struct live_run){ .lesson = lesson,
				  .program = program,
				  .process_file = -1,
				  .file = memfd_create("recording", MFD_CLOEXEC) };
	if (!toolchain || run->file < 0)
		return;
	fflush(NULL);
	run->process = fork();
	if (run->process == 0)
		run_here(run, toolchain);
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

static bool take_live(struct live_run *run, int patience, struct recording *recording)
{
	int status = 0;

	if (!wait_for_end(run, patience))
		return false;
	waitpid(run->process, &status, 0);
	run->process = 0;
	if (status != 0 || !recording_read(run->file, run->program, recording))
		return false;
	recording->source = RECORDING_LIVE;
	if (recording->well) {
		recording_keep(run->lesson, run->program, run->file);
		return true;
	}
	recording_free(recording);
	return false;
}

static bool take_kept(const struct live_run *run, struct recording *recording)
{
	int file = recording_open_kept(run->lesson, run->program);
	bool taken = file >= 0 && recording_read(file, run->program, recording);

	if (file >= 0)
		close(file);
	recording->source = RECORDING_KEPT;
	return taken;
}

void live_run_take(struct live_run *run, int patience, struct recording *recording)
{
	if (!take_live(run, patience, recording) && !take_kept(run, recording))
		recording_of_lesson(run->program, recording);
	live_run_stop(run);
}
