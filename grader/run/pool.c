#define _GNU_SOURCE
#include "run/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "run/interrupt.h"
#include "run/turn.h"
#include "text/memory.h"

/* How often is looked whether a worker was stopped, in milliseconds. */
enum { LOOK = 500 };

/* What goes up instead of the length of a report; and down instead of a job. */
#define TURN_WANTED UINT64_MAX
#define TURN_LEFT   (UINT64_MAX - 1)

struct worker {
	pid_t process; /* 0: this place is free */
	int line;      /* the number of a job goes down, its report comes up */
	bool busy;
	size_t index;
	double start;
	uint64_t expected; /* length of the report; it stands before it */
	bool measured;     /* the length is known */
	bool has_turn;
	uint64_t wants; /* since when, by the number of those who did; 0: no turn */
	struct text report;
};

struct pool {
	const struct pool_request *request;
	struct worker *workers;
	struct pollfd *waits; /* one for each worker, and one for an interrupt */
	size_t size;
	size_t turns;     /* that nobody has */
	uint64_t wanting; /* how many have wanted one so far */
	size_t next;      /* of the jobs that nobody has taken yet */
	size_t *again;    /* jobs to be done once more */
	size_t again_count;
	int *before; /* children that we had before: none of a worker's */
	size_t before_count;
	int was_reaper;
};

/* ---- in a worker ---------------------------------------------------------- */

static bool send_all(int line, const void *bytes, size_t length)
{
	const char *rest = bytes;

	while (length) {
		ssize_t put = send(line, rest, length, MSG_NOSIGNAL);

		if (put < 0 && errno != EINTR)
			return false;
		rest += put > 0 ? put : 0;
		length -= put > 0 ? (size_t)put : 0;
	}
	return true;
}

/* False: there are no more. */
static bool receive_job(int line, uint64_t *index)
{
	ssize_t got;

	do
		got = recv(line, index, sizeof(*index), MSG_WAITALL);
	while (got < 0 && errno == EINTR && !interrupt_requested());
	return got == (ssize_t)sizeof(*index);
}

static bool report_job(int line, const struct text *report)
{
	uint64_t length = report->length;

	return send_all(line, &length, sizeof(length)) &&
	       send_all(line, report->bytes, report->length);
}

/* Who is told to stop goes on without: it comes to nothing any more. */
static void take_turn(void *context)
{
	const int *line = context;
	const uint64_t word = TURN_WANTED;
	uint64_t answer;

	if (send_all(*line, &word, sizeof(word)))
		receive_job(*line, &answer);
}

static void leave_turn(void *context)
{
	const int *line = context;
	const uint64_t word = TURN_LEFT;

	send_all(*line, &word, sizeof(word));
}

/* The life of a worker. Who was interrupted over a job says nothing of it. */
static _Noreturn void work(const struct pool_request *request, int line)
{
	uint64_t index;
	bool good = true;

	if (request->turns)
		turn_set(take_turn, leave_turn, &line);
	while (good && receive_job(line, &index)) {
		struct text report = { 0 };

		request->work((size_t)index, request->context, &report);
		turn_give();
		good = !interrupt_requested() && report_job(line, &report);
		text_free(&report);
	}
	_exit(good ? 0 : 2);
}

/* ---- workers come and go ---------------------------------------------------- */

/* A worker must not outlive us, and hear no other's end of a line. */
static void settle(const struct pool *pool, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(2);
	for (size_t i = 0; i < pool->size; i++)
		if (pool->workers[i].process)
			close(pool->workers[i].line);
}

static bool start_worker(struct pool *pool, struct worker *worker, char **error)
{
	pid_t parent = getpid(), process;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return text_error(error, "no line to a worker can be made: %s",
				  strerror(errno));
	process = interrupt_fork();
	if (process == 0) {
		settle(pool, parent);
		close(ends[0]);
		work(pool->request, ends[1]);
	}
	close(ends[1]);
	if (process < 0) {
		close(ends[0]);
		return text_error(error, "no process can be started: %s",
				  strerror(errno));
	}
	*worker = (struct worker){ .process = process, .line = ends[0] };
	return true;
}

static bool is_worker(const struct pool *pool, pid_t process)
{
	for (size_t i = 0; i < pool->size; i++)
		if (pool->workers[i].process == process)
			return true;
	return false;
}

/* Our own children, by the kernel's list. Returns how many; to be freed. */
static size_t list_children(int **list)
{
	char *path = text_format("/proc/self/task/%d/children", (int)getpid());
	FILE *children = fopen(path, "re");
	size_t count = 0;
	int process;

	*list = NULL;
	while (children && fscanf(children, "%d", &process) == 1) {
		*list = memory_resize(*list, count + 1, sizeof(int));
		(*list)[count++] = process;
	}
	if (children)
		fclose(children);
	free(path);
	return count;
}

static bool was_before(const struct pool *pool, pid_t process)
{
	for (size_t i = 0; i < pool->before_count; i++)
		if (pool->before[i] == process)
			return true;
	return false;
}

/* Kills what a dead worker left: it is our child now. Returns how many there are. */
static size_t kill_strays(const struct pool *pool)
{
	int *children;
	size_t count = list_children(&children), killed = 0;

	for (size_t i = 0; i < count; i++)
		if (!is_worker(pool, children[i]) && !was_before(pool, children[i])) {
			kill(children[i], SIGKILL);
			waitpid(children[i], NULL, 0);
			killed++;
		}
	free(children);
	return killed;
}

/* The children of those that are killed come to us in their turn. */
static void sweep_strays(const struct pool *pool)
{
	for (int round = 0; round < 100 && kill_strays(pool); round++)
		;
}

/* Ends a worker, if it has not ended by itself. Its wait status. */
static int end_worker(struct worker *worker, int how)
{
	int status = 0;

	if (how)
		kill(worker->process, how);
	close(worker->line);
	kill(worker->process, SIGCONT);
	while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR)
		;
	text_free(&worker->report);
	worker->process = 0;
	return status;
}

/* ---- turns ------------------------------------------------------------------- */

/* Who has waited longest, or NULL. */
static struct worker *first_in_line(const struct pool *pool)
{
	struct worker *first = NULL;

	for (size_t i = 0; i < pool->size; i++) {
		struct worker *worker = &pool->workers[i];

		if (worker->process && worker->wants &&
		    (!first || worker->wants < first->wants))
			first = worker;
	}
	return first;
}

/* A worker that cannot be told is dead already: its turn comes back with its end. */
static void deal_turns(struct pool *pool)
{
	const uint64_t word = TURN_WANTED;
	struct worker *worker;

	while (pool->turns && (worker = first_in_line(pool))) {
		pool->turns--;
		worker->has_turn = true;
		worker->wants = 0;
		send_all(worker->line, &word, sizeof(word));
	}
}

static void take_back_turn(struct pool *pool, struct worker *worker)
{
	pool->turns += worker->has_turn;
	worker->has_turn = false;
	worker->wants = 0;
}

static void hear_of_turn(struct pool *pool, struct worker *worker)
{
	if (worker->expected == TURN_WANTED)
		worker->wants = ++pool->wanting;
	else
		take_back_turn(pool, worker);
	worker->measured = false;
	deal_turns(pool);
}

/* ---- jobs ------------------------------------------------------------------- */

static bool take_job(struct pool *pool, size_t *index)
{
	if (pool->next < pool->request->count)
		*index = pool->next++;
	else if (pool->again_count)
		*index = pool->again[--pool->again_count];
	else
		return false;
	return true;
}

static void hand_back(struct pool *pool, size_t index)
{
	pool->again =
		memory_resize(pool->again, pool->again_count + 1, sizeof(*pool->again));
	pool->again[pool->again_count++] = index;
}

static void conclude(struct pool *pool, size_t index, const char *report, double seconds,
		     const char *failure)
{
	const struct pool_request *request = pool->request;

	if (request->done(index, report ? report : "", seconds, failure,
			  request->context) == POOL_AGAIN)
		hand_back(pool, index);
}

/* The worker is gone or has to go; what it was at has failed. Takes the sentence. */
static void give_up(struct pool *pool, struct worker *worker, char *failure, int how)
{
	bool busy = worker->busy;
	double seconds = machine_seconds() - worker->start;
	size_t index = worker->index;
	int status = end_worker(worker, how);

	take_back_turn(pool, worker);
	deal_turns(pool);
	sweep_strays(pool);
	if (!failure && WIFSIGNALED(status))
		failure = text_format("the grader's worker was ended by signal %d (%s)",
				      WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (!failure)
		failure = memory_copy_text("the grader's worker ended in the middle");
	if (busy && !interrupt_requested())
		conclude(pool, index, NULL, seconds, failure);
	free(failure);
}

/* Gives a job to a worker. A worker that cannot be reached is dead already. */
static void give_job(struct pool *pool, struct worker *worker, size_t index)
{
	uint64_t number = index;

	worker->busy = true;
	worker->index = index;
	worker->start = machine_seconds();
	worker->measured = false;
	worker->report.length = 0;
	if (!send_all(worker->line, &number, sizeof(number)))
		give_up(pool, worker, NULL, SIGKILL);
}

static bool is_whole(const struct worker *worker)
{
	return worker->measured && worker->report.length == worker->expected;
}

/* Reads what is there; false: the line is at its end. */
static bool read_some(struct worker *worker)
{
	char bytes[16384];
	void *into = worker->measured ? (void *)bytes : &worker->expected;
	size_t room = worker->measured ? worker->expected - worker->report.length
				       : sizeof(worker->expected);
	ssize_t got;

	if (worker->measured && room > sizeof(bytes))
		room = sizeof(bytes);
	got = recv(worker->line, into, room, worker->measured ? 0 : MSG_WAITALL);
	if (got <= 0)
		return got < 0 && errno == EINTR;
	if (worker->measured)
		text_add_bytes(&worker->report, bytes, (size_t)got);
	else
		worker->measured = got == (ssize_t)sizeof(worker->expected);
	return worker->measured;
}

static void hear(struct pool *pool, struct worker *worker)
{
	if (!read_some(worker)) {
		give_up(pool, worker, NULL, 0);
		return;
	}
	if (worker->measured && worker->expected >= TURN_LEFT) {
		hear_of_turn(pool, worker);
		return;
	}
	if (!is_whole(worker))
		return;
	worker->busy = false;
	worker->measured = false;
	conclude(pool, worker->index, worker->report.length ? worker->report.bytes : NULL,
		 machine_seconds() - worker->start, NULL);
}

/* A worker that was stopped, or works for ever; or is dead, while somebody whom it has
 * left behind still holds its end of the line. */
static void look_after(struct pool *pool, struct worker *worker)
{
	siginfo_t state = { 0 };

	waitid(P_PID, (id_t)worker->process, &state,
	       WEXITED | WSTOPPED | WNOHANG | WNOWAIT);
	if (state.si_pid == worker->process && state.si_code == CLD_STOPPED)
		give_up(pool, worker, memory_copy_text("the grader's worker was stopped"),
			SIGKILL);
	else if (state.si_pid == worker->process)
		give_up(pool, worker, NULL, 0);
	else if (worker->busy &&
		 machine_seconds() - worker->start > pool->request->patience)
		give_up(pool, worker,
			text_format("the grader's worker took longer than %.0f s",
				    pool->request->patience),
			SIGKILL);
}

/* ---- the whole -------------------------------------------------------------- */

/* False, with a sentence, if there is nobody for it. */
static bool employ_one(struct pool *pool, struct worker *worker, char **error)
{
	size_t index;

	if (!take_job(pool, &index))
		return true;
	if (!worker->process && !start_worker(pool, worker, error)) {
		hand_back(pool, index);
		return false;
	}
	give_job(pool, worker, index);
	return true;
}

static bool is_busy(const struct worker *worker)
{
	return worker->process && worker->busy;
}

/* Every worker that is free gets a job; false: nobody is at any. */
static bool employ(struct pool *pool, char **error)
{
	bool any = false;

	free(*error);
	*error = NULL;
	for (size_t i = 0; i < pool->size && !*error; i++)
		if (!is_busy(&pool->workers[i]))
			employ_one(pool, &pool->workers[i], error);
	for (size_t i = 0; i < pool->size; i++)
		any |= is_busy(&pool->workers[i]);
	return any;
}

static void listen_to_all(struct pool *pool)
{
	for (size_t i = 0; i < pool->size; i++)
		pool->waits[i] = (struct pollfd){
			.fd = pool->workers[i].process ? pool->workers[i].line : -1,
			.events = POLLIN,
		};
	pool->waits[pool->size] =
		(struct pollfd){ .fd = interrupt_descriptor(), .events = POLLIN };
	if (poll(pool->waits, pool->size + 1, LOOK) < 0)
		return;
	for (size_t i = 0; i < pool->size; i++)
		if (pool->workers[i].process && pool->waits[i].revents)
			hear(pool, &pool->workers[i]);
}

static void look_after_all(struct pool *pool, double *looked_at)
{
	if (machine_seconds() - *looked_at < LOOK / 1000.0)
		return;
	*looked_at = machine_seconds();
	for (size_t i = 0; i < pool->size; i++)
		if (pool->workers[i].process)
			look_after(pool, &pool->workers[i]);
	if (pool->request->tick)
		pool->request->tick(pool->request->context);
}

static bool run_all(struct pool *pool, char **error)
{
	double looked_at = machine_seconds();

	*error = NULL;
	while (!interrupt_requested() && employ(pool, error)) {
		listen_to_all(pool);
		look_after_all(pool, &looked_at);
	}
	if (!interrupt_requested())
		return !*error;
	free(*error);
	return text_error(error, "interrupted");
}

/* A worker that is told to stop puts away what it was at. */
static void dismiss(struct pool *pool)
{
	for (size_t i = 0; i < pool->size; i++)
		if (is_busy(&pool->workers[i]))
			kill(pool->workers[i].process, SIGTERM);
	for (size_t i = 0; i < pool->size; i++)
		if (pool->workers[i].process)
			end_worker(&pool->workers[i], 0);
	sweep_strays(pool);
	prctl(PR_SET_CHILD_SUBREAPER, pool->was_reaper);
}

static size_t processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (size_t)count : 1;
}

bool pool_run(const struct pool_request *request, char **error)
{
	struct pool pool = {
		.request = request,
		.turns = request->workers ? request->workers : processors(),
	};
	bool good;

	pool.size = pool.turns + (request->turns ? (pool.turns + 1) / 2 : 0);
	if (pool.size > request->count)
		pool.size = request->count;
	fflush(NULL); /* else a worker would write it again */
	pool.workers = memory_new(pool.size, sizeof(*pool.workers));
	pool.waits = memory_new(pool.size + 1, sizeof(*pool.waits));
	pool.before_count = list_children(&pool.before);
	prctl(PR_GET_CHILD_SUBREAPER, &pool.was_reaper);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	good = run_all(&pool, error);
	dismiss(&pool);
	free(pool.workers);
	free(pool.waits);
	free(pool.again);
	free(pool.before);
	return good;
}
