#define _GNU_SOURCE
#include <inttypes.h>
#include <stdlib.h>

#include "course/check_work.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* Each case has a folder of its own. */
static bool change_place(struct work *work)
{
	char *name = text_format("run_%zu", work->check->inputs.number);
	bool good = work_change_place(work, name);

	free(name);
	return good;
}

/* Runs the solution in one case: what it prints is what is expected. */
static bool expect_case(struct work *work, const struct parameter_case *inputs,
			struct timed_output *expected)
{
	struct program_result result;
	bool good;

	work->check->inputs = *inputs;
	if (!change_place(work))
		return false;
	work_run(work, false, false, &result);
	good = result.end == PROGRAM_EXITED && result.status == 0;
	if (good)
		timed_output_of_program(&result, expected);
	else
		work_unable(work, memory_copy_text("it does not come to a good end"));
	program_result_free(&result);
	return good;
}

/* The sentence on what went wrong with the solution, in the case it was in. */
static char *reference_failure(const struct work *work)
{
	const struct exercise *exercise = work->request->exercise;
	const struct check *check = work->check;
	char *values = parameter_sentence(exercise->parameters, exercise->parameter_count,
					  &check->inputs);
	char *sentence = text_format("the solution in %s does not run with %s: %s",
				     exercise->solution, values, check->verdict.message);

	free(values);
	return sentence;
}

static bool read_solution(struct submission *solution, const struct exercise *exercise,
			  char **error)
{
	char *why = NULL;

	if (!file_is_folder(exercise->solution))
		return text_error(error,
				  "unseen cases need the solution, and the folder %s "
				  "is not there",
				  exercise->solution);
	if (submission_read(solution, exercise, exercise->solution, NULL, 0, &why))
		return true;
	text_error(error, "unseen cases need the solution: %s", why);
	free(why);
	return false;
}

static void draw_cases(const struct check_request *request, struct unseen_cases *unseen)
{
	const struct exercise *exercise = request->exercise;
	size_t count = exercise->parameter_count ? request->cases : 0;

	*unseen = (struct unseen_cases){
		.cases = memory_new(count, sizeof(*unseen->cases)),
		.expected = memory_new(count, sizeof(*unseen->expected)),
		.count = count,
	};
	parameter_draw(exercise->parameters, exercise->parameter_count, request->seed,
		       unseen->cases, count);
}

bool check_expect(const struct check_request *request, struct unseen_cases *unseen,
		  char **error)
{
	struct submission solution;
	struct check_request of_solution = {
		.exercise = request->exercise,
		.submission = &solution,
		.toolchain = request->toolchain,
		.jail = request->jail,
		.clock = CLOCK_VIRTUAL,
	};
	struct check check;
	struct work work;
	bool good;

	draw_cases(request, unseen);
	if (!unseen->count)
		return true;
	if (!read_solution(&solution, request->exercise, error)) {
		unseen_cases_free(unseen);
		return false;
	}
	work_start(&work, &of_solution, &check);
	work.reference = true;
	good = work_put_files(&work) && work_compile(&work);
	for (size_t i = 0; good && i < unseen->count; i++)
		good = expect_case(&work, &unseen->cases[i], &unseen->expected[i]);
	if (!good) {
		*error = reference_failure(&work);
		unseen_cases_free(unseen);
	}
	work_free(&work);
	check_free(&check);
	submission_free(&solution);
	return good;
}

void unseen_cases_free(struct unseen_cases *unseen)
{
	for (size_t i = 0; i < unseen->count; i++)
		timed_output_free(&unseen->expected[i]);
	free(unseen->expected);
	free(unseen->cases);
	*unseen = (struct unseen_cases){ 0 };
}

/* Takes what is expected now. */
static void turn_to_case(struct work *work, const struct parameter_case *inputs,
			 const struct timed_output *expected)
{
	struct check *check = work->check;

	work_forget_run(work);
	check->expected = expected;
	check->inputs = *inputs;
}

/* The message says which case it is about. */
static void name_case(struct work *work)
{
	const struct check_request *request = work->request;
	struct check *check = work->check;
	char *values, *message;

	if (check->verdict.kind == VERDICT_PASS)
		return;
	values = parameter_sentence(request->exercise->parameters,
				    request->exercise->parameter_count, &check->inputs);
	message =
		text_format("With %s (seed %" PRIu64 ", case %zu): %s", values,
			    request->seed, check->inputs.number, check->verdict.message);
	free(check->verdict.message);
	check->verdict.message = message;
	free(values);
}

/* All cases were passed. */
static void name_all_cases(struct work *work)
{
	const struct check_request *request = work->request;
	struct check *check = work->check;
	char *values =
		parameter_sentence(request->exercise->parameters,
				   request->exercise->parameter_count, &check->inputs);

	free(check->verdict.message);
	check->verdict.message =
		text_format("Every line came at its moment, in the documented case "
			    "and in %zu unseen (seed %" PRIu64 "; the last, "
			    "shown here, is with %s).",
			    check->cases_passed - 1, request->seed, values);
	free(values);
}

/* What is expected is kept for as long as the check points into it. */
static const struct unseen_cases *known_cases(struct work *work, char **error)
{
	const struct check_request *request = work->request;
	struct unseen_cases *own = &work->check->unseen;

	if (request->unseen)
		return request->unseen;
	return check_expect(request, own, error) ? own : NULL;
}

/* Is there anything to be learned from one more case? */
static bool work_may_go_on(const struct work *work)
{
	switch (work->check->verdict.kind) {
	case VERDICT_PASS: return true;
	case VERDICT_WRONG:
	case VERDICT_TIME:
	case VERDICT_PROTOCOL:
	case VERDICT_CRASH:
	case VERDICT_DEADLOCK: return work->request->every_case;
	default: return false;
	}
}

void work_judge_unseen(struct work *work)
{
	char *error = NULL;
	const struct unseen_cases *unseen;

	if (!work_may_go_on(work) || !work->request->cases ||
	    !work->request->exercise->parameter_count)
		return;
	unseen = known_cases(work, &error);
	if (!unseen) {
		work_unable(work, error);
		return;
	}
	for (size_t i = 0; i < unseen->count && work_may_go_on(work); i++) {
		turn_to_case(work, &unseen->cases[i], &unseen->expected[i]);
		if (!change_place(work))
			return;
		work_run_and_judge(work);
		work->check->cases_passed += work->check->verdict.kind == VERDICT_PASS;
		name_case(work);
		work_tell_case(work);
	}
	if (work->check->cases_passed > unseen->count)
		name_all_cases(work);
}
