#define _GNU_SOURCE
#include <stdlib.h>

#include "course/check_work.h"
#include "judge/crash_report.h"
#include "judge/diagnosis.h"
#include "judge/leak.h"

bool work_allocates(const struct work *work)
{
	const struct evidence *evidence = &work->evidence;

	for (size_t i = 0; i < evidence->source_count; i++)
		if (evidence->sources[i].text &&
		    leak_is_possible(evidence->sources[i].text))
			return true;
	return false;
}

/* In the program of a prediction nothing is the learner's. Other schedules, of which
 * there may be many, are run for what they print. */
static bool may_be_asked(const struct work *work)
{
	return work_can_be_traced(work) && !work->crash_told &&
	       work->check->schedule == work->request->schedule &&
	       !exercise_prediction_file(work->request->exercise) && work_allocates(work);
}

static bool is_right(const struct work *work)
{
	return work->check->verdict.kind == VERDICT_PASS;
}

/* What has no certain cause may come of memory that is not the program's; and one that
 * waits for what never comes may have read there for how long, or for what. */
static bool may_be_memory(const struct work *work)
{
	const struct verdict *verdict = &work->check->verdict;

	return verdict->kind == VERDICT_DEADLOCK ||
	       (verdict->kind == VERDICT_TIME && !verdict->certain);
}

static bool read_leak(struct work *work, const struct program_result *result,
		      struct leak *leak)
{
	char *executable = work_executable(work);
	struct trace trace;
	bool found = trace_read(result->trace_descriptor, result->clock_start, &trace) &&
		     leak_find(&trace, executable, &work->evidence, leak);

	trace_free(&trace);
	free(executable);
	return found;
}

static bool read_fault(struct work *work, const struct program_result *result,
		       struct crash_report *report)
{
	struct trace trace;
	bool found = trace_read(result->trace_descriptor, result->clock_start, &trace) &&
		     work_find_trap(work, &trace, report);

	trace_free(&trace);
	return found;
}

/* In a folder as it was before the first run, so that what it does is the same. */
static bool run_again(struct work *work, const char *suffix, bool guard,
		      struct program_result *result)
{
	if (!work_renew_place(work, suffix))
		return false;
	work->guard = guard;
	work_run(work, false, true, result);
	work->guard = false;
	if (work_ran_again(work, result))
		return true;
	program_result_free(result);
	return false;
}

static void judge_leak(struct work *work, struct program_result *result)
{
	struct leak leak = { 0 };

	if (read_leak(work, result, &leak)) {
		work->evidence.leak = &leak;
		verdict_free(&work->check->verdict);
		diagnose(&work->evidence, &work->check->verdict);
		work->evidence.leak = NULL;
		if (!work->request->trace && work->request->trace_failures)
			work_take_result(work, result);
	}
	leak_free(&leak);
}

/* It did something else with a guard beside each block. That alone is no proof, since an
 * address that it prints is another one, too: the sanitizers have the word. Where they
 * cannot be asked, or do not come by, the place of the fault has. */
static bool judge_fault(struct work *work, const struct program_result *result)
{
	struct crash_report report = { 0 };
	bool found = work_find_crash(work, &report) || read_fault(work, result, &report);

	if (found && report.file)
		work_tell_crash(work, &report);
	work->evidence.crash = NULL;
	crash_report_free(&report);
	return found;
}

static void judge_unguarded(struct work *work)
{
	struct program_result result;

	if (!run_again(work, "unguarded", false, &result))
		return;
	if (work_printed_the_same(&work->check->result, &result))
		judge_leak(work, &result);
	program_result_free(&result);
}

/* Neither what a program loses nor what it uses wrongly need show in what it prints: one
 * that allocates runs once more for both. */
void work_judge_memory(struct work *work)
{
	struct program_result result;
	bool right = is_right(work), same;

	if (!may_be_asked(work) || !(right || may_be_memory(work)) ||
	    !run_again(work, "guarded", true, &result))
		return;
	same = work_printed_the_same(&work->check->result, &result);
	if (same && right)
		judge_leak(work, &result);
	else if (!same && !judge_fault(work, &result) && right)
		judge_unguarded(work);
	program_result_free(&result);
}
