#define _GNU_SOURCE
#include "run/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock/board.h"
#include "clock/machine_time.h"
#include "run/descriptor.h"
#include "run/interrupt.h"
#include "run/jail_parts.h"
#include "run/turn.h"
#include "run/usage.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* A tool that was started. */
struct running {
	pid_t process;    /* 0: none, or over */
	int process_file; /* readable when the process is over */
	int output;       /* read end */
	struct text text;
	double deadline;
	unsigned long kills;  /* on the whole machine, when it was started */
	struct jailed jailed; /* with request.jail */
};

static void bound(int resource, rlim_t limit)
{
	struct rlimit bounds = { limit, limit };

	setrlimit(resource, &bounds);
}

/* ------------------------------------------------------------------------ jail */

static void add_limit(struct inside_limit *list, size_t *count, int resource,
		      uint64_t value)
{
	list[(*count)++] = (struct inside_limit){
		.resource = resource,
		.soft = value,
		.hard = value,
	};
}

static size_t limits_of(const struct tool_bounds *bounds, struct inside_limit *list)
{
	size_t count = 0;

	add_limit(list, &count, RLIMIT_CORE, 1); /* see limits_inside */
	add_limit(list, &count, RLIMIT_CPU, bounds->cpu_seconds);
	add_limit(list, &count, RLIMIT_FSIZE, bounds->file_bytes);
	add_limit(list, &count, RLIMIT_NPROC, 64);
	if (bounds->memory_bytes)
		add_limit(list, &count, RLIMIT_AS, bounds->memory_bytes);
	return count;
}

/* What __DATE__ and __TIME__ are for gcc, and for clang from 16 on. Else a program that
 * prints them would do something else each time that it is graded. */
#define TEXT(number)       #number
#define TEXT_OF(number)    TEXT(number)
#define BEGINNING_VARIABLE "SOURCE_DATE_EPOCH"
#define BEGINNING          TEXT_OF(INSIDE_BEGINNING)
_Static_assert(CLOCK_REALTIME_START == INT64_C(1000000000) * INSIDE_BEGINNING,
	       "a program is made when its clock begins");

static bool prepare_jail(const struct tool_request *request, struct jailed *jailed,
			 char **error)
{
	static char *const environment[] = {
		"PATH=/usr/local/bin:/usr/bin:/bin",
		"LC_ALL=C",
		BEGINNING_VARIABLE "=" BEGINNING,
		"TMPDIR=" INSIDE_TEMPORARY,
		NULL,
	};
	struct inside_limit limits[8];
	char *folder = path_folder(request->directory);
	char *made = request->made ? path_folder(request->made) : NULL;
	const struct jail_order order = {
		.purpose = JAIL_COMPILE,
		.arguments = request->arguments,
		.environment = environment,
		.folder = folder,
		.directory = request->directory,
		.made = made,
		.given = request->directory,
		.visible = request->visible,
		.limits = limits,
		.limit_count = limits_of(&request->bounds, limits),
		.folder_bytes = request->bounds.file_bytes,
		.memory_bytes = request->bounds.memory_bytes + JAIL_SPARE_MEMORY,
		.processes = 64,
	};
	bool good = jailed_prepare(jailed, request->jail, &order, error);

	free(folder);
	free(made);
	return good;
}

/* What the tool has made, if it says that it has. */
static void take_made(const struct tool_request *request, const struct jailed *jailed,
		      struct tool_result *result)
{
	char *folder, *name, *error = NULL;

	if (!request->made || result->end != TOOL_EXITED || result->status != 0)
		return;
	folder = path_folder(request->directory);
	name = memory_copy_text(request->made + strlen(folder) + 1);
	if (!jailed_take(jailed, name, request->made, 0755, request->bounds.file_bytes,
			 &error)) {
		result->end = TOOL_NOT_STARTED;
		free(result->output);
		result->output = error;
		result->length = strlen(error);
	}
	free(name);
	free(folder);
}

/* In the new process: never returns. What fails is told through `failure`. */
static void become(const struct tool_request *request, int output, int failure)
{
	int nothing = open("/dev/null", O_RDONLY);
	int reason;

	setpgid(0, 0);
	dup2(nothing, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	bound(RLIMIT_CORE, 0);
	bound(RLIMIT_CPU, request->bounds.cpu_seconds);
	bound(RLIMIT_FSIZE, request->bounds.file_bytes);
	setenv("LC_ALL", "C", 1);
	setenv(BEGINNING_VARIABLE, BEGINNING, 1);
	if (request->temporary)
		setenv("TMPDIR", request->temporary, 1);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	if (!request->directory || chdir(request->directory) == 0) {
		/* Last of all: this process may be larger than the tool may grow. */
		if (request->bounds.memory_bytes)
			bound(RLIMIT_AS, request->bounds.memory_bytes);
		execvp(request->arguments[0], request->arguments);
	}
	reason = errno;
	if (write(failure, &reason, sizeof(reason)) < 0)
		_exit(126);
	_exit(127);
}

/* 0 once the new process has become the tool, else the reason why it has not. */
static int read_failure(int descriptor)
{
	int reason = 0;
	ssize_t got;

	do
		got = read(descriptor, &reason, sizeof(reason));
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof(reason) ? reason : 0;
}

/* Not errno's, but *why. */
#define NO_REASON (-1)

/* Starts it in a jail; false, with a sentence. */
static bool start_jailed(const struct tool_request *request, struct running *running,
			 int output, char **why)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	const struct jailed_file files[] = {
		{ nothing, STDIN_FILENO },
		{ output, STDOUT_FILENO },
		{ output, STDERR_FILENO },
	};
	bool good = prepare_jail(request, &running->jailed, why) &&
		    jailed_start(&running->jailed, files, 3, why);

	close(nothing);
	if (!good)
		return false;
	running->process = running->jailed.keeper_id;
	running->process_file = fcntl(running->jailed.keeper, F_DUPFD_CLOEXEC, 3);
	return true;
}

/* Returns 0, or the reason why it does not run. */
static int start_free(const struct tool_request *request, struct running *running,
		      int output)
{
	int failure[2], reason;

	if (pipe2(failure, O_CLOEXEC) != 0)
		return errno;
	turn_take();
	running->process = fork();
	if (running->process == 0)
		become(request, output, failure[1]);
	reason = running->process < 0 ? errno : 0;
	descriptor_close(&failure[1]);
	if (running->process > 0) {
		/* Also here, so that the group exists whichever of us is first. */
		setpgid(running->process, running->process);
		reason = read_failure(failure[0]);
		if (reason)
			waitpid(running->process, NULL, 0);
		running->process_file = (int)syscall(SYS_pidfd_open, running->process, 0);
	}
	descriptor_close(&failure[0]);
	return reason;
}

/* Returns 0, or the reason why the tool does not run. */
static int start(const struct tool_request *request, struct running *running, char **why)
{
	int output[2], reason;

	*running = (struct running){ .process_file = -1, .output = -1 };
	jailed_init(&running->jailed);
	if (pipe2(output, O_CLOEXEC) != 0)
		return errno;
	if (request->jail)
		reason = start_jailed(request, running, output[1], why) ? 0 : NO_REASON;
	else
		reason = start_free(request, running, output[1]);
	descriptor_close(&output[1]);
	if (reason) {
		descriptor_close(&output[0]);
		descriptor_close(&running->process_file);
		running->process = 0;
		jailed_free(&running->jailed);
		return reason;
	}
	fcntl(output[0], F_SETFL, O_NONBLOCK);
	running->output = output[0];
	running->deadline = machine_seconds() + request->bounds.real_seconds;
	running->kills = usage_memory_kills();
	return 0;
}

/* Takes what is there to read. False: it is more than the tool may print. */
static bool drain(struct running *running, size_t limit)
{
	char block[16384];
	ssize_t got;

	while (running->output >= 0 &&
	       (got = read(running->output, block, sizeof(block))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return true;
		text_add_bytes(&running->text, block, (size_t)got);
		if (running->text.length > limit) {
			running->text.length = limit;
			running->text.bytes[limit] = '\0';
			return false;
		}
	}
	descriptor_close(&running->output);
	return true;
}

/* What the whole has had is known when it has ended; before, of each by itself. */
static void take_use(const struct running *running, bool ended,
		     const struct rusage *usage, struct tool_use *use)
{
	const struct jailed *jailed = &running->jailed;
	enum cgroup_memory memory = cgroup_memory(&jailed->group);

	if (ended && jailed->ended) {
		use->processor_seconds = jailed->processor_seconds;
		use->most_memory = jailed->most_memory;
	} else if (ended) {
		use->processor_seconds =
			(double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
			(double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
		use->most_memory = (size_t)usage->ru_maxrss << 10;
	}
	use->ran_out = memory == CGROUP_RAN_OUT;
	use->deprived = memory == CGROUP_DEPRIVED;
	use->scarce = !jailed->group.folders[CGROUP_MEMORY] &&
		      usage_memory_kills() > running->kills;
}

/* A disk has bytes, and most have a number of files that they can hold. */
static bool lacks_room(const struct tool_request *request)
{
	enum { FEW_FILES = 32 };
	struct statvfs disk;

	if (request->jail ||
	    statvfs(request->directory ? request->directory : ".", &disk) != 0)
		return false;
	return disk.f_bavail < request->bounds.file_bytes / disk.f_frsize ||
	       (disk.f_files > 0 && disk.f_favail < FEW_FILES);
}

/* Ends the tool with all that it started, and keeps how it ended. */
static void finish(const struct tool_request *request, struct running *running,
		   struct tool_result *result, enum tool_end end)
{
	struct rusage usage = { 0 };
	int status = 0;

	if (end != TOOL_EXITED)
		result->use.processor_seconds = usage_processor(running->process);
	if (request->jail) {
		jailed_kill(&running->jailed);
		status = running->jailed.status;
	} else {
		/* Not reaped yet: the group's number is still its own. */
		kill(-running->process, SIGKILL);
		while (wait4(running->process, &status, 0, &usage) < 0 && errno == EINTR)
			continue;
	}
	take_use(running, end == TOOL_EXITED, &usage, &result->use);
	result->use.no_room = lacks_room(request);
	running->process = 0;
	descriptor_close(&running->process_file);
	descriptor_close(&running->output);
	result->end = end;
	if (end == TOOL_EXITED && WIFSIGNALED(status)) {
		result->end = TOOL_SIGNALED;
		result->status = WTERMSIG(status);
	} else if (end == TOOL_EXITED) {
		result->status = WEXITSTATUS(status);
	}
	result->length = running->text.length;
	result->output = text_take(&running->text);
	if (request->jail)
		take_made(request, &running->jailed, result);
}

static bool has_ended(const struct running *running)
{
	struct pollfd poll_one = { .fd = running->process_file, .events = POLLIN };

	return poll(&poll_one, 1, 0) == 1;
}

static bool is_over(struct running *running)
{
	if (running->jailed.control >= 0)
		return !jailed_receive(&running->jailed) || running->jailed.ended;
	return has_ended(running);
}

/* A jail that ends before what is in it: somebody has killed it. */
static bool is_broken(const struct running *running)
{
	return running->jailed.control >= 0 && !running->jailed.ended;
}

/* Looks at one tool; ends it if it is over or out of bounds. */
static void look_at(const struct tool_request *request, struct running *running,
		    struct tool_result *result)
{
	/* Asked first: what it printed before it ended is then there to read. */
	bool over = is_over(running);

	if (!drain(running, request->bounds.output_bytes))
		finish(request, running, result, TOOL_OUTPUT_BOUND);
	else if (over && !is_broken(running))
		finish(request, running, result, TOOL_EXITED);
	else if (over || interrupt_requested())
		finish(request, running, result, TOOL_INTERRUPTED);
	else if (machine_seconds() >= running->deadline)
		finish(request, running, result, TOOL_TIME_BOUND);
}

/* Sleeps until something happens to one of them. */
static void wait_for_any(const struct running *running, size_t count)
{
	struct pollfd *polls = memory_new(3 * count + 1, sizeof(*polls));
	double nearest = machine_seconds() + 60;
	nfds_t used = 0;
	int timeout;

	polls[used++] = (struct pollfd){ .fd = interrupt_descriptor(), .events = POLLIN };
	for (size_t i = 0; i < count; i++) {
		if (!running[i].process)
			continue;
		polls[used++] =
			(struct pollfd){ .fd = running[i].output, .events = POLLIN };
		polls[used++] = (struct pollfd){ .fd = running[i].process_file,
						 .events = POLLIN };
		polls[used++] = (struct pollfd){ .fd = running[i].jailed.control,
						 .events = POLLIN };
		if (running[i].deadline < nearest)
			nearest = running[i].deadline;
	}
	timeout = (int)((nearest - machine_seconds()) * 1000) + 1;
	poll(polls, used, timeout < 0 ? 0 : timeout);
	free(polls);
}

static bool any_runs(const struct running *running, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (running[i].process)
			return true;
	return false;
}

void tools_run(const struct tool_request *requests, size_t count,
	       struct tool_result *results)
{
	struct running *running = memory_new(count, sizeof(*running));

	for (size_t i = 0; i < count; i++) {
		char *why = NULL;
		int reason = start(&requests[i], &running[i], &why);

		results[i] = (struct tool_result){ 0 };
		if (!reason)
			continue;
		results[i].end = TOOL_NOT_STARTED;
		results[i].status = reason == NO_REASON ? 0 : reason;
		results[i].output = why ? why : memory_copy_text("");
		results[i].length = strlen(results[i].output);
	}
	while (any_runs(running, count)) {
		wait_for_any(running, count);
		for (size_t i = 0; i < count; i++)
			if (running[i].process)
				look_at(&requests[i], &running[i], &results[i]);
	}
	/* Whoever is next need not wait for what was killed to be gone. */
	turn_give();
	for (size_t i = 0; i < count; i++) {
		jailed_wait(&running[i].jailed);
		jailed_free(&running[i].jailed);
	}
	free(running);
}
