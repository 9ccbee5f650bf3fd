#define _GNU_SOURCE
#include "run/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "run/running.h"
#include "run/turn.h"
#include "text/text.h"

/* Until the root is over, or the run is ended for some other reason. */
static void run_program(struct run *run)
{
	unsigned busy_rounds = 0;

	while (!run->over && !run->root_over) {
		enum coordinator_step step = coordinator_step(run->clock);

		run_check_clock(run);
		busy_rounds = step == STEP_BUSY ? busy_rounds + 1 : 0;
		run->root_over |= tree_root_is_over(&run->tree);
		run_check_limits(run);
		if (run->over)
			break;
		switch (step) {
		case STEP_BUSY: run_wait_while_busy(run, busy_rounds); break;
		case STEP_MOVED: run_wait(run, RUN_PULSE); break;
		case STEP_FLOWS: run_wait(run, coordinator_next(run->clock)); break;
		case STEP_IDLE: run_wait(run, RUN_PULSE); break;
		case STEP_DEADLOCK:
			run_wait(run, 0);
			if (!run->root_over)
				run_end(run, PROGRAM_DEADLOCK,
					"all of it waits, and nothing can ever wake it");
			break;
		case STEP_LIMIT:
			run_end(run, PROGRAM_VIRTUAL_LIMIT,
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
		run_check_limits(run);
		if (step == STEP_MOVED) {
			rounds = 0;
			run_wait(run, RUN_SHORTEST_LOOK);
		} else {
			run_wait_while_busy(run, rounds);
		}
	}
}

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
		.drain = run_drain,
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
	if (!run_watch(run)) {
		text_error(&run->result->error, "cannot watch the program: %s",
			   strerror(errno));
		return false;
	}
	return true;
}

static void end(struct run *run)
{
	bool was_started = run->started.process > 0;

	if (run->root_over)
		settle(run);
	run_drain(run);
	if (run->root_over && !run->over)
		run_take_left(run);
	run->result->real_seconds = seconds_of(run);
	coordinator_report(run->clock, run->result);
	if (run->request->jail)
		run_leave_jail(run);
	tree_end(&run->tree);
	turn_give();
	if (was_started)
		run_take_status(run);
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
