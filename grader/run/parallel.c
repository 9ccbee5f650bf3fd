#define _GNU_SOURCE
#include "run/parallel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "run/interrupt.h"
#include "text/memory.h"

/* A job under way. */
struct worker {
	size_t index;
	pid_t process;  /* 0: this place is free */
	int descriptor; /* from which its report is read */
	struct text report;
	double start;
};

struct crew {
	const struct parallel_request *request;
	struct worker *workers;
	struct pollfd *waits; /* one for each worker, and one for an interrupt */
	size_t size;
	size_t busy;
};

static void write_all(int descriptor, const struct text *text)
{
	size_t written = 0;

	while (written < text->length) {
		ssize_t put =
			write(descriptor, text->bytes + written, text->length - written);

		if (put < 0 && errno != EINTR)
			_exit(2);
		written += put > 0 ? (size_t)put : 0;
	}
}

/* The life of a job's process. */
static _Noreturn void work(const struct parallel_request *request, size_t index,
			   int descriptor)
{
	struct text report = { 0 };

	request->work(index, request->context, &report);
	write_all(descriptor, &report);
	text_free(&report);
	_exit(interrupt_requested() ? 2 : 0);
}

static bool start(struct crew *crew, struct worker *worker, size_t index, char **error)
{
	int ends[2];
	pid_t process;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return text_error(error, "no pipe can be made: %s", strerror(errno));
	process = interrupt_fork();
	if (process == 0)
		work(crew->request, index, ends[1]);
	close(ends[1]);
	if (process < 0) {
		close(ends[0]);
		return text_error(error, "no process can be started: %s",
				  strerror(errno));
	}
	*worker = (struct worker){
		.index = index,
		.process = process,
		.descriptor = ends[0],
		.start = machine_seconds(),
	};
	crew->busy++;
	return true;
}

/* Why a job did not come to its end, or NULL. */
static char *failure_of(int status)
{
	if (WIFSIGNALED(status))
		return text_format("the course itself crashed over it, by signal %d (%s)",
				   WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status))
		return text_format("the course itself could not come to its end over it");
	return NULL;
}

static void finish(struct crew *crew, struct worker *worker)
{
	int status = 0;
	char *failure;

	while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR)
		;
	close(worker->descriptor);
	failure = failure_of(status);
	if (!interrupt_requested())
		crew->request->done(
			worker->index, worker->report.bytes ? worker->report.bytes : "",
			worker->report.length, machine_seconds() - worker->start, failure,
			crew->request->context);
	free(failure);
	text_free(&worker->report);
	worker->process = 0;
	crew->busy--;
}

static void read_report(struct crew *crew, struct worker *worker)
{
	char bytes[16384];
	ssize_t got = read(worker->descriptor, bytes, sizeof(bytes));

	if (got > 0)
		text_add_bytes(&worker->report, bytes, (size_t)got);
	else if (got == 0 || errno != EINTR)
		finish(crew, worker);
}

/* Waits until any of them has something to say, and hears it. */
static void listen(struct crew *crew)
{
	for (size_t i = 0; i < crew->size; i++)
		crew->waits[i] = (struct pollfd){
			.fd = crew->workers[i].process ? crew->workers[i].descriptor : -1,
			.events = POLLIN,
		};
	crew->waits[crew->size] = (struct pollfd){
		.fd = interrupt_requested() ? -1 : interrupt_descriptor(),
		.events = POLLIN,
	};
	if (poll(crew->waits, crew->size + 1, -1) < 0)
		return;
	for (size_t i = 0; i < crew->size; i++)
		if (crew->waits[i].revents)
			read_report(crew, &crew->workers[i]);
}

static void stop_all(const struct crew *crew)
{
	for (size_t i = 0; i < crew->size; i++)
		if (crew->workers[i].process)
			kill(crew->workers[i].process, SIGTERM);
}

static struct worker *free_worker(struct crew *crew)
{
	for (size_t i = 0; i < crew->size; i++)
		if (!crew->workers[i].process)
			return &crew->workers[i];
	return NULL;
}

static bool run_all(struct crew *crew, char **error)
{
	size_t next = 0;
	bool good = true;

	while (good && next < crew->request->count && !interrupt_requested()) {
		struct worker *worker = free_worker(crew);

		if (worker)
			good = start(crew, worker, next++, error);
		else
			listen(crew);
	}
	while (crew->busy) {
		if (interrupt_requested() || !good)
			stop_all(crew);
		listen(crew);
	}
	if (good && interrupt_requested())
		return text_error(error, "interrupted");
	return good;
}

static size_t processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (size_t)count : 1;
}

bool parallel_run(const struct parallel_request *request, char **error)
{
	struct crew crew = {
		.request = request,
		.size = request->workers ? request->workers : processors(),
	};
	bool good;

	fflush(NULL); /* else a job would write it again */
	crew.workers = memory_new(crew.size, sizeof(*crew.workers));
	crew.waits = memory_new(crew.size + 1, sizeof(*crew.waits));
	good = run_all(&crew, error);
	free(crew.workers);
	free(crew.waits);
	return good;
}
