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
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run/interrupt.h"
#include "text/memory.h"
#include "text/text.h"

/* A tool that was started. */
struct running {
	pid_t process;    /* 0: none, or over */
	int process_file; /* readable when the process is over */
	int output;       /* read end */
	struct text text;
	double deadline;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void bound(int resource, rlim_t limit)
{
	struct rlimit bounds = { limit, limit };

	setrlimit(resource, &bounds);
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

static void close_open(int *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
}

/* Returns 0, or the reason why the tool does not run. */
static int start(const struct tool_request *request, struct running *running)
{
	int output[2] = { -1, -1 }, failure[2] = { -1, -1 };
	int reason;

	*running = (struct running){ .process_file = -1, .output = -1 };
	if (pipe2(output, O_CLOEXEC) != 0 || pipe2(failure, O_CLOEXEC) != 0 ||
	    (running->process = fork()) < 0) {
		reason = errno;
		running->process = 0;
	} else if (running->process == 0) {
		become(request, output[1], failure[1]);
		reason = 0; /* not reached */
	} else {
		/* Also here, so that the group exists whichever of us is first. */
		setpgid(running->process, running->process);
		close_open(&failure[1]);
		reason = read_failure(failure[0]);
	}
	close_open(&output[1]);
	close_open(&failure[0]);
	close_open(&failure[1]);
	if (reason) {
		close_open(&output[0]);
		if (running->process)
			waitpid(running->process, NULL, 0);
		running->process = 0;
		return reason;
	}
	fcntl(output[0], F_SETFL, O_NONBLOCK);
	running->output = output[0];
	running->process_file = (int)syscall(SYS_pidfd_open, running->process, 0);
	running->deadline = now() + request->bounds.real_seconds;
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
	close_open(&running->output);
	return true;
}

/* Ends the tool with all that it started, and keeps how it ended. */
static void finish(struct running *running, struct tool_result *result, enum tool_end end)
{
	int status = 0;

	/* Not reaped yet, so the group's number is still its own. */
	kill(-running->process, SIGKILL);
	while (waitpid(running->process, &status, 0) < 0 && errno == EINTR)
		continue;
	running->process = 0;
	close_open(&running->process_file);
	close_open(&running->output);
	result->end = end;
	if (end == TOOL_EXITED && WIFSIGNALED(status)) {
		result->end = TOOL_SIGNALED;
		result->status = WTERMSIG(status);
	} else if (end == TOOL_EXITED) {
		result->status = WEXITSTATUS(status);
	}
	result->length = running->text.length;
	result->output = text_take(&running->text);
}

static bool is_over(const struct running *running)
{
	struct pollfd poll_one = { .fd = running->process_file, .events = POLLIN };

	return poll(&poll_one, 1, 0) == 1;
}

/* Looks at one tool; ends it if it is over or out of bounds. */
static void look_at(const struct tool_request *request, struct running *running,
		    struct tool_result *result)
{
	/* Asked first: what it printed before it ended is then there to read. */
	bool over = is_over(running);

	if (!drain(running, request->bounds.output_bytes))
		finish(running, result, TOOL_OUTPUT_BOUND);
	else if (over)
		finish(running, result, TOOL_EXITED);
	else if (interrupt_requested())
		finish(running, result, TOOL_INTERRUPTED);
	else if (now() >= running->deadline)
		finish(running, result, TOOL_TIME_BOUND);
}

/* Sleeps until something happens to one of them. */
static void wait_for_any(const struct running *running, size_t count)
{
	struct pollfd *polls = memory_new(2 * count + 1, sizeof(*polls));
	double nearest = now() + 60;
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
		if (running[i].deadline < nearest)
			nearest = running[i].deadline;
	}
	timeout = (int)((nearest - now()) * 1000) + 1;
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
		int reason = start(&requests[i], &running[i]);

		results[i] = (struct tool_result){ 0 };
		if (!reason)
			continue;
		results[i].end = TOOL_NOT_STARTED;
		results[i].status = reason;
		results[i].output = memory_copy_text("");
	}
	while (any_runs(running, count)) {
		wait_for_any(running, count);
		for (size_t i = 0; i < count; i++)
			if (running[i].process)
				look_at(&requests[i], &running[i], &results[i]);
	}
	free(running);
}
