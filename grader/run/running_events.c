#define _GNU_SOURCE
#include "run/running.h"

#include <sched.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "run/interrupt.h"

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
			run_end(run, PROGRAM_OUTPUT_LIMIT,
				"it printed more than %zu lines", limits->lines);
			return false;
		}
		if ((size_t)length > room) {
			run_end(run, PROGRAM_OUTPUT_LIMIT,
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

bool run_drain(void *context)
{
	struct run *run = context;
	bool output = read_stream(run, STREAM_OUTPUT);
	bool error = read_stream(run, STREAM_ERROR);

	return output || error;
}

static bool watch(struct run *run, int file, enum source source, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.u32 = source };

	return file < 0 || epoll_ctl(run->events, EPOLL_CTL_ADD, file, &event) == 0;
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
		.it_interval = { .tv_nsec = RUN_PULSE },
		.it_value = { .tv_nsec = RUN_PULSE },
	};

	run->pulse = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return run->pulse >= 0 && timerfd_settime(run->pulse, 0, &beat, NULL) == 0;
}

bool run_watch(struct run *run)
{
	run->events = epoll_create1(EPOLL_CLOEXEC);
	return run->events >= 0 && start_pulse(run) &&
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

void run_wait(struct run *run, nanoseconds longest)
{
	struct epoll_event events[8];
	struct timespec timeout = { .tv_nsec = longest };
	uint64_t beats;
	int count = longest >= RUN_PULSE
			    ? epoll_wait(run->events, events, 8, -1)
			    : epoll_pwait2(run->events, events, 8, &timeout, NULL);

	for (int i = 0; i < count; i++) {
		switch ((enum source)events[i].data.u32) {
		case SOURCE_OUTPUT: read_stream(run, STREAM_OUTPUT); break;
		case SOURCE_ERROR: read_stream(run, STREAM_ERROR); break;
		case SOURCE_CHANNEL: coordinator_receive(run->clock); break;
		case SOURCE_ROOT: run->root_over = true; break;
		case SOURCE_JAIL: receive_from_jail(run); break;
		case SOURCE_FORBIDDEN: run_check_forbidden(run); break;
		case SOURCE_INTERRUPT: run_end(run, PROGRAM_INTERRUPTED, NULL); break;
		case SOURCE_PULSE: /* beats on once it is read */
			if (read(run->pulse, &beats, sizeof(beats)) < 0)
				beats = 0;
			break;
		case SOURCE_BELL: break;
		}
	}
}

#define YIELDS_BEFORE_LOOK 3

/* Who rang the bell needs the processor once more, to fall asleep. */
void run_wait_while_busy(struct run *run, unsigned rounds)
{
	nanoseconds longest = RUN_SHORTEST_LOOK;

	if (rounds < YIELDS_BEFORE_LOOK) {
		sched_yield();
		return;
	}
	for (unsigned i = YIELDS_BEFORE_LOOK; i < rounds && longest < RUN_PULSE; i++)
		longest *= 2;
	run_wait(run, longest);
}
