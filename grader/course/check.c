#define _GNU_SOURCE
#include "course/check.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "judge/compiler_diagnosis.h"
#include "judge/crash_report.h"
#include "judge/diagnosis.h"
#include "judge/evidence.h"
#include "judge/prediction.h"
#include "run/trace_reader.h"
#include "run/workspace.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* How far past its last expected line a program may go, in seconds of its own. */
static const double virtual_grace = 60;

/* What the reference solution does in an unseen case is right, however long it
 * takes; but it must end: in a day of its own time. */
static const double reference_seconds = 86400;

/* An exercise computes next to nothing; who spins should know it soon. */
static const double cpu_seconds = 2;

/* On the wall, long enough for that much processor time to be had on a machine
 * that is overloaded many times over: the verdict must not hang on the load. */
static const double real_seconds = 60;

/* A right line may miss its moment by that much on a real clock, where the
 * machine has others to serve too. */
static const struct tolerance real_tolerance = { .early = 20, .late = 250 };

/* The same at home and in class: nothing of the caller's environment is in it. */
static char *program_environment[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"HOME=/nonexistent",
	"LANG=C.UTF-8",
	"TZ=UTC",
	"TERM=dumb",
	NULL,
};

static char *sanitizer_environment[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"HOME=/nonexistent",
	"LANG=C.UTF-8",
	"TZ=UTC",
	"TERM=dumb",
	/* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one option in two lines */
	"ASAN_OPTIONS=handle_abort=1:detect_leaks=0:verify_asan_link_order=0:"
	"detect_stack_use_after_return=0:color=never:abort_on_error=0:exitcode=99",
	"UBSAN_OPTIONS=print_stacktrace=1:color=never",
	NULL,
};

/* A check under way. */
struct work {
	const struct check_request *request;
	struct check *check;
	struct workspace workspace;
	char *sources;   /* folder of what is compiled */
	char *place;     /* folder in which it is run */
	bool reference;  /* it is the solution, run to know what to expect */
	bool crash_told; /* a second run for it has been made */
	struct evidence evidence;
	struct evidence_source *files;
	struct text errors;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Sets the verdict to «could not be judged»; takes the sentence. */
static bool unable(struct work *work, char *sentence)
{
	work->check->verdict.kind = VERDICT_JE;
	free(work->check->verdict.message);
	work->check->verdict.message = sentence;
	return false;
}

/* ---- files -------------------------------------------------------------- */

/* The name of a program: its source's, without the ending. */
static char *program_name(const char *source)
{
	const char *dot = strrchr(source, '.');

	return memory_copy_bytes(source, dot ? (size_t)(dot - source) : strlen(source));
}

static bool put_file(struct work *work, const struct submission_file *file)
{
	const char *folder = file->file->kind == FILE_DATA ? work->place : work->sources;
	char *path = path_join(folder, file->file->name), *error = NULL;
	bool written = file_write(path, file->bytes, file->length, &error);

	free(path);
	return written || unable(work, error);
}

static bool put_files(struct work *work)
{
	const struct submission *submission = work->request->submission;
	char *error = NULL;

	if (!workspace_make(&work->workspace, &error) ||
	    !(work->sources = workspace_folder(&work->workspace, "source", &error)) ||
	    !(work->place = workspace_folder(&work->workspace, "run", &error)))
		return unable(work, error);
	for (size_t i = 0; i < submission->count; i++)
		if (!put_file(work, &submission->files[i]))
			return false;
	return true;
}

static void describe_sources(struct work *work)
{
	const struct submission *submission = work->request->submission;
	const struct exercise_file *main_file =
		exercise_main_file(work->request->exercise);

	work->files = memory_new(submission->count, sizeof(*work->files));
	for (size_t i = 0; i < submission->count; i++) {
		const struct submission_file *file = &submission->files[i];

		work->files[i] = (struct evidence_source){
			.name = file->file->name,
			.shown = file->path ? path_from_here(file->path)
					    : memory_copy_text(file->file->name),
			.text = file->bytes,
			.program = exercise_file_is_source(file->file)
					   ? program_name(file->file->name)
					   : NULL,
			.runtime = file->file->kind == FILE_PROGRAM,
			.main = file->file == main_file,
		};
	}
	work->evidence.sources = work->files;
	work->evidence.source_count = submission->count;
}

/* ---- compiling ---------------------------------------------------------- */

/* What to compile, one request for each source; the strings are the caller's. */
struct compilation {
	struct compile_request *requests;
	struct compile_result *results;
	size_t count;
	size_t main; /* which of them is run */
};

static void plan_compilation(struct work *work, struct compilation *plan, bool sanitize,
			     bool only_main)
{
	const struct submission *submission = work->request->submission;

	*plan = (struct compilation){
		.requests = memory_new(submission->count, sizeof(*plan->requests)),
		.results = memory_new(submission->count, sizeof(*plan->results)),
	};
	for (size_t i = 0; i < submission->count; i++) {
		const struct evidence_source *file = &work->files[i];
		const char *path = submission->files[i].path;
		char *folder;

		if (!file->program || (only_main && !file->main))
			continue;
		if (file->main)
			plan->main = plan->count;
		folder = path ? path_folder(path) : NULL;
		plan->requests[plan->count++] = (struct compile_request){
			.source = file->name,
			.directory = work->sources,
			.quoted = folder ? realpath(folder, NULL) : NULL,
			.output = text_format("../%s/%s", path_base(work->place),
					      file->program),
			.kind = file->runtime ? COMPILE_RUNTIME : COMPILE_PLAIN,
			.sanitize = sanitize,
		};
		free(folder);
	}
}

static void free_compilation(struct compilation *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		free((char *)plan->requests[i].quoted);
		free((char *)plan->requests[i].output);
		compile_result_free(&plan->results[i]);
	}
	free(plan->requests);
	free(plan->results);
}

static bool judge_compilation(struct work *work, const struct compile_result *result)
{
	if (result->made)
		return true;
	if (result->interrupted)
		return unable(work, memory_copy_text("interrupted while compiling"));
	if (result->failure && !result->at_fault)
		return unable(work, memory_copy_text(result->failure));
	compiler_diagnose(result, &work->evidence, &work->check->verdict);
	return false;
}

/* All that the compiler said, without the name of a folder that is about to go
 * and is another one each time. */
static void keep_log(struct work *work, const struct compilation *plan)
{
	struct text log = { 0 };
	char *folder = text_format("%s/", work->sources);

	for (size_t i = 0; i < plan->count; i++) {
		const char *rest = plan->results[i].log, *found;

		while ((found = strstr(rest, folder))) {
			text_add_bytes(&log, rest, (size_t)(found - rest));
			rest = found + strlen(folder);
		}
		text_add(&log, rest);
	}
	free(folder);
	work->check->compiler_log = text_take(&log);
}

static bool compile(struct work *work)
{
	struct compilation plan;
	double start = now();
	bool good = true;

	plan_compilation(work, &plan, work->request->sanitize, false);
	compile_all(work->request->toolchain, plan.requests, plan.count, plan.results);
	work->check->compile_seconds = now() - start;
	work->check->command =
		compile_command(work->request->toolchain, &plan.requests[plan.main]);
	keep_log(work, &plan);
	for (size_t i = 0; i < plan.count && good; i++)
		good = judge_compilation(work, &plan.results[i]);
	free_compilation(&plan);
	return good;
}

/* ---- running ------------------------------------------------------------ */

static milliseconds last_moment(const struct timed_output *expected)
{
	return expected->count ? expected->lines[expected->count - 1].at : 0;
}

static struct program_limits limits_for(const struct work *work)
{
	struct program_limits limits = program_limits_default;
	double due = (double)last_moment(work->check->expected) / 1000;

	/* A program that does not end is known by then, and sooner said so. */
	limits.virtual_seconds =
		work->reference ? reference_seconds : 2 * due + virtual_grace;
	limits.cpu_seconds = cpu_seconds;
	limits.real_seconds = real_seconds;
	return limits;
}

/* The program's command line in the case at hand, up to a NULL. */
static char **make_arguments(const struct work *work)
{
	const struct exercise *exercise = work->request->exercise;
	char **arguments = memory_new(exercise->parameter_count + 2, sizeof(*arguments));

	arguments[0] =
		text_format("./%s", evidence_main_source(&work->evidence)->program);
	for (size_t i = 0; i < exercise->parameter_count; i++)
		arguments[i + 1] = parameter_value(&exercise->parameters[i],
						   work->check->inputs.values[i]);
	return arguments;
}

static void free_arguments(char **arguments)
{
	for (size_t i = 0; arguments[i]; i++)
		free(arguments[i]);
	free(arguments);
}

/* Runs the program that lies in the working place; its result is filled in. */
static void run(struct work *work, bool sanitized, bool trace,
		struct program_result *result)
{
	const struct check_request *request = work->request;
	char **arguments = make_arguments(work);
	struct program_request program = {
		.arguments = arguments,
		.directory = work->place,
		.environment = sanitized ? sanitizer_environment : program_environment,
		.clock = request->clock,
		.speed = request->speed,
		.trace = trace,
		.limits = limits_for(work),
		.on_line = result == &work->check->result ? request->on_line : NULL,
		.context = request->context,
	};

	if (sanitized)
		program.limits.memory_bytes = 0;
	program_run(&program, result);
	free_arguments(arguments);
}

static void gather_errors(const struct program_result *result, struct text *errors)
{
	for (size_t i = 0; i < result->line_count; i++) {
		const struct timed_line *line = &result->lines[i];

		if (line->stream != STREAM_ERROR)
			continue;
		text_add_bytes(errors, line->text, line->length);
		text_add(errors, "\n");
	}
	if (!errors->bytes)
		text_add(errors, "");
}

/* Which moments count as right on the clock that it ran on. */
static struct tolerance tolerance_for(const struct check_request *request,
				      const struct program_result *result)
{
	double speed =
		request->clock == CLOCK_SCALED && request->speed > 1 ? request->speed : 1;

	if (request->clock == CLOCK_VIRTUAL && !result->time_is_real)
		return (struct tolerance){ 0 };
	/* A delay of the machine's counts for more on a faster clock. */
	return (struct tolerance){
		.early = (milliseconds)((double)real_tolerance.early * speed),
		.late = (milliseconds)((double)real_tolerance.late * speed),
	};
}

/* ---- crashes ------------------------------------------------------------ */

/* Compiles and runs it once more with sanitizers, which say where it crashed. */
static bool find_crash(struct work *work, struct crash_report *report)
{
	struct compilation plan;
	struct program_result result;
	struct text errors = { 0 };
	bool found = false;

	plan_compilation(work, &plan, true, true);
	compile_all(work->request->toolchain, plan.requests, plan.count, plan.results);
	if (plan.results[0].made) {
		run(work, true, false, &result);
		gather_errors(&result, &errors);
		found = crash_report_read(errors.bytes, &work->evidence, report);
		program_result_free(&result);
		text_free(&errors);
	}
	free_compilation(&plan);
	return found;
}

static bool is_worth_a_second_run(const struct program_result *result)
{
	if (result->end != PROGRAM_SIGNALED)
		return false;
	switch (result->status) {
	case SIGSEGV:
	case SIGBUS:
	case SIGFPE:
	case SIGILL:
	case SIGABRT: return true;
	default: return false;
	}
}

/* ---- the trace ---------------------------------------------------------- */

static bool is_worth_a_trace(const struct work *work)
{
	const struct program_result *result = &work->check->result;
	const struct evidence_source *source = evidence_main_source(&work->evidence);

	if (work->request->clock != CLOCK_VIRTUAL || work->request->sanitize ||
	    result->time_is_real || !source || !source->runtime ||
	    result->real_seconds > 2)
		return false;
	if (result->end == PROGRAM_EXITED)
		return result->status != 0 ||
		       divergence_find(work->evidence.expected, work->evidence.actual,
				       work->evidence.tolerance)
				       .kind != DIVERGENCE_NONE;
	return result->end == PROGRAM_DEADLOCK || result->end == PROGRAM_SIGNALED;
}

static bool printed_the_same(const struct program_result *one,
			     const struct program_result *other)
{
	bool same = one->end == other->end && one->line_count == other->line_count;

	for (size_t i = 0; same && i < one->line_count; i++)
		same = one->lines[i].at == other->lines[i].at &&
		       one->lines[i].length == other->lines[i].length &&
		       memcmp(one->lines[i].text, other->lines[i].text,
			      one->lines[i].length) == 0;
	return same;
}

/* The trace costs a little, so that only who needs it runs once more for it. It
 * counts if that run printed the same: files may have been left by the first. */
static bool find_trace(struct work *work, struct trace *trace)
{
	struct check *check = work->check;
	struct program_result result;
	bool found = false;

	if (!is_worth_a_trace(work))
		return false;
	if (work->request->trace)
		return trace_read(work->check->result.trace_descriptor,
				  work->check->result.clock_start, trace);
	run(work, false, true, &result);
	if (printed_the_same(&check->result, &result))
		found = trace_read(result.trace_descriptor, result.clock_start, trace);
	if (found && work->request->trace_failures) {
		struct program_result without = check->result;

		check->result = result;
		result = without;
	}
	program_result_free(&result);
	return found;
}

/* ---- predictions -------------------------------------------------------- */

/* The program has printed what it should: now for what was said of it. */
static void judge_prediction(struct work *work)
{
	struct check *check = work->check;
	struct prediction prediction = {
		.expected = &work->request->exercise->expected,
		.where_to_start = work->request->exercise->where_to_start,
	};

	if (check->verdict.kind != VERDICT_PASS) {
		unable(work, text_format("the program of this exercise does not do what "
					 "exercise.md "
					 "expects of it: %s",
					 check->verdict.message));
		return;
	}
	for (size_t i = 0; i < work->request->submission->count; i++)
		if (work->request->submission->files[i].file->kind == FILE_PREDICTION) {
			prediction.text = work->request->submission->files[i].bytes;
			prediction.shown = work->files[i].shown;
		}
	verdict_free(&check->verdict);
	timed_output_free(&check->actual);
	prediction_judge(&prediction, &check->actual, &check->verdict);
}

/* ---- one case ----------------------------------------------------------- */

static void judge(struct work *work)
{
	const struct exercise *exercise = work->request->exercise;
	struct check *check = work->check;
	struct crash_report report = { 0 };
	struct trace trace = { 0 };

	timed_output_of_program(&check->result, &check->actual);
	gather_errors(&check->result, &work->errors);
	check->tolerance = tolerance_for(work->request, &check->result);
	work->evidence.expected = check->expected;
	work->evidence.actual = &check->actual;
	work->evidence.tolerance = check->tolerance;
	work->evidence.result = &check->result;
	work->evidence.errors = work->errors.bytes;
	work->evidence.handed_out = &exercise->handed_out;
	/* Who has passed one case has started. */
	if (!check->inputs.number)
		work->evidence.where_to_start = exercise->where_to_start;
	else
		work->evidence.where_to_start = NULL;
	work->evidence.crash = NULL;
	work->evidence.trace = NULL;
	if (work->request->sanitize
		    ? crash_report_read(work->errors.bytes, &work->evidence, &report)
		    : !work->crash_told && is_worth_a_second_run(&check->result) &&
			      find_crash(work, &report))
		work->evidence.crash = &report;
	work->crash_told |= work->evidence.crash != NULL;
	if (find_trace(work, &trace))
		work->evidence.trace = &trace;
	diagnose(&work->evidence, &check->verdict);
	trace_free(&trace);
	if (exercise_prediction_file(exercise))
		judge_prediction(work);
	crash_report_free(&report);
}

static void run_and_judge(struct work *work)
{
	work->check->ran = true;
	run(work, work->request->sanitize, work->request->trace, &work->check->result);
	judge(work);
	work->check->cases_passed += work->check->verdict.kind == VERDICT_PASS;
}

/* For who wants to know of each case. */
static void tell_case(struct work *work)
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

static void start_work(struct work *work, const struct check_request *request,
		       struct check *check)
{
	const struct exercise *exercise = request->exercise;

	*work = (struct work){
		.request = request,
		.check = check,
		.workspace = { .descriptor = -1 },
	};
	*check = (struct check){ .expected = &exercise->expected };
	if (request->inputs)
		check->inputs = *request->inputs;
	else
		parameter_documented(exercise->parameters, exercise->parameter_count,
				     &check->inputs);
	describe_sources(work);
}

static void free_work(struct work *work)
{
	struct check *check = work->check;

	check->errors_length = work->errors.length;
	check->errors = text_take(&work->errors);
	for (size_t i = 0; work->files && i < work->evidence.source_count; i++) {
		free((char *)work->files[i].program);
		free((char *)work->files[i].shown);
	}
	free(work->files);
	free(work->sources);
	free(work->place);
	workspace_remove(&work->workspace);
}

/* ---- unseen cases -------------------------------------------------------- */

/* The executable of a source, from the last place to the new one. */
static bool link_program(struct work *work, const struct evidence_source *source,
			 const char *place)
{
	char *from = path_join(work->place, source->program);
	char *to = path_join(place, source->program);
	bool linked = link(from, to) == 0;

	if (!linked)
		unable(work,
		       text_format("%s cannot be put into its place for another case: "
				   "%s",
				   source->program, strerror(errno)));
	free(from);
	free(to);
	return linked;
}

/* A folder as it was before the first run, so that no case finds what another
 * has left. */
static bool change_place(struct work *work)
{
	const struct submission *submission = work->request->submission;
	char *name = text_format("run_%zu", work->check->inputs.number), *error = NULL;
	char *place = workspace_folder(&work->workspace, name, &error);
	bool good = place || unable(work, error);

	free(name);
	for (size_t i = 0; good && i < work->evidence.source_count; i++)
		if (work->files[i].program)
			good = link_program(work, &work->files[i], place);
	if (!place)
		return false;
	free(work->place);
	work->place = place;
	for (size_t i = 0; good && i < submission->count; i++)
		if (submission->files[i].file->kind == FILE_DATA)
			good = put_file(work, &submission->files[i]);
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
	run(work, false, false, &result);
	good = result.end == PROGRAM_EXITED && result.status == 0;
	if (good)
		timed_output_of_program(&result, expected);
	else
		unable(work, memory_copy_text("it does not come to a good end"));
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
	start_work(&work, &of_solution, &check);
	work.reference = true;
	good = put_files(&work) && compile(&work);
	for (size_t i = 0; good && i < unseen->count; i++)
		good = expect_case(&work, &unseen->cases[i], &unseen->expected[i]);
	if (!good) {
		*error = reference_failure(&work);
		unseen_cases_free(unseen);
	}
	free_work(&work);
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

/* Forgets the run before; takes what is expected now. */
static void turn_to_case(struct work *work, const struct parameter_case *inputs,
			 const struct timed_output *expected)
{
	struct check *check = work->check;

	verdict_free(&check->verdict);
	timed_output_free(&check->actual);
	program_result_free(&check->result);
	check->ran = false;
	text_free(&work->errors);
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
static bool may_go_on(const struct work *work)
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

static void judge_unseen(struct work *work)
{
	char *error = NULL;
	const struct unseen_cases *unseen = known_cases(work, &error);

	if (!unseen) {
		unable(work, error);
		return;
	}
	for (size_t i = 0; i < unseen->count && may_go_on(work); i++) {
		turn_to_case(work, &unseen->cases[i], &unseen->expected[i]);
		if (!change_place(work))
			return;
		run_and_judge(work);
		name_case(work);
		tell_case(work);
	}
	if (work->check->cases_passed > unseen->count)
		name_all_cases(work);
}

/* ---- the whole ---------------------------------------------------------- */

void check_exercise(const struct check_request *request, struct check *check)
{
	struct work work;
	double start = now();

	start_work(&work, request, check);
	if (put_files(&work) && compile(&work)) {
		run_and_judge(&work);
		tell_case(&work);
		if (may_go_on(&work) && request->cases &&
		    request->exercise->parameter_count)
			judge_unseen(&work);
	}
	free_work(&work);
	check->real_seconds = now() - start;
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
	*check = (struct check){ 0 };
}
