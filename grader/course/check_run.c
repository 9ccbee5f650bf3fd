#define _GNU_SOURCE
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "course/check_work.h"
#include "judge/crash_report.h"
#include "judge/diagnosis.h"
#include "judge/prediction.h"
#include "run/environment.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* Who moves the clock more often is not run a second time for its trace. */
static const uint64_t most_advances = 200000;

/* How far past its last expected line a program may go, in seconds of its own. */
static const double virtual_grace = 60;

/* What the reference solution does in an unseen case is right, however long it
 * takes; but it must end: in a day of its own time. */
static const double reference_seconds = 86400;

/* An exercise computes next to nothing; who spins should know it soon. */
static const double cpu_seconds = 2;

/* And keeps next to nothing: who fills memory is found before that takes long. */
static const size_t memory_bytes = (size_t)256 << 20;

/* On the wall, long enough for that much processor time to be had on a machine
 * that is overloaded many times over: the verdict must not hang on the load. */
static const double real_seconds = 60;

/* Who is to read the report should not have to read more. */
static const size_t most_lines = 20000;

/* A right line may miss its moment by that much on a real clock, where the
 * machine has others to serve too. */
static const struct tolerance real_tolerance = { .early = 20, .late = 250 };

/* Besides environment_bare. */
static const char address_options[] =
	"ASAN_OPTIONS=handle_abort=1:detect_leaks=0:verify_asan_link_order=0:"
	"detect_stack_use_after_return=0:color=never:abort_on_error=0:exitcode=99";
static const char undefined_options[] = "UBSAN_OPTIONS=print_stacktrace=1:color=never";

/* Clang's start a program of their own to find lines, which is not in a jail, and takes
 * its time: judge/crash_report.c finds them, too. */
static const char clang_options[] = ":symbolize=0";

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
	limits.lines = most_lines;
	limits.memory_bytes = memory_bytes;
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

static void free_texts(char **texts)
{
	for (size_t i = 0; texts[i]; i++)
		free(texts[i]);
	free(texts);
}

static size_t count_texts(char *const *texts)
{
	size_t count = 0;

	while (texts[count])
		count++;
	return count;
}

static size_t copy_texts(char **copies, char *const *texts)
{
	size_t count = 0;

	for (; texts[count]; count++)
		copies[count] = memory_copy_text(texts[count]);
	return count;
}

/* The environment, and what chooses the schedule, up to a NULL. */
static char **make_environment(const struct work *work, bool sanitized)
{
	bool clang = work->request->toolchain->family == COMPILER_CLANG;
	const char *more = clang ? clang_options : "";
	size_t most = count_texts(environment_bare) + 3;
	char **environment = memory_new(most + 1, sizeof(*environment));
	size_t count = copy_texts(environment, environment_bare);

	if (sanitized) {
		environment[count++] = text_format("%s%s", address_options, more);
		environment[count++] = text_format("%s%s", undefined_options, more);
	}
	if (work->check->schedule)
		environment[count] =
			text_format("ASYNC_SCHEDULE=%" PRIu64, work->check->schedule);
	return environment;
}

char *work_executable(const struct work *work)
{
	return path_join(work->place, evidence_main_source(&work->evidence)->program);
}

void work_note_delays(struct delays *delays, const struct metronome *metronome,
		      double speed, nanoseconds start)
{
	double milliseconds_in = speed / 1000000;

	delays_free(delays);
	delays->most = (milliseconds)((double)metronome->excuse * milliseconds_in);
	for (size_t i = 0; i < metronome->count; i++) {
		nanoseconds from = metronome->beats[i].due - start;
		nanoseconds until = from + metronome->beats[i].late;

		from = from < 0 ? 0 : from;
		delays_add(delays, (milliseconds)((double)from * milliseconds_in),
			   (milliseconds)((double)(until - from) * milliseconds_in));
	}
}

static void run_beside_metronome(struct work *work, const struct program_request *program,
				 struct program_result *result)
{
	struct metronome metronome;

	if (program->clock == CLOCK_VIRTUAL) {
		program_run(program, result);
		return;
	}
	metronome_start(&metronome);
	program_run(program, result);
	metronome_stop(&metronome);
	if (result == &work->check->result)
		work_note_delays(&work->check->delays, &metronome,
				 program->clock == CLOCK_SCALED ? program->speed : 1,
				 result->flows_since);
	metronome_free(&metronome);
}

static bool is_trapped(const struct program_result *result)
{
	return result->end == PROGRAM_SIGNALED &&
	       (result->status == SIGILL || result->status == SIGTRAP);
}

void work_run(struct work *work, bool sanitized, bool trace,
	      struct program_result *result)
{
	const struct check_request *request = work->request;
	char **arguments = make_arguments(work);
	char **environment = make_environment(work, sanitized);
	struct program_request program = {
		.arguments = arguments,
		.directory = work->place,
		.jail = request->jail,
		.environment = environment,
		.clock = request->clock,
		.speed = request->speed,
		.trace = trace,
		.heap = trace && !sanitized &&
			(work_allocates(work) || is_trapped(&work->check->result)),
		.guard = work->guard,
		.limits = limits_for(work),
		.on_line = result == &work->check->result ? request->on_line : NULL,
		.context = request->context,
	};

	/* A sanitizer keeps a map of memory, and what was freed. */
	if (sanitized)
		program.limits.memory_bytes *= 2;
	run_beside_metronome(work, &program, result);
	free_texts(environment);
	free_texts(arguments);
}

void work_gather_errors(const struct program_result *result, struct text *errors)
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
static struct tolerance tolerance_for(const struct work *work)
{
	const struct check_request *request = work->request;
	double speed =
		request->clock == CLOCK_SCALED && request->speed > 1 ? request->speed : 1;

	if (request->clock == CLOCK_VIRTUAL && !work->check->result.time_is_real)
		return (struct tolerance){ 0 };
	/* The same span of the machine's is more of a faster clock. */
	return (struct tolerance){
		.early = (milliseconds)((double)real_tolerance.early * speed),
		.late = (milliseconds)((double)real_tolerance.late * speed),
		.delays = &work->check->delays,
	};
}

/* ---- crashes ------------------------------------------------------------ */

/* What nobody can explain may come of memory that is not the program's own. */
static bool may_be_memory(const struct work *work)
{
	const struct verdict *verdict = &work->check->verdict;
	enum divergence_kind kind = verdict->divergence.kind;

	if (verdict->kind != VERDICT_WRONG || work->request->sanitize ||
	    work->crash_told || work->check->result.end != PROGRAM_EXITED)
		return false;
	return !verdict->cause || (!verdict->certain && (kind == DIVERGENCE_WRONG_TEXT ||
							 kind == DIVERGENCE_EXTRA));
}

/* ---- the trace ---------------------------------------------------------- */

bool work_can_be_traced(const struct work *work)
{
	const struct program_result *result = &work->check->result;
	const struct evidence_source *source = evidence_main_source(&work->evidence);

	return work->request->clock == CLOCK_VIRTUAL && !work->request->sanitize &&
	       !result->time_is_real && source && source->runtime;
}

static bool is_worth_a_trace(const struct work *work)
{
	const struct program_result *result = &work->check->result;

	if (!work_can_be_traced(work) || result->advances > most_advances)
		return false;
	if (result->end == PROGRAM_EXITED)
		return result->status != 0 ||
		       divergence_find(work->evidence.expected, work->evidence.actual,
				       work->evidence.tolerance)
				       .kind != DIVERGENCE_NONE;
	return result->end == PROGRAM_DEADLOCK || result->end == PROGRAM_SIGNALED;
}

/* The verdict must not hang on whether the machine had room for another run: what that
 * would have told, another check tells. */
bool work_ran_again(struct work *work, const struct program_result *result)
{
	if (result->end == PROGRAM_NOT_STARTED && !result->refused)
		return work_unable(work,
				   text_format("it could not be run a second time: %s",
					       result->error));
	if (result->end == PROGRAM_INTERRUPTED)
		return work_unable(work, memory_copy_text("interrupted while running"));
	return true;
}

bool work_printed_the_same(const struct program_result *one,
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

void work_take_result(struct work *work, struct program_result *result)
{
	struct program_result before = work->check->result;

	work->check->result = *result;
	*result = before;
}

/* The trace costs a little, so that only who needs it runs once more for it: where no
 * files of the first run lie. It counts if that run printed the same. */
static bool find_trace(struct work *work, struct trace *trace)
{
	struct check *check = work->check;
	struct program_result result;
	bool found = false;

	if (!is_worth_a_trace(work))
		return false;
	if (work->request->trace && !is_trapped(&check->result))
		return trace_read(work->check->result.trace_descriptor,
				  work->check->result.clock_start, trace);
	if (!work_renew_place(work, "traced"))
		return false;
	work_run(work, false, true, &result);
	if (work_ran_again(work, &result) &&
	    work_printed_the_same(&check->result, &result))
		found = trace_read(result.trace_descriptor, result.clock_start, trace);
	if (found && work->request->trace_failures)
		work_take_result(work, &result);
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
		work_unable(work,
			    text_format("the program of this exercise does not do what "
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

/* All but what has still to be asked for: whether it crashes, and its trace. */
static void gather_evidence(struct work *work)
{
	const struct exercise *exercise = work->request->exercise;
	const struct check *check = work->check;

	work->evidence.expected = check->expected;
	work->evidence.actual = &check->actual;
	work->evidence.tolerance = check->tolerance;
	work->evidence.result = &check->result;
	work->evidence.errors = work->errors.bytes;
	work->evidence.permuted = check->schedule != 0;
	work->evidence.documented = check->inputs.number ? &exercise->expected : NULL;
	work->evidence.uses = exercise->uses;
	work->evidence.without = exercise->without;
	work->evidence.handed_out = &exercise->handed_out;
	/* Who has passed one case has started. */
	work->evidence.where_to_start =
		check->inputs.number ? NULL : exercise->where_to_start;
	work->evidence.crash = NULL;
	work->evidence.trace = NULL;
	work->evidence.leak = NULL;
}

static void judge(struct work *work)
{
	const struct exercise *exercise = work->request->exercise;
	struct check *check = work->check;
	struct crash_report report = { 0 };
	struct trace trace = { 0 };

	timed_output_of_program(&check->result, &check->actual);
	work_gather_errors(&check->result, &work->errors);
	check->tolerance = tolerance_for(work);
	if (exercise->order == ORDER_FREE)
		timed_output_arrange(check->expected, &check->actual, check->tolerance);
	gather_evidence(work);
	if (work->request->sanitize ? work_read_crash(work, work->errors.bytes, &report)
				    : !work->crash_told && work_crashed(work) &&
					      work_find_crash(work, &report))
		work->evidence.crash = &report;
	work->crash_told |= work->evidence.crash != NULL;
	if (find_trace(work, &trace))
		work->evidence.trace = &trace;
	if (!work->evidence.crash && is_trapped(&check->result) &&
	    work_find_trap(work, &trace, &report))
		work->evidence.crash = &report;
	diagnose(&work->evidence, &check->verdict);
	if (may_be_memory(work) && work_find_crash(work, &report))
		work_tell_crash(work, &report);
	work_judge_memory(work);
	trace_free(&trace);
	if (exercise_prediction_file(exercise))
		judge_prediction(work);
	work_recall_failure(work);
	crash_report_free(&report);
}

void work_run_and_judge(struct work *work)
{
	work->check->ran = true;
	work_run(work, work->request->sanitize, work->request->trace,
		 &work->check->result);
	judge(work);
}

void work_forget_run(struct work *work)
{
	struct check *check = work->check;

	verdict_free(&check->verdict);
	timed_output_free(&check->actual);
	program_result_free(&check->result);
	check->ran = false;
	text_free(&work->errors);
}
