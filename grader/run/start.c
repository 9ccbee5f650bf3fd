#define _GNU_SOURCE
#include "run/start.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock/coordinator.h"
#include "run/beside.h"
#include "run/child.h"
#include "run/descriptor.h"
#include "run/environment.h"
#include "run/limits.h"
#include "run/turn.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

#define LIBRARY          "libcourse_clock.so"
#define LIBRARY_VARIABLE "COURSE_CLOCK_LIBRARY"
#define HEAP_LIBRARY     "libcourse_heap.so"
#define TRACE_BYTES      (64 << 20)

void start_init(struct started *started)
{
	*started = (struct started){
		.process_file = -1,
		.outputs = { -1, -1 },
		.ends = { -1, -1 },
		.input = -1,
		.trace = -1,
		.library_file = -1,
		.heap_file = -1,
	};
	jailed_init(&started->jailed);
}

void start_free(struct started *started)
{
	descriptor_close(&started->process_file);
	descriptor_close(&started->input);
	descriptor_close(&started->trace);
	descriptor_close(&started->library_file);
	descriptor_close(&started->heap_file);
	for (int i = 0; i < 2; i++) {
		descriptor_close(&started->outputs[i]);
		descriptor_close(&started->ends[i]);
	}
	free(started->library);
	free(started->heap);
	jailed_free(&started->jailed);
}

void start_close_given(struct started *started)
{
	descriptor_close(&started->ends[0]);
	descriptor_close(&started->ends[1]);
	descriptor_close(&started->input);
}

int start_take_trace(struct started *started)
{
	int trace = started->trace;

	started->trace = -1;
	return trace;
}

/* ------------------------------------------------------------------ library */

char *start_find_library(char **error)
{
	const char *given = getenv(LIBRARY_VARIABLE);
	char *found = given ? memory_copy_text(given) : beside_find(LIBRARY);

	if (!found)
		text_error(error, "the clock's library, " LIBRARY
				  ", is not beside this program: build it with make");
	return found;
}

/* Beside the clock's. Without it programs run all the same. */
static char *find_heap_library(const char *library)
{
	char *folder = path_folder(library);
	char *heap = path_join(folder, HEAP_LIBRARY);

	free(folder);
	if (file_is_plain(heap))
		return heap;
	free(heap);
	return NULL;
}

/* LD_PRELOAD is a list, set apart by blanks and colons, in which $ names folders of the
 * linker's (ld.so(8)). No path with one of them can stand there. */
static bool cannot_be_preloaded(const char *path)
{
	return strpbrk(path, " :$") != NULL;
}

/* We outlive the program and all that it starts: what is open here has a plain name. */
char *start_preloaded(const char *path, int file)
{
	if (file < 0)
		return memory_copy_text(path);
	return text_format("/proc/%d/fd/%d", (int)getpid(), file);
}

/* *file is left alone, if the path itself can be said. */
static bool open_library(const char *path, int *file, char **error)
{
	if (!path || !cannot_be_preloaded(path))
		return true;
	*file = open(path, O_RDONLY | O_CLOEXEC);
	return *file >= 0 ||
	       text_error(error, "cannot open %s: %s", path, strerror(errno));
}

static bool find_libraries(struct started *started, char **error)
{
	started->library = start_find_library(error);
	if (!started->library)
		return false;
	started->heap = find_heap_library(started->library);
	return open_library(started->library, &started->library_file, error) &&
	       open_library(started->heap, &started->heap_file, error);
}

/* -------------------------------------------------------------- descriptors */

static bool open_outputs(struct started *started, bool one_channel)
{
	for (int i = 0; i < (one_channel ? 1 : 2); i++) {
		int ends[2];

		if (pipe2(ends, O_CLOEXEC) != 0)
			return false;
		started->outputs[i] = ends[0];
		started->ends[i] = ends[1];
		fcntl(ends[0], F_SETFL, O_NONBLOCK);
	}
	return true;
}

static bool is_null_device(const struct stat *status)
{
	return S_ISCHR(status->st_mode) && status->st_rdev == makedev(1, 3);
}

static bool open_input(struct started *started, const char *path)
{
	struct stat status;

	started->input = open(path ? path : "/dev/null", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	/* A socket, or a terminal of somebody else, cannot be opened again. */
	if (started->input < 0 && path && strcmp(path, "/dev/stdin") == 0)
		started->input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	if (started->input < 0 || fstat(started->input, &status) != 0)
		return false;
	started->woken_from_outside =
		!S_ISREG(status.st_mode) && !is_null_device(&status);
	return true;
}

/* Sealed, so that a program cannot cut it short while somebody reads it. */
static bool make_trace(struct started *started)
{
	started->trace = memfd_create("course-trace", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return started->trace >= 0 && ftruncate(started->trace, TRACE_BYTES) == 0 &&
	       fcntl(started->trace, F_ADD_SEALS,
		     F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
}

bool start_prepare(struct started *started, const struct program_request *request,
		   char **error)
{
	if (!find_libraries(started, error))
		return false;
	if (!open_outputs(started, request->one_channel))
		return text_error(error, "cannot make a pipe: %s", strerror(errno));
	if (!open_input(started, request->input))
		return text_error(error, "cannot open %s: %s",
				  request->input ? request->input : "/dev/null",
				  strerror(errno));
	if (!request->trace)
		return true;
	if (!make_trace(started))
		return text_error(error, "cannot make room for the trace: %s",
				  strerror(errno));
	return true;
}

/* ----------------------------------------------------------------- new process */

struct child {
	const struct started *started;
	const struct program_request *request;
	char *const *environment;
	int clock[CLOCK_DESCRIPTORS];
	int first;   /* descriptor of the clock */
	int lowest;  /* of all that are placed at the upper end */
	int failure; /* write end: a failure goes there */
};

/* What could not be done in the new process, and why. */
struct failure {
	enum { FAILED_NOT, FAILED_SET_UP, FAILED_DIRECTORY, FAILED_EXEC } step;
	int reason;
};

/* Moves a descriptor to a number that is not one of the program's own. */
static int move_away(int file, int lowest)
{
	return fcntl(file, F_DUPFD_CLOEXEC, lowest);
}

/* All that the program has: 0, 1, 2, the clock's and the trace. */
static bool place_descriptors(struct child *child)
{
	const struct started *started = child->started;
	int behind = child->first + CLOCK_DESCRIPTORS;
	int standard[3] = {
		move_away(started->input, behind),
		move_away(started->ends[STREAM_OUTPUT], behind),
		move_away(started->ends[started->ends[STREAM_ERROR] < 0 ? STREAM_OUTPUT
									: STREAM_ERROR],
			  behind),
	};
	int trace = started->trace < 0 ? -1 : move_away(started->trace, behind);

	child->failure = move_away(child->failure, behind);
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		child->clock[i] = move_away(child->clock[i], behind);
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		if (dup2(child->clock[i], child->first + i) < 0)
			return false;
	for (int i = 0; i < 3; i++)
		if (dup2(standard[i], i) < 0)
			return false;
	if (trace >= 0 && dup2(trace, child->first - 1) < 0)
		return false;
	close_range(3, (unsigned)child->lowest - 1, 0);
	/* Those behind are closed by exec. */
	return close_range((unsigned)behind, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

/* Returns what failed. A session of its own: signals to its group do not come to us. */
static struct failure become(struct child *child, pid_t grader)
{
	const char *directory = child->request->directory;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != grader || !place_descriptors(child))
		return (struct failure){ FAILED_SET_UP, errno };
	child_reset_signals();
	child_fix_addresses();
	limits_apply(&child->request->limits);
	if (directory && chdir(directory) != 0)
		return (struct failure){ FAILED_DIRECTORY, errno };
	child_execute(child->request->arguments, child->environment);
	return (struct failure){ FAILED_EXEC, errno };
}

static struct failure read_failure(int file)
{
	struct failure failure = { 0 };
	ssize_t length;

	do
		length = read(file, &failure, sizeof(failure));
	while (length < 0 && errno == EINTR);
	return length == (ssize_t)sizeof(failure) ? failure : (struct failure){ 0 };
}

/* False, with a sentence, unless nothing has failed. */
static bool explain(struct started *started, const struct failure *failure,
		    const struct program_request *request, char **error)
{
	const char *why = strerror(failure->reason);

	switch (failure->step) {
	case FAILED_SET_UP:
		return text_error(error, "cannot make a process for %s: %s",
				  request->arguments[0], why);
	case FAILED_DIRECTORY:
		return text_error(error, "cannot go to %s: %s", request->directory, why);
	case FAILED_EXEC:
		started->refused = jailed_is_refusal(failure->reason);
		return text_error(error, "cannot start %s: %s", request->arguments[0],
				  why);
	case FAILED_NOT: break;
	}
	return true;
}

bool start_program(struct started *started, const struct program_request *request,
		   const struct coordinator *clock, char **error)
{
	struct child child = { .started = started,
			       .request = request,
			       .first = limits_first_descriptor() };
	struct environment environment = { 0 };
	struct failure failure = { 0 };
	pid_t grader = getpid();
	int ends[2];

	if (request->jail)
		return start_in_jail(started, clock, error);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return text_error(error, "cannot make a pipe: %s", strerror(errno));
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		child.clock[i] = coordinator_descriptor(clock, (enum clock_descriptor)i);
	environment_make(&environment, started, request, clock, child.first);
	child.environment = environment.variables;
	child.failure = ends[1];
	child.lowest = child.first - (started->trace >= 0);
	turn_take();
	started->process = fork();
	if (started->process == 0) {
		failure = become(&child, grader);
		_exit(write(child.failure, &failure, sizeof(failure)) == sizeof(failure)
			      ? 127
			      : 126);
	}
	if (started->process < 0)
		failure = (struct failure){ FAILED_SET_UP, errno };
	close(ends[1]);
	environment_free(&environment);
	if (started->process > 0) {
		started->process_file = (int)syscall(SYS_pidfd_open, started->process, 0);
		failure = read_failure(ends[0]);
	}
	close(ends[0]);
	start_close_given(started);
	return explain(started, &failure, request, error);
}
