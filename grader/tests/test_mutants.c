/*
 * Deliberate mistakes in the solutions are caught, and called by their name.
 *
 * Each solution is broken in one place at a time (see mutate.h). A mutant is
 * caught if it does not pass, and named if the cause that is told is one that
 * belongs to its mistake. One that passes and leaves the same trace as the
 * solution does the same, is listed and not counted. So is one of `equals`.
 *
 * A sample is judged, always the same one. In the environment, MUTANTS=all
 * judges all of them, MUTANTS=TEXT those whose «exercise: mistake» holds the
 * text; then each that is not named rightly is told, with what was said of it; with
 * TELL=all also those that are, for a teacher to judge.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "course/check.h"
#include "course/curriculum.h"
#include "mutate.h"
#include "run/parallel.h"
#include "run/trace_reader.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* How many are judged, if not all. */
enum { SAMPLE = 150 };

enum fate { FATE_NAMED, FATE_CAUGHT, FATE_SURVIVED, FATE_SAME, FATE_FAILED, FATE_COUNT };

struct trial {
	const struct exercise *exercise;
	size_t file; /* in the exercise's files */
	struct mutant *mutant;
	enum fate fate;
	char *told; /* the verdict and its message */
};

struct field {
	struct curriculum curriculum;
	struct toolchain toolchain;
	struct mutants *mutants; /* of each file of each exercise */
	size_t mutants_count;
	struct trial *trials;
	size_t count;
};

/* ---- the solutions and their mutants ------------------------------------ */

static void add_mutants(struct field *field, const struct exercise *exercise,
			size_t index)
{
	char *path = path_join(exercise->solution, exercise->files[index].name);
	char *source = file_read(path, 1 << 20, NULL, NULL);
	struct mutants *mutants;

	free(path);
	if (!source)
		return;
	field->mutants = memory_resize(field->mutants, field->mutants_count + 1,
				       sizeof(*field->mutants));
	mutants = &field->mutants[field->mutants_count++];
	mutate(source, mutants);
	free(source);
	field->trials = memory_resize(field->trials, field->count + mutants->count,
				      sizeof(*field->trials));
	for (size_t i = 0; i < mutants->count; i++)
		field->trials[field->count++] = (struct trial){
			.exercise = exercise,
			.file = index,
			.mutant = &mutants->mutants[i],
		};
}

static void add_exercise(struct field *field, const struct exercise *exercise)
{
	if (exercise_prediction_file(exercise))
		return;
	for (size_t i = 0; i < exercise->file_count; i++)
		if (exercise->files[i].kind == FILE_PROGRAM)
			add_mutants(field, exercise, i);
}

static bool is_asked_for(const struct trial *trial, const char *asked)
{
	char *name = text_format("%s: %s", trial->exercise->name,
				 trial->mutant->mutation->name);
	bool found = strcmp(asked, "all") == 0 || strstr(name, asked);

	free(name);
	return found;
}

/* Keeps those that are asked for, or a sample by a fixed seed. */
static void choose(struct field *field, const char *asked)
{
	size_t all = field->count;
	uint32_t number = 4;

	field->count = 0;
	for (size_t i = 0; i < all; i++) {
		number = number * 1664525 + 1013904223;
		if (asked ? is_asked_for(&field->trials[i], asked)
			  : (uint64_t)number * all < ((uint64_t)SAMPLE << 32))
			field->trials[field->count++] = field->trials[i];
	}
}

/* ---- judging ------------------------------------------------------------ */

static void add_trace(struct text *text, int descriptor)
{
	struct trace trace;

	if (!trace_read(descriptor, 0, &trace))
		return;
	for (size_t i = 0; i < trace.count; i++) {
		const struct trace_entry *entry = &trace.entries[i];

		text_add_format(text, "%d %u %u %jd %s\n", (int)entry->kind, entry->task,
				entry->depth, (intmax_t)entry->at, entry->text);
	}
	trace_free(&trace);
}

static void check_with(const struct field *field, const struct trial *trial,
		       const char *text, struct check *check,
		       struct submission *submission)
{
	struct check_request request = {
		.exercise = trial->exercise,
		.submission = submission,
		.toolchain = &field->toolchain,
		.clock = CLOCK_VIRTUAL,
	};
	char *error = NULL;

	if (!submission_read(submission, trial->exercise, trial->exercise->solution, NULL,
			     0, &error))
		abort();
	if (text) {
		free(submission->files[trial->file].bytes);
		submission->files[trial->file].bytes = memory_copy_text(text);
		submission->files[trial->file].length = strlen(text);
	}
	request.trace = true;
	check_exercise(&request, check);
}

/* Mutants that do differ, but in nothing that could ever be printed: no mistakes. */
static const struct {
	const char *exercise, *mutation, *change, *why;
} equals[] = {
	{ "safe_transfer", "", "async_sleep(delay / 4)",
	  "who asks for the database later waits for it until the same moment" },
	{ "slow_disk", "sleep moved after", "async_sleep",
	  "both stand in one opening or closing, and nothing is printed between" },
	{ "file_copy", "sleep moved after", "async_sleep(0.1)",
	  "both stand in one copying, and nothing is printed between" },
	{ "throttled_client", "sleep moved after", "bucket_fill",
	  "it fills up by the time that has gone by, whenever it is asked" },
};

static bool is_equal(const struct trial *trial)
{
	for (size_t i = 0; i < sizeof(equals) / sizeof(*equals); i++)
		if (strcmp(trial->exercise->name, equals[i].exercise) == 0 &&
		    strstr(trial->mutant->mutation->name, equals[i].mutation) &&
		    strstr(trial->mutant->change, equals[i].change))
			return true;
	return false;
}

/* Does it do the same as the solution, as far as can be seen? */
static bool is_same(const struct field *field, const struct trial *trial,
		    const struct check *check)
{
	struct text one = { 0 }, other = { 0 };
	struct submission submission;
	struct check solution;
	bool same;

	check_with(field, trial, NULL, &solution, &submission);
	add_trace(&one, check->result.trace_descriptor);
	add_trace(&other, solution.ran ? solution.result.trace_descriptor : -1);
	same = strcmp(one.bytes ? one.bytes : "", other.bytes ? other.bytes : "") == 0;
	check_free(&solution);
	submission_free(&submission);
	text_free(&one);
	text_free(&other);
	return same;
}

static enum fate fate_of(const struct field *field, const struct trial *trial,
			 const struct check *check)
{
	if (check->verdict.kind == VERDICT_JE)
		return FATE_FAILED;
	if (check->verdict.kind == VERDICT_PASS)
		return is_equal(trial) || is_same(field, trial, check) ? FATE_SAME
								       : FATE_SURVIVED;
	return mutation_is_named(trial->mutant->mutation, check->verdict.cause)
		       ? FATE_NAMED
		       : FATE_CAUGHT;
}

/* In a process of its own: the fate, and what was told. */
static void judge(size_t index, void *context, struct text *report)
{
	const struct field *field = context;
	const struct trial *trial = &field->trials[index];
	struct submission submission;
	struct check check;

	check_with(field, trial, trial->mutant->text, &check, &submission);
	text_add_format(report, "%c%s [%s] %s", '0' + (int)fate_of(field, trial, &check),
			verdict_name(check.verdict.kind),
			check.verdict.cause ? check.verdict.cause : "no cause",
			check.verdict.message ? check.verdict.message : "");
	check_free(&check);
	submission_free(&submission);
}

static void take(size_t index, const char *report, size_t length, double seconds,
		 const char *failure, void *context)
{
	struct field *field = context;
	bool good = !failure && *report >= '0' && *report < '0' + FATE_COUNT;

	(void)length, (void)seconds;
	field->trials[index].fate = good ? (enum fate)(*report - '0') : FATE_FAILED;
	field->trials[index].told = memory_copy_text(good      ? report + 1
						     : failure ? failure
							       : "");
}

/* ---- the table ---------------------------------------------------------- */

static void tell(const struct trial *trial)
{
	static const char *const words[] = { "named", "NOT NAMED", "NOT CAUGHT",
					     "the same", "FAILED" };

	printf("# %s: %s, %s, line %d: %s\n#     %s\n", words[trial->fate],
	       trial->exercise->name, trial->mutant->mutation->name, trial->mutant->line,
	       trial->mutant->change, trial->told);
}

static void count(const struct field *field, const struct mutation *mutation,
		  size_t counts[FATE_COUNT])
{
	memset(counts, 0, FATE_COUNT * sizeof(*counts));
	for (size_t i = 0; i < field->count; i++)
		if (!mutation || field->trials[i].mutant->mutation == mutation)
			counts[field->trials[i].fate]++;
}

static void tell_row(const char *name, const size_t counts[FATE_COUNT])
{
	size_t caught = counts[FATE_NAMED] + counts[FATE_CAUGHT];

	printf("# %-22s %8zu %8zu %8zu %8zu\n", name, caught + counts[FATE_SURVIVED],
	       caught, counts[FATE_NAMED], counts[FATE_SAME]);
}

static void tell_table(const struct field *field)
{
	size_t counts[FATE_COUNT];

	printf("# %-22s %8s %8s %8s %8s\n", "mistake", "mutants", "caught", "named",
	       "the same");
	for (size_t i = 0; mutation_at(i); i++) {
		count(field, mutation_at(i), counts);
		tell_row(mutation_at(i)->name, counts);
	}
	count(field, NULL, counts);
	tell_row("all", counts);
	fflush(stdout);
}

/* ---- tests -------------------------------------------------------------- */

static void set_up_field(struct field *field)
{
	char *error = NULL;

	*field = (struct field){ 0 };
	if (!toolchain_find(&field->toolchain, &error))
		fail_msg("%s", error);
	curriculum_read(&field->curriculum, fixture_path(""));
	for (size_t i = 0; i < field->curriculum.exercise_count; i++)
		if (!field->curriculum.exercises[i].error)
			add_exercise(field, &field->curriculum.exercises[i].exercise);
	choose(field, getenv("MUTANTS"));
}

static void free_field(struct field *field)
{
	for (size_t i = 0; i < field->count; i++)
		free(field->trials[i].told);
	for (size_t i = 0; i < field->mutants_count; i++)
		mutants_free(&field->mutants[i]);
	free(field->mutants);
	free(field->trials);
	curriculum_free(&field->curriculum);
	toolchain_free(&field->toolchain);
}

static void mistakes_are_caught_and_named(void **state)
{
	struct field field;
	struct parallel_request request = { .work = judge,
					    .done = take,
					    .context = &field };
	const char *wish = getenv("TELL");
	bool tells_all = wish && strcmp(wish, "all") == 0;
	size_t counts[FATE_COUNT], caught, all;
	char *error = NULL;

	(void)state;
	set_up_field(&field);
	request.count = field.count;
	if (!parallel_run(&request, &error))
		fail_msg("%s", error);
	for (size_t i = 0; i < field.count; i++)
		if (field.trials[i].fate != FATE_NAMED || tells_all)
			tell(&field.trials[i]);
	tell_table(&field);
	count(&field, NULL, counts);
	caught = counts[FATE_NAMED] + counts[FATE_CAUGHT];
	all = caught + counts[FATE_SURVIVED];
	assert_true(all > 0);
	assert_int_equal(counts[FATE_FAILED], 0);
	assert_true(caught * 100 >= all * 98);
	assert_true(counts[FATE_NAMED] * 100 >= all * 90);
	free_field(&field);
}

static void nothing_but_code_is_changed(void **state)
{
	static const char source[] = "/* break; */\n#define B break;\n"
				     "async (void, f) { puts(\"break;\"); break; }\n";
	struct mutants mutants;

	(void)state;
	mutate(source, &mutants);
	assert_int_equal(mutants.count, 1);
	assert_string_equal(mutants.mutants[0].mutation->name, "break dropped");
	assert_int_equal(mutants.mutants[0].line, 3);
	assert_non_null(strstr(mutants.mutants[0].text, "puts(\"break;\"); ; }"));
	mutants_free(&mutants);
}

/* The environment of `make test`, or that of a run by hand from the root. */
static int set_up(void **state)
{
	const char *programs = getenv("PROGRAMS");
	char *library =
		programs ? text_format("%s/../../libcourse_clock.so", programs)
			 : memory_copy_text(fixture_path("build/libcourse_clock.so"));

	(void)state;
	/* The clock is never sanitized, and so may lie elsewhere than the test. */
	if (file_is_plain(library))
		setenv("COURSE_CLOCK_LIBRARY", library, 0);
	free(library);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_but_code_is_changed),
		cmocka_unit_test(mistakes_are_caught_and_named),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
