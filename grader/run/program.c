#define _GNU_SOURCE
#include "run/program.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock/coordinator.h"
#include "clock/tree_usage.h"
#include "run/interrupt.h"
#include "run/limits.h"
#include "run/output.h"
#include "run/processor.h"
#include "run/start.h"
#include "run/turn.h"
#include "text/memory.h"
#include "text/text.h"

#define PULSE 2000000 /* nanoseconds */

/* In a jail. Each costs the kernel a kilobyte that nobody else counts. */
#define MOST_FILES 4096

/* What woke us. */
enum source {
	SOURCE_OUTPUT, /* with the stream added */
	SOURCE_ERROR,
	SOURCE_BELL,
	SOURCE_CHANNEL,
	SOURCE_ROOT,
	SOURCE_JAIL,
	SOURCE_FORBIDDEN,
	SOURCE_INTERRUPT,
	SOURCE_PULSE,
};

struct run {
	const struct program_request *request;
	struct program_result *result;
	struct started started;
	struct coordinator *clock;
	struct process_tree tree;
	struct output output;
	int events;             /* epoll */
	int pulse;              /* a timer: come and look, if nothing else happens */
	nanoseconds started_at; /* real */
	double jailed_at;       /* what had been spent on jails then; seconds */
	nanoseconds looked_at;  /* real: when memory and the like were last looked at */
	struct processor processor;
	bool root_over;
	bool over;
};

static nanoseconds machine_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

/* ---------------------------------------------------------------------- end */

/* The first reason is the one that counts. */
static void end_run(struct run *run, enum program_end end, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void end_run(struct run *run, enum program_end end, const char *format, ...)
{
	va_list arguments;
	char *sentence = NULL;

	if (run->over)
		return;
	run->over = true;
	run->result->end = end;
	if (!format)
		return;
	va_start(arguments, format);
	if (vasprintf(&sentence, format, arguments) >= 0)
		run->result->error = sentence;
	va_end(arguments);
}

/* ------------------------------------------------------------------- output */

/* Reads what is there of one stream; false: nothing was. */
static bool read_stream(struct run *run, enum program_stream stream)
{
	static char bytes[65536];
	int file = run->started.outputs[stream];
	const struct program_limits *limits = &run->request->limits;
	const size_t limit = limits->output_bytes;
	nanoseconds at = coordinator_now(run->clock) / 1000 * 1000;
	bool any = false;
	ssize_t length;

	while (file >= 0 && (length = read(file, bytes, sizeof(bytes))) > 0) {
		size_t room = limit ? limit - run->output.bytes : SIZE_MAX;

		any = true;
		coordinator_has_begun(run->clock);
		output_add(&run->output, stream, bytes,
			   (size_t)length < room ? (size_t)length : room, at);
		if (limits->lines && run->output.line_count > limits->lines) {
			end_run(run, PROGRAM_OUTPUT_LIMIT,
				"it printed more than %zu lines", limits->lines);
			return false;
		}
		if ((size_t)length > room) {
			end_run(run, PROGRAM_OUTPUT_LIMIT,
				"it printed more than %zu bytes", limit);
			return false;
		}
		if ((size_t)length < sizeof(bytes))
			break;
	}
	if (file >= 0 && !any && length == 0) { /* nobody can write there any more */
		close(file);
		run->started.outputs[stream] = -1;
	}
	return any;
}

static bool drain(void *context)
{
	struct run *run = context;
	bool output = read_stream(run, STREAM_OUTPUT);
	bool error = read_stream(run, STREAM_ERROR);

	return output || error;
}

/* ------------------------------------------------------------------- limits */

static void check_time(struct run *run, nanoseconds now)
{
	double limit = run->request->limits.real_seconds;
	double passed = (double)(now - run->started_at) / 1e9;

	if (limit > 0 && passed >= limit)
		end_run(run, PROGRAM_REAL_LIMIT,
			"it was not done after %g seconds of real time", limit);
}

static void check_forbidden(struct run *run)
{
	char *call = jailed_forbidden(&run->started.jailed);

	if (call)
		end_run(run, PROGRAM_FORBIDDEN,
			"it called %s, which no program here may do", call);
	free(call);
}

/* The kernel gives it a little more room than it may use, so that this is seen. */
static void check_folder(struct run *run)
{
	const struct program_limits *limits = &run->request->limits;
	struct jailed_use use = jailed_use(&run->started.jailed);

	if (limits->file_bytes && use.bytes > limits->file_bytes)
		end_run(run, PROGRAM_OUTPUT_LIMIT,
			"it wrote more than %zu MiB into files",
			limits->file_bytes >> 20);
	else if (use.files > MOST_FILES)
		end_run(run, PROGRAM_OUTPUT_LIMIT, "it made more than %d files",
			MOST_FILES);
}

/* What costs some microseconds to find out is looked at once in a millisecond. */
static void check_limits(struct run *run)
{
	const struct program_limits *limits = &run->request->limits;
	nanoseconds now = machine_time();

	if (now - run->looked_at < 1000000)
		return;
	run->looked_at = now;
	check_time(run, now);
	if (run->request->jail)
		check_folder(run);
	if (interrupt_requested())
		end_run(run, PROGRAM_INTERRUPTED, NULL);
	if (limits->processes && run->tree.thread_count > limits->processes)
		end_run(run, PROGRAM_MEMORY_LIMIT,
			"it had more than %u processes and threads at one time",
			limits->processes);
	if (limits->memory_bytes && tree_memory(&run->tree) > limits->memory_bytes)
		end_run(run, PROGRAM_MEMORY_LIMIT, "it used more than %zu MiB of memory",
			limits->memory_bytes >> 20);
	if (limits->cpu_seconds > 0 &&
	    (tree_processor_time(&run->tree) > limits->cpu_seconds ||
	     (run->request->jail && tree_whole_time(&run->tree) > limits->cpu_seconds)))
		end_run(run, PROGRAM_CPU_LIMIT,
			"it used more than %g seconds of processor time",
			limits->cpu_seconds);
}

/* ------------------------------------------------------------------- events */

static bool watch(struct run *run, int file, enum source source, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.u32 = source };

	return file < 0 || epoll_ctl(run->events, EPOLL_CTL_ADD, file, &event) == 0;
}

static bool watch_all(struct run *run)
{
	run->events = epoll_create1(EPOLL_CLOEXEC);
	return run->events >= 0 &&
	       watch(run, run->started.outputs[STREAM_OUTPUT], SOURCE_OUTPUT, EPOLLIN) &&
	       watch(run, run->started.outputs[STREAM_ERROR], SOURCE_ERROR, EPOLLIN) &&
	       watch(run, coordinator_descriptor(run->clock, CLOCK_BELL), SOURCE_BELL,
		     EPOLLIN | EPOLLET) &&
	       watch(run, coordinator_descriptor(run->clock, CLOCK_DESCRIPTORS),
		     SOURCE_CHANNEL, EPOLLIN) &&
	       watch(run, run->started.process_file, SOURCE_ROOT, EPOLLIN) &&
	       watch(run, run->started.jailed.control, SOURCE_JAIL, EPOLLIN) &&
	       watch(run, run->started.jailed.listener, SOURCE_FORBIDDEN, EPOLLIN) &&
	       watch(run, interrupt_descriptor(), SOURCE_INTERRUPT, EPOLLIN) &&
	       watch(run, run->pulse, SOURCE_PULSE, EPOLLIN);
}

/* The first process outlives all others inside, or the jail is broken. */
static void receive_from_jail(struct run *run)
{
	struct jailed *jailed = &run->started.jailed;
	bool goes_on = jailed_receive(jailed);

	run->root_over |= jailed->ended || !goes_on;
}

/* One timer that beats all the time is cheaper than a time limit for each wait,
 * which the processor's timer would have to be set to each time. */
static bool start_pulse(struct run *run)
{
	const struct itimerspec beat = {
		.it_interval = { .tv_nsec = PULSE },
		.it_value = { .tv_nsec = PULSE },
	};

	run->pulse = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return run->pulse >= 0 && timerfd_settime(run->pulse, 0, &beat, NULL) == 0;
}

/* Waits for something to happen, at most so long; at the latest, a beat comes. */
static void wait_for_event(struct run *run, nanoseconds longest)
{
	struct epoll_event events[8];
	struct timespec timeout = { .tv_nsec = longest };
	uint64_t beats;
	int count = longest >= PULSE
			    ? epoll_wait(run->events, events, 8, -1)
			    : epoll_pwait2(run->events, events, 8, &timeout, NULL);

	for (int i = 0; i < count; i++) {
		switch ((enum source)events[i].data.u32) {
		case SOURCE_OUTPUT: read_stream(run, STREAM_OUTPUT); break;
		case SOURCE_ERROR: read_stream(run, STREAM_ERROR); break;
		case SOURCE_CHANNEL: coordinator_receive(run->clock); break;
		case SOURCE_ROOT: run->root_over = true; break;
		case SOURCE_JAIL: receive_from_jail(run); break;
		case SOURCE_FORBIDDEN: check_forbidden(run); break;
		case SOURCE_INTERRUPT: end_run(run, PROGRAM_INTERRUPTED, NULL); break;
		case SOURCE_PULSE: /* beats on once it is read */
			if (read(run->pulse, &beats, sizeof(beats)) < 0)
				beats = 0;
			break;
		case SOURCE_BELL: break;
		}
	}
}

/* --------------------------------------------------------------------- loop */

#define SHORTEST_LOOK      50000
#define YIELDS_BEFORE_LOOK 3

/* Who rang the bell needs the processor once more, to fall asleep. */
static void wait_while_busy(struct run *run, unsigned rounds)
{
	nanoseconds longest = SHORTEST_LOOK;

	if (rounds < YIELDS_BEFORE_LOOK) {
		sched_yield();
		return;
	}
	for (unsigned i = YIELDS_BEFORE_LOOK; i < rounds && longest < PULSE; i++)
		longest *= 2;
	wait_for_event(run, longest);
}

/* Who waits past the clock is judged by no clock that anybody can repeat. */
static void check_clock(struct run *run)
{
	if (run->request->jail && run->request->clock == CLOCK_VIRTUAL &&
	    coordinator_is_real(run->clock))
		end_run(run, PROGRAM_FORBIDDEN,
			"it waited by the machine's own clock, past the one that it is "
			"judged by");
}

/* Until the root is over, or the run is ended for some other reason. */
static void run_program(struct run *run)
{
	unsigned busy_rounds = 0;

	while (!run->over && !run->root_over) {
		enum coordinator_step step = coordinator_step(run->clock);

		check_clock(run);
		busy_rounds = step == STEP_BUSY ? busy_rounds + 1 : 0;
		run->root_over |= tree_root_is_over(&run->tree);
		check_limits(run);
		if (run->over)
			break;
		switch (step) {
		case STEP_BUSY: wait_while_busy(run, busy_rounds); break;
		case STEP_MOVED: wait_for_event(run, PULSE); break;
		case STEP_FLOWS: wait_for_event(run, coordinator_next(run->clock)); break;
		case STEP_IDLE: wait_for_event(run, PULSE); break;
		case STEP_DEADLOCK:
			wait_for_event(run, 0);
			if (!run->root_over)
				end_run(run, PROGRAM_DEADLOCK,
					"all of it waits, and nothing can ever wake it");
			break;
		case STEP_LIMIT:
			end_run(run, PROGRAM_VIRTUAL_LIMIT,
				"it was not done after %g seconds of virtual time",
				run->request->limits.virtual_seconds);
			break;
		}
	}
}

/* Others may still have something to print at the moment when the root ends. */
static void settle(struct run *run)
{
	nanoseconds until = machine_time() + 500000000;

	for (unsigned rounds = 0; !run->over && machine_time() < until; rounds++) {
		enum coordinator_step step = coordinator_settle(run->clock);

		if (step == STEP_IDLE)
			break;
		check_limits(run);
		if (step == STEP_MOVED) {
			rounds = 0;
			wait_for_event(run, SHORTEST_LOOK);
		} else {
			wait_while_busy(run, rounds);
		}
	}
}

/* Who is still there, though the root is over and the others have settled. */
static void take_left(struct run *run)
{
	struct program_result *result = run->result;

	tree_look(&run->tree);
	result->left = memory_new(run->tree.process_count, sizeof(*result->left));
	for (size_t i = 0; i < run->tree.process_count; i++) {
		const struct tree_process *process = &run->tree.processes[i];

		if (process->ended || process->id == run->tree.root)
			continue;
		result->left[result->left_count++] = (struct process_left){
			.process = process->id,
			.program = tree_program(process->id),
		};
	}
}

static void check_group(struct run *run)
{
	switch (cgroup_memory(&run->started.jailed.group)) {
	case CGROUP_RAN_OUT:
		end_run(run, PROGRAM_MEMORY_LIMIT,
			"the kernel ended it, or a part of it, for want of memory");
		break;
	case CGROUP_DEPRIVED:
		end_run(run, PROGRAM_NOT_STARTED,
			"the machine has run out of memory, and its kernel ended the "
			"program, which had taken no more than it may");
		break;
	case CGROUP_ENOUGH: break;
	}
}

/* The kernel's limit counts whole ticks, and the time that it tells afterwards does
 * not: on a busy machine they may lie far apart. */
static void take_status(struct run *run)
{
	const struct program_limits *limits = &run->request->limits;
	struct rusage usage = { 0 };
	int status = 0;
	double processor_time;

	while (!run->request->jail &&
	       wait4(run->started.process, &status, 0, &usage) < 0 && errno == EINTR)
		;
	processor_time = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	if (run->request->jail) {
		status = run->started.jailed.status;
		processor_time = run->started.jailed.processor_seconds;
	}
	check_group(run);
	if (run->over)
		return;
	if (WIFEXITED(status)) {
		run->result->status = WEXITSTATUS(status);
		end_run(run, PROGRAM_EXITED, NULL);
		return;
	}
	if (WTERMSIG(status) == SIGXFSZ && limits->file_bytes)
		end_run(run, PROGRAM_OUTPUT_LIMIT,
			"it wrote more than %zu MiB into one file",
			limits->file_bytes >> 20);
	else if (limits->cpu_seconds > 0 && processor_time >= limits->cpu_seconds / 2 &&
		 (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		end_run(run, PROGRAM_CPU_LIMIT,
			"it used more than %g seconds of processor time",
			limits->cpu_seconds);
	else
		end_run(run, PROGRAM_SIGNALED, NULL);
	/* Whether the kernel or we were the first to see that limit is chance. */
	if (run->result->end != PROGRAM_CPU_LIMIT)
		run->result->status = WTERMSIG(status);
}

/* ------------------------------------------------------------ all of a run */

static nanoseconds limit_of(const struct program_limits *limits)
{
	double seconds = limits->virtual_seconds;

	return seconds > 0 && seconds < 9e9 ? (nanoseconds)(seconds * 1e9) : CLOCK_NEVER;
}

static bool make_clock(struct run *run)
{
	struct coordinator_request request = {
		.mode = run->request->clock,
		.speed = run->request->speed,
		.limit = limit_of(&run->request->limits),
		.outputs = { run->started.outputs[0], run->started.outputs[1] },
		.woken_from_outside = run->started.woken_from_outside,
		.drain = drain,
		.context = run,
	};

	run->clock = coordinator_new(&request, &run->result->error);
	return run->clock;
}

/* Its time begins before it does, but not before its turn. */
static bool start_timed(struct run *run)
{
	double waited = turn_waited();

	run->started_at = machine_time();
	run->jailed_at = jailed_seconds();
	if (!start_program(&run->started, run->request, run->clock, &run->result->error))
		return false;
	run->started_at += (nanoseconds)((turn_waited() - waited) * 1e9);
	run->looked_at = run->started_at;
	return true;
}

static double seconds_of(const struct run *run)
{
	return (double)(machine_time() - run->started_at) / 1e9 -
	       (jailed_seconds() - run->jailed_at);
}

static bool begin(struct run *run)
{
	if (!start_prepare(&run->started, run->request, &run->result->error) ||
	    !make_clock(run))
		return false;
	if (run->request->jail && !start_prepare_jail(&run->started, run->request,
						      run->clock, &run->result->error))
		return false;
	processor_share(&run->processor, run->request->clock == CLOCK_VIRTUAL);
	tree_prepare(&run->tree);
	if (!start_timed(run))
		return false;
	if (run->request->jail)
		tree_keep(&run->tree, run->started.jailed.keeper_id);
	tree_begin(&run->tree,
		   run->request->jail ? run->started.jailed.program
				      : run->started.process,
		   run->processor.number);
	coordinator_begin(run->clock, &run->tree, run->started_at);
	if (!start_pulse(run) || !watch_all(run)) {
		text_error(&run->result->error, "cannot watch the program: %s",
			   strerror(errno));
		return false;
	}
	return true;
}

/* How the program ended is told by the first process inside: wait for its word. */
static void leave_jail(struct run *run)
{
	struct jailed *jailed = &run->started.jailed;
	struct pollfd word = { .fd = jailed->control, .events = POLLIN };
	char *left;

	check_forbidden(run);
	while (!run->over && !jailed->ended && poll(&word, 1, 5000) == 1 &&
	       jailed_receive(jailed))
		continue;
	if (!jailed->ended)
		end_run(run, PROGRAM_NOT_STARTED, "the jail broke down");
	check_folder(run);
	left = run->over ? NULL : jailed_left(jailed);
	if (left)
		end_run(run, PROGRAM_FORBIDDEN, "%s", left);
	free(left);
	/* All of it ends with the first process: there is no need to look for them. */
	jailed_kill(jailed);
	turn_give();
	jailed_wait(jailed);
}

static void end(struct run *run)
{
	bool was_started = run->started.process > 0;

	if (run->root_over)
		settle(run);
	drain(run);
	if (run->root_over && !run->over)
		take_left(run);
	run->result->real_seconds = seconds_of(run);
	coordinator_report(run->clock, run->result);
	if (run->request->jail)
		leave_jail(run);
	tree_end(&run->tree);
	turn_give();
	if (was_started)
		take_status(run);
	output_end(&run->output);
}

void program_run(const struct program_request *request, struct program_result *result)
{
	struct run run = {
		.request = request,
		.result = result,
		.events = -1,
		.pulse = -1,
		.tree = NO_TREE,
		.output = {
			.line_limit = request->limits.line_bytes,
			.most_lines = request->limits.lines,
			.on_line = request->on_line,
			.context = request->context,
		},
	};

	*result = (struct program_result){ .end = PROGRAM_NOT_STARTED,
					   .trace_descriptor = -1 };
	start_init(&run.started);
	if (begin(&run)) {
		run_program(&run);
		end(&run);
	} else {
		tree_end(&run.tree);
		turn_give();
		if (run.started.process > 0 && !request->jail)
			waitpid(run.started.process, NULL, 0);
	}
	processor_leave(&run.processor);
	result->refused = run.started.refused;
	result->lines = run.output.lines;
	result->line_count = run.output.line_count;
	result->trace_descriptor = start_take_trace(&run.started);
	start_free(&run.started);
	coordinator_free(run.clock);
	if (run.events >= 0)
		close(run.events);
	if (run.pulse >= 0)
		close(run.pulse);
}

void program_result_free(struct program_result *result)
{
	for (size_t i = 0; i < result->line_count; i++)
		free(result->lines[i].text);
	for (size_t i = 0; i < result->blocking_call_count; i++) {
		free(result->blocking_calls[i].program);
		free(result->blocking_calls[i].object);
	}
	for (size_t i = 0; i < result->left_count; i++)
		free(result->left[i].program);
	free(result->left);
	free(result->lines);
	free(result->blocking_calls);
	free(result->error);
	free(result->unreached);
	if (result->trace_descriptor >= 0)
		close(result->trace_descriptor);
	*result = (struct program_result){ .trace_descriptor = -1 };
}
