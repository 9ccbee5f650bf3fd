#define _GNU_SOURCE
#include "course/check.h"

#include <stdlib.h>

#include "clock/machine_time.h"
#include "course/check_work.h"
#include "text/memory.h"
#include "text/text.h"

bool work_unable(struct work *work, char *sentence)
{
	free(work->failed);
	work->failed = sentence;
	work_recall_failure(work);
	return false;
}

void work_recall_failure(struct work *work)
{
	if (!work->failed)
		return;
	verdict_free(&work->check->verdict);
	work->check->verdict.kind = VERDICT_JE;
	work->check->verdict.message = memory_copy_text(work->failed);
}

void work_start(struct work *work, const struct check_request *request,
		struct check *check)
{
	const struct exercise *exercise = request->exercise;

	*work = (struct work){
		.request = request,
		.check = check,
		.workspace = { .descriptor = -1 },
	};
	*check = (struct check){
		.expected = &exercise->expected,
		.schedule = request->schedule,
	};
	if (request->inputs)
		check->inputs = *request->inputs;
	else
		parameter_documented(exercise->parameters, exercise->parameter_count,
				     &check->inputs);
	work_describe_sources(work);
}

void work_free(struct work *work)
{
	struct check *check = work->check;

	check->errors_length = work->errors.length;
	check->errors = text_take(&work->errors);
	for (size_t i = 0; work->files && i < work->evidence.source_count; i++) {
		free((char *)work->files[i].program);
		free((char *)work->files[i].shown);
		free((char *)work->files[i].text);
		free((char *)work->files[i].solution);
	}
	free(work->files);
	free(work->sources);
	free(work->place);
	free(work->failed);
	workspace_remove(&work->workspace);
}

void work_tell_case(struct work *work)
{
	struct check *check = work->check;

	if (!work->request->on_case)
		return;
	check->errors = work->errors.bytes;
	check->errors_length = work->errors.length;
	work->request->on_case(check, work->request->context);
	check->errors = NULL;
	check->errors_length = 0;
}

void check_exercise(const struct check_request *request, struct check *check)
{
	struct work work;
	double start = machine_seconds();

	work_start(&work, request, check);
	if (work_put_files(&work) && work_compile(&work)) {
		work_run_and_judge(&work);
		check->cases_passed = check->verdict.kind == VERDICT_PASS;
		if (!check->cases_passed || work_judge_schedules(&work)) {
			work_tell_case(&work);
			work_judge_unseen(&work);
		}
		work_name_schedules(&work);
	}
	work_free(&work);
	check->real_seconds = machine_seconds() - start;
}

bool check_reference(const struct check_request *request, const struct check *check,
		     struct check *reference)
{
	struct check_request of_solution = {
		.exercise = request->exercise,
		.toolchain = request->toolchain,
		.clock = CLOCK_VIRTUAL, /* nobody should wait for it */
		.trace = true,
		.inputs = &check->inputs,
		.jail = request->jail,
		.schedule = check->schedule,
	};
	struct submission solution;

	if (!submission_read(&solution, request->exercise, request->exercise->solution,
			     NULL, 0, NULL))
		return false;
	of_solution.submission = &solution;
	check_exercise(&of_solution, reference);
	/* The verdict on it is not needed, and may point to what goes now. */
	submission_free(&solution);
	if (reference->ran)
		return true;
	check_free(reference);
	return false;
}

void check_free(struct check *check)
{
	verdict_free(&check->verdict);
	timed_output_free(&check->actual);
	unseen_cases_free(&check->unseen);
	if (check->ran)
		program_result_free(&check->result);
	free(check->errors);
	free(check->compiler_log);
	free(check->command);
	delays_free(&check->delays);
	*check = (struct check){ 0 };
}
