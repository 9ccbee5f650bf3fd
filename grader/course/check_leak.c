#define _GNU_SOURCE
#include <stdlib.h>

#include "course/check_work.h"
#include "judge/diagnosis.h"
#include "judge/leak.h"
#include "text/file.h"
#include "text/text.h"

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
static bool may_leak(const struct work *work)
{
	return work->check->verdict.kind == VERDICT_PASS && work_can_be_traced(work) &&
	       work->check->schedule == work->request->schedule &&
	       !exercise_prediction_file(work->request->exercise) && work_allocates(work);
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

/* What a program loses shows in nothing that it prints: one that allocates, and is
 * right in all else, runs once more for it. In a folder as it was before the first run,
 * so that what it does is the same. */
static bool find_leak(struct work *work, struct leak *leak)
{
	struct check *check = work->check;
	struct program_result result;
	char *name;
	bool found;

	if (work->request->trace)
		return read_leak(work, &check->result, leak);
	name = text_format("%s_again", path_base(work->place));
	found = work_change_place(work, name);
	free(name);
	if (!found)
		return false;
	work_run(work, false, true, &result);
	found = work_printed_the_same(&check->result, &result) &&
		read_leak(work, &result, leak);
	if (found && work->request->trace_failures)
		work_take_result(work, &result);
	program_result_free(&result);
	return found;
}

void work_judge_leak(struct work *work)
{
	struct leak leak = { 0 };

	if (may_leak(work) && find_leak(work, &leak)) {
		work->evidence.leak = &leak;
		verdict_free(&work->check->verdict);
		diagnose(&work->evidence, &work->check->verdict);
		work->evidence.leak = NULL;
	}
	leak_free(&leak);
}
