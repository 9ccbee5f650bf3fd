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
#include "run/jail_parts.h"
#include "run/limits.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

#define LIBRARY          "libcourse_clock.so"
#define LIBRARY_VARIABLE "COURSE_CLOCK_LIBRARY"
#define TRACE_VARIABLE   "ASYNC_TRACE_FD"
#define TRACE_BYTES      (64 << 20)

void start_init(struct started *started)
{
	*started = (struct started){
		.process_file = -1,
		.outputs = { -1, -1 },
		.ends = { -1, -1 },
		.input = -1,
		.trace = -1,
	};
	jailed_init(&started->jailed);
}

static void close_file(int *file)
{
	if (*file >= 0)
		close(*file);
	*file = -1;
}

void start_free(struct started *started)
{
	close_file(&started->process_file);
	close_file(&started->input);
	close_file(&started->trace);
	for (int i = 0; i < 2; i++) {
		close_file(&started->outputs[i]);
		close_file(&started->ends[i]);
	}
	free(started->library);
	jailed_free(&started->jailed);
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
	started->library = start_find_library(error);
	if (!started->library)
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

/* -------------------------------------------------------------- environment */

struct environment {
	char **variables;
	size_t count;
};

static bool is_variable(const char *variable, const char *name, size_t length)
{
	return strncmp(variable, name, length) == 0 && variable[length] == '=';
}

/* `variable` is NAME=value; the environment owns it from now on. */
static void set_variable(struct environment *environment, char *variable)
{
	size_t name = (size_t)(strchr(variable, '=') - variable);

	for (size_t i = 0; i < environment->count; i++)
		if (is_variable(environment->variables[i], variable, name)) {
			free(environment->variables[i]);
			environment->variables[i] = variable;
			return;
		}
	environment->variables =
		memory_resize(environment->variables, environment->count + 2,
			      sizeof(*environment->variables));
	environment->variables[environment->count++] = variable;
	environment->variables[environment->count] = NULL;
}

/* Puts `value` before what the variable holds already. */
static void prefix_variable(struct environment *environment, const char *name,
			    const char *value, char between)
{
	for (size_t i = 0; i < environment->count; i++)
		if (is_variable(environment->variables[i], name, strlen(name))) {
			set_variable(environment,
				     text_format("%s=%s%c%s", name, value, between,
						 environment->variables[i] +
							 strlen(name) + 1));
			return;
		}
	set_variable(environment, text_format("%s=%s", name, value));
}

static void free_environment(struct environment *environment)
{
	for (size_t i = 0; i < environment->count; i++)
		free(environment->variables[i]);
	free(environment->variables);
}

/* Nothing of ours is for strangers. */
static char *const jail_environment[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"HOME=/nonexistent",
	"LANG=C.UTF-8",
	"TZ=UTC",
	"TERM=dumb",
	NULL,
};

/* The trace's descriptor is the one below the clock's. */
static void make_environment(struct environment *environment,
			     const struct started *started,
			     const struct program_request *request,
			     const struct coordinator *clock, int first)
{
	char *const *given = request->environment ? request->environment
			     : request->jail      ? jail_environment
						  : environ;

	for (; given && *given; given++)
		if (strchr(*given, '='))
			set_variable(environment, memory_copy_text(*given));
	prefix_variable(environment, "LD_PRELOAD",
			request->jail ? JAIL_LIBRARY_PATH : started->library, ':');
	/* The address sanitizer wants to be the first library; second is early enough. */
	prefix_variable(environment, "ASAN_OPTIONS", "verify_asan_link_order=0", ':');
	set_variable(environment, memory_copy_text("PYTHONUNBUFFERED=1"));
	set_variable(environment, coordinator_variable(clock, first));
	if (started->trace >= 0)
		set_variable(environment, text_format(TRACE_VARIABLE "=%d", first - 1));
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

/* Below the clock's and the trace; none of them reaches the program. */
static int first_of_jail(const struct child *child)
{
	return child->first - 1 - JAILED_DESCRIPTORS;
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
	if (child->request->jail && !jailed_place(&started->jailed, behind))
		return false;
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

static void reset_signals(void)
{
	sigset_t none;

	for (int i = 1; i < 32; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A file that was just written may still be open for writing in a process that
 * is being started elsewhere. */
static void execute(const struct child *child)
{
	static const struct timespec soon = { .tv_nsec = 1000000 };

	for (int tries = 0; tries < 200; tries++) {
		execvpe(child->request->arguments[0], child->request->arguments,
			child->environment);
		if (errno != ETXTBSY)
			return;
		nanosleep(&soon, NULL);
	}
}

/* There the program is started by the first process inside. */
static struct failure enter_jail(struct child *child, pid_t grader)
{
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != grader || !place_descriptors(child))
		return (struct failure){ FAILED_SET_UP, errno };
	reset_signals();
	jailed_become(&child->started->jailed);
	return (struct failure){ FAILED_EXEC, errno };
}

/* Returns what failed. A session of its own: signals to its group do not come to us. */
static struct failure become(struct child *child, pid_t grader)
{
	const char *directory = child->request->directory;

	if (child->request->jail)
		return enter_jail(child, grader);
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != grader || !place_descriptors(child))
		return (struct failure){ FAILED_SET_UP, errno };
	reset_signals();
	limits_apply(&child->request->limits);
	if (directory && chdir(directory) != 0)
		return (struct failure){ FAILED_DIRECTORY, errno };
	execute(child);
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
		started->refused = !request->jail && jailed_is_refusal(failure->reason);
		return text_error(error, "cannot start %s: %s", request->arguments[0],
				  why);
	case FAILED_NOT: break;
	}
	return true;
}

/* Bubblewrap says on standard error what it lacks. */
static bool wait_for_jail(struct started *started, char **error)
{
	int said = started->outputs[STREAM_ERROR] < 0 ? started->outputs[STREAM_OUTPUT]
						      : started->outputs[STREAM_ERROR];
	char line[512];
	char *why = NULL;
	ssize_t length;

	if (jailed_started(&started->jailed, &why))
		return true;
	started->refused = jailed_refused(&started->jailed);
	if (!jailed_kill(&started->jailed))
		kill(started->process, SIGKILL);
	length = read(said, line, sizeof(line) - 1);
	line[length > 0 ? length : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	text_error(error, *line ? "%s (%s)" : "%s%s", why, line);
	free(why);
	return false;
}

/* ------------------------------------------------------------------------ jail */

/* Without a working directory to be copied, the program itself is all there is. */
static char *path_of_program(const struct program_request *request)
{
	return request->directory || !strchr(request->arguments[0], '/')
		       ? NULL
		       : realpath(request->arguments[0], NULL);
}

static char **arguments_inside(const struct program_request *request, char *program)
{
	size_t count = 0;
	char **arguments;

	while (request->arguments[count])
		count++;
	arguments = memory_new(count + 1, sizeof(*arguments));
	memcpy(arguments, request->arguments, count * sizeof(*arguments));
	if (program)
		arguments[0] = program;
	return arguments;
}

/* What was opened as root is to be opened again, as /dev/stdout, by nobody. */
static void give_outputs(const struct started *started, const struct jail *jail)
{
	for (int i = 0; i < 2; i++)
		if (jail->drops && started->ends[i] >= 0)
			fchown(started->ends[i], jail->user, jail->group);
}

static bool prepare_jail(struct started *started, const struct program_request *request,
			 const struct child *child, char **error)
{
	struct inside_limit limits[LIMITS_MOST];
	char *program = path_of_program(request);
	char **arguments = arguments_inside(request, program);
	const char *const visible[] = { program, NULL };
	const char *folder = request->directory ? request->directory : INSIDE_TEMPORARY;
	const struct jail_order order = {
		.purpose = JAIL_RUN,
		.arguments = arguments,
		.environment = child->environment,
		.folder = folder,
		.directory = folder,
		.given = request->directory,
		.visible = visible,
		.library = started->library,
		.limits = limits,
		.limit_count = limits_inside(&request->limits, limits),
		.folder_bytes = request->limits.file_bytes + JAIL_SPARE_BYTES,
		.memory_bytes = request->limits.memory_bytes + JAIL_SPARE_MEMORY,
		.processes = 2 * request->limits.processes + 16,
	};
	bool good = jailed_prepare(&started->jailed, request->jail, &order,
				   first_of_jail(child), error);

	give_outputs(started, request->jail);
	free(arguments);
	free(program);
	return good;
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

	if (pipe2(ends, O_CLOEXEC) != 0)
		return text_error(error, "cannot make a pipe: %s", strerror(errno));
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		child.clock[i] = coordinator_descriptor(clock, (enum clock_descriptor)i);
	make_environment(&environment, started, request, clock, child.first);
	child.environment = environment.variables;
	child.failure = ends[1];
	child.lowest = request->jail ? first_of_jail(&child)
				     : child.first - (started->trace >= 0);
	if (request->jail && !prepare_jail(started, request, &child, error)) {
		free_environment(&environment);
		close(ends[0]);
		close(ends[1]);
		return false;
	}
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
	free_environment(&environment);
	if (started->process > 0) {
		started->process_file = (int)syscall(SYS_pidfd_open, started->process, 0);
		failure = read_failure(ends[0]);
	}
	close(ends[0]);
	close_file(&started->ends[0]);
	close_file(&started->ends[1]);
	close_file(&started->input);
	if (!explain(started, &failure, request, error))
		return false;
	return !request->jail || wait_for_jail(started, error);
}
