#include "class/grading.h"

#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#include "class/hand_in.h"
#include "class/matching.h"
#include "class/record.h"
#include "clock/machine_time.h"
#include "course/check.h"
#include "run/compile.h"
#include "run/jailed.h"
#include "run/pool.h"
#include "run/turn.h"
#include "show/picture.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* How often a student is tried, and how long that may take before the worker is taken
 * to hang: longer than all bounds of compiling and running together. It is compiled
 * twice at most, the second time for the sanitizers. */
enum { TRIES = 3, SECONDS_OF_A_CASE = 130, SECONDS_BESIDES = 3 * COMPILE_SECONDS };

/* With less room than this in the temporary folder nothing can be compiled. */
static const unsigned long long least_room = (unsigned long long)2 << 20;
enum { LEAST_FILES = 32 };

/* A student who is being judged. */
struct judging {
	const struct assignment *assignment;
	const struct exercise *exercise;
	const struct check_request *request;
	json_t *entry; /* in the record, of this exercise */
	double compile_seconds, run_seconds, jail_seconds, wait_seconds;
	bool lacks_reference; /* what the solution does is not in a picture: by bad luck */
};

/* The verdict hangs on how much the machine had to do besides. */
static bool rests_on_real_time(const struct check *check)
{
	return check->ran && check->result.end == PROGRAM_REAL_LIMIT;
}

/* ---- pictures --------------------------------------------------------------------- */

/* What the solution does in a case, run once by each worker. The exercises that it
 * points to live as long as the worker. */
struct reference {
	const struct exercise *exercise;
	size_t number; /* of the case */
	struct check check;
};

static struct reference **references;
static size_t reference_count;

/* Nothing is graded where a solution is there and does not run: if it does not now, that is the
 * machine's doing, and may be otherwise the next time. */
static bool run_reference(const struct check_request *request, const struct check *check,
			  struct check *reference)
{
	if (!check_reference(request, check, reference))
		return false;
	if (reference->verdict.kind != VERDICT_JE && !rests_on_real_time(reference))
		return true;
	check_free(reference);
	return false;
}

/* NULL: by bad luck there is none. */
static const struct check *reference_of(const struct check_request *request,
					const struct check *check)
{
	struct reference *reference;

	for (size_t i = 0; i < reference_count; i++)
		if (references[i]->exercise == request->exercise &&
		    references[i]->number == check->inputs.number)
			return &references[i]->check;
	reference = memory_new(1, sizeof(*reference));
	reference->exercise = request->exercise;
	reference->number = check->inputs.number;
	if (!run_reference(request, check, &reference->check)) {
		free(reference);
		return NULL;
	}
	references = memory_resize(references, reference_count + 1,
				   sizeof(struct reference *));
	references[reference_count++] = reference;
	return &reference->check;
}

static void forget_references(void)
{
	for (size_t i = 0; i < reference_count; i++) {
		check_free(&references[i]->check);
		free(references[i]);
	}
	free(references);
	references = NULL;
	reference_count = 0;
}

/* As SVG, to be freed; NULL if there is nothing to see. */
static char *picture_of_failure(struct judging *judging, const struct check *check)
{
	const struct check_request *request = judging->request;
	bool can_be_run = file_is_folder(request->exercise->solution);
	const struct check *reference;
	struct picture picture;
	size_t length;
	char *text = NULL;
	FILE *stream;

	if (check->verdict.kind == VERDICT_PASS || check->verdict.kind == VERDICT_JE ||
	    !picture_may_show(request, check) ||
	    !(stream = open_memstream(&text, &length)))
		return NULL;
	reference = can_be_run ? reference_of(request, check) : NULL;
	judging->lacks_reference |= can_be_run && !reference;
	picture_of_check(&picture, request, check, reference);
	picture_svg(stream, &picture);
	picture_free(&picture);
	if (fclose(stream) == 0)
		return text;
	free(text);
	return NULL;
}

/* ---- one exercise ------------------------------------------------------------------ */

static void take_case(const struct check *check, void *context)
{
	struct judging *judging = context;

	judging->run_seconds += check->result.real_seconds;
	record_add_case(judging->entry, judging->request, check,
			picture_of_failure(judging, check));
}

/* A full disk makes right programs fail in all sorts of ways. Whatever the program has
 * written is gone by now: if there is no room still, it was not its doing. */
static bool has_room(void)
{
	const char *named = getenv("TMPDIR");
	struct statvfs room;

	if (statvfs(named && *named ? named : "/tmp", &room) != 0)
		return true;
	return (unsigned long long)room.f_bavail * room.f_frsize >= least_room &&
	       (room.f_files == 0 || room.f_favail >= LEAST_FILES);
}

static void judge_once(struct judging *judging, const struct submission *submission,
		       struct check *check)
{
	size_t index = (size_t)(judging->exercise - judging->assignment->exercises);
	struct check_request request = {
		.exercise = judging->exercise,
		.submission = submission,
		.toolchain = &judging->assignment->toolchain,
		.jail = judging->assignment->jail,
		.clock = CLOCK_VIRTUAL,
		.trace_failures = true,
		.seed = judging->assignment->seed,
		.cases = judging->assignment->cases,
		.unseen = &judging->assignment->unseen[index],
		.every_case = true,
		.on_case = take_case,
		.context = judging,
	};

	judging->request = &request;
	judging->lacks_reference = false;
	json_array_clear(json_object_get(judging->entry, "cases"));
	check_exercise(&request, check);
	judging->compile_seconds += check->compile_seconds;
	record_conclude(judging->entry, &request, check);
}

/* The sentence if it could not be judged, or NULL. */
static char *judge(struct judging *judging, const struct submission *submission)
{
	struct check check;
	char *why = NULL;

	judge_once(judging, submission, &check);
	if (rests_on_real_time(&check)) {
		check_free(&check);
		judge_once(judging, submission, &check);
	}
	if (check.verdict.kind == VERDICT_JE)
		why = memory_copy_text(check.verdict.message);
	else if (check.verdict.kind != VERDICT_PASS && !has_room())
		why = memory_copy_text("there is no room left in the temporary folder");
	else if (judging->lacks_reference)
		why = memory_copy_text(
			"the solution, which stands beside it, did not run");
	check_free(&check);
	return why;
}

static char *judge_exercise(struct judging *judging, const struct match *match)
{
	struct submission submission;
	char *why = NULL;

	if (!match->handed_in)
		return NULL;
	if (!match_submission(match, judging->exercise, &submission, &why))
		return why;
	record_set_files(judging->entry, match, &submission);
	why = judge(judging, &submission);
	submission_free(&submission);
	return why;
}

/* ---- one student -------------------------------------------------------------------- */

/* Of several reasons the first is told. Takes `other`. */
static void add_reason(char **why, char *other)
{
	if (*why)
		free(other);
	else
		*why = other;
}

static void judge_all(const struct assignment *assignment, struct hand_in *hand_in,
		      json_t *record, struct judging *sum, char **why)
{
	struct match *matches = memory_new(assignment->count, sizeof(*matches));
	bool *used = memory_new(hand_in->count, sizeof(*used));

	match_all(hand_in, assignment->exercises, assignment->count, matches, used);
	record_set_hand_in(record, hand_in);
	for (size_t i = 0; i < assignment->count; i++) {
		struct judging judging = {
			.assignment = assignment,
			.exercise = &assignment->exercises[i],
			.entry = record_add_exercise(record, &assignment->exercises[i]),
		};
		char *reason = judge_exercise(&judging, &matches[i]);

		if (reason)
			record_set_unjudged(judging.entry, reason);
		add_reason(why, reason);
		sum->compile_seconds += judging.compile_seconds;
		sum->run_seconds += judging.run_seconds;
		match_free(&matches[i]);
	}
	free(used);
	free(matches);
}

static void leave_all(const struct assignment *assignment, json_t *record,
		      const char *sentence)
{
	record_set_error(record, sentence);
	for (size_t i = 0; i < assignment->count; i++)
		record_set_unjudged(
			record_add_exercise(record, &assignment->exercises[i]), sentence);
}

static json_t *judge_student(const struct assignment *assignment,
			     const struct student *student, struct judging *sum,
			     char **why)
{
	json_t *record = record_new(student, assignment);
	struct hand_in hand_in;

	*why = NULL;
	if (hand_in_read(&hand_in, student, why)) {
		judge_all(assignment, &hand_in, record, sum, why);
		hand_in_free(&hand_in);
	} else {
		leave_all(assignment, record, *why);
	}
	return record;
}

json_t *grade_student(const struct assignment *assignment, const struct student *student,
		      char **why)
{
	struct judging sum = { 0 };
	json_t *record = judge_student(assignment, student, &sum, why);

	forget_references();
	return record;
}

/* ---- all of them -------------------------------------------------------------------- */

struct work {
	const struct grading *grading;
	size_t *students; /* those to be graded, by their places in the roster */
	unsigned *tries;
	size_t count, done;
};

/* What a student took, and of that compiling, running, making jails and their end, and
 * waiting for a turn; the rest is judging and records. Worth nothing that would have to
 * be brought to the disk. */
static void put_times(const struct gradebook *gradebook, const char *key, double seconds,
		      const struct judging *sum)
{
	char *path = gradebook_path(gradebook, "times", key, ".json");
	char *text = text_format("{\"seconds\": %.6f, \"compile_seconds\": %.6f, "
				 "\"run_seconds\": %.6f, \"jail_seconds\": %.6f, "
				 "\"wait_seconds\": %.6f}\n",
				 seconds, sum->compile_seconds, sum->run_seconds,
				 sum->jail_seconds, sum->wait_seconds);

	file_write(path, text, strlen(text), NULL);
	free(text);
	free(path);
}

/* In a worker. The report is empty, or why it is to be tried again. */
static void grade_one(size_t index, void *context, struct text *report)
{
	const struct work *work = context;
	const struct grading *grading = work->grading;
	const struct student *student = &grading->roster->students[work->students[index]];
	struct judging sum = { 0 };
	double start = machine_seconds(), jails = jailed_seconds(),
	       waited = turn_waited();
	char *why, *error = NULL;
	json_t *record = judge_student(grading->assignment, student, &sum, &why);

	if (!gradebook_put(grading->gradebook, student->key, record, &error))
		add_reason(&why, error);
	sum.jail_seconds = jailed_seconds() - jails;
	sum.wait_seconds = turn_waited() - waited;
	put_times(grading->gradebook, student->key, machine_seconds() - start, &sum);
	if (why)
		text_add(report, *why ? why : "it could not be judged");
	free(why);
	json_decref(record);
}

/* What the worker could not say itself. */
static void put_failure(const struct work *work, size_t index, const char *failure)
{
	const struct grading *grading = work->grading;
	const struct student *student = &grading->roster->students[work->students[index]];
	json_t *record = record_new(student, grading->assignment);

	leave_all(grading->assignment, record, failure);
	gradebook_put(grading->gradebook, student->key, record, NULL);
	json_decref(record);
}

static void tell_progress(const struct work *work)
{
	if (work->grading->progress)
		work->grading->progress(work->done, work->count, work->grading->context);
}

static void tick(void *context)
{
	tell_progress(context);
}

static enum pool_answer take_report(size_t index, const char *report, double seconds,
				    const char *failure, void *context)
{
	struct work *work = context;

	(void)seconds;
	if ((failure || *report) && ++work->tries[index] < TRIES)
		return POOL_AGAIN;
	if (failure)
		put_failure(work, index, failure);
	work->done++;
	tell_progress(work);
	return POOL_DONE;
}

/* What lies there now, as far as it is known without judging it. */
static json_t *handed_in_now(const struct assignment *assignment,
			     const struct student *student, struct hand_in *hand_in)
{
	struct match *matches = memory_new(assignment->count, sizeof(*matches));
	bool *used = memory_new(hand_in->count, sizeof(*used));
	json_t *record = record_new(student, assignment);

	match_all(hand_in, assignment->exercises, assignment->count, matches, used);
	record_set_hand_in(record, hand_in);
	for (size_t i = 0; i < assignment->count; i++) {
		const struct exercise *exercise = &assignment->exercises[i];
		json_t *entry = record_add_exercise(record, exercise);
		struct submission submission;

		if (matches[i].handed_in &&
		    match_submission(&matches[i], exercise, &submission, NULL)) {
			record_set_files(entry, &matches[i], &submission);
			submission_free(&submission);
		}
		match_free(&matches[i]);
	}
	free(used);
	free(matches);
	return record;
}

/* Was it made of what lies there now? Whoever has handed in anew is graded anew. */
static bool is_of_now(const struct assignment *assignment, const struct student *student,
		      const json_t *record)
{
	const json_t *before = json_object_get(record, "exercises"), *after;
	struct hand_in hand_in;
	json_t *now;
	bool same;

	if (!hand_in_read(&hand_in, student, NULL))
		return false;
	now = handed_in_now(assignment, student, &hand_in);
	after = json_object_get(now, "exercises");
	same = json_array_size(before) == json_array_size(after) &&
	       json_equal(json_object_get(record, "notes"),
			  json_object_get(now, "notes"));
	for (size_t i = 0; same && i < json_array_size(after); i++)
		same = json_equal(json_object_get(json_array_get(before, i), "files"),
				  json_object_get(json_array_get(after, i), "files"));
	json_decref(now);
	hand_in_free(&hand_in);
	return same;
}

/* A record that stands: all in it was judged, and is as it was. */
static bool stands(const struct grading *grading, const struct student *student)
{
	json_t *record = gradebook_record(grading->gradebook, student->key);
	json_t *exercises = json_object_get(record, "exercises"), *entry;
	bool good = record && json_is_null(json_object_get(record, "error"));
	size_t index;

	json_array_foreach(exercises, index, entry)
	{
		const char *verdict =
			json_string_value(json_object_get(entry, "verdict"));

		good = good &&
		       !(verdict && strcmp(verdict, verdict_name(VERDICT_JE)) == 0);
	}
	good = good && is_of_now(grading->assignment, student, record);
	json_decref(record);
	return good;
}

static double patience(const struct assignment *assignment)
{
	return (double)assignment->count *
	       (SECONDS_BESIDES + SECONDS_OF_A_CASE * (double)(assignment->cases + 1));
}

bool grade_all(const struct grading *grading, char **error)
{
	struct work work = {
		.grading = grading,
		.students = memory_new(grading->roster->count, sizeof(size_t)),
		.tries = memory_new(grading->roster->count, sizeof(unsigned)),
	};
	struct pool_request request = {
		.workers = grading->jobs,
		.turns = true,
		.patience = patience(grading->assignment),
		.work = grade_one,
		.done = take_report,
		.tick = tick,
		.context = &work,
	};
	bool good;

	for (size_t i = 0; i < grading->roster->count; i++)
		if (!grading->resume || !stands(grading, &grading->roster->students[i]))
			work.students[work.count++] = i;
	request.count = work.count;
	tell_progress(&work);
	good = work.count == 0 || pool_run(&request, error);
	gradebook_sweep(grading->gradebook);
	free(work.students);
	free(work.tries);
	return good;
}
