#include "course/verify.h"

#include <stdlib.h>
#include <string.h>

#include "course/check.h"
#include "course/skeleton.h"
#include "course/submission.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* How many there must be of each, by the kind of the exercise. */
static const struct least {
	size_t hints;
	size_t wrong;
	size_t right;
} least[] = {
	[EXERCISE_COMPLETE] = { 3, 4, 2 },
	[EXERCISE_REPAIR] = { 3, 4, 2 },
	[EXERCISE_PREDICT] = { 3, 4, 0 },
	[EXERCISE_DESIGN] = { 3, 4, 2 },
};

/* How many unseen cases of each seed, and how many schedules: a run takes a few
 * milliseconds, and what hangs on the order of two shows in every other one. */
enum { CASES = 3, SCHEDULES = 8 };

static const char *document_of(const struct exercise *exercise)
{
	return exercise->document.path;
}

/* The line of a section's heading, or 0. */
static int line_of(const struct exercise *exercise, const char *section)
{
	cmark_node *heading = document_section(&exercise->document, section);

	return heading ? cmark_node_get_start_line(heading) : 0;
}

static char *answer_folder(const struct exercise *exercise, const char *room,
			   const char *name)
{
	return text_format("%s/%s/%s", exercise->folder, room, name);
}

static void names_in(const struct exercise *exercise, const char *room,
		     struct names *names)
{
	char *folder = path_join(exercise->folder, room);

	folder_names(folder, "", names);
	free(folder);
}

/* ---- a check, as the trials below need it -------------------------------- */

/* The submission of a folder, and in the place of some of its files those of
 * another (or NULL). Adds a fault and returns false if it cannot be read. */
static bool check_folder(const struct trial *trial,
			 const struct verification *verification, const char *base,
			 const char *over, struct check *check,
			 struct submission *submission, struct faults *faults)
{
	const struct exercise *exercise = trial->exercise;
	struct check_request request = {
		.exercise = exercise,
		.submission = submission,
		.toolchain = verification->toolchain,
		.sanitize = trial->sanitize,
		.seed = trial->seed,
		.cases = trial->seed ? CASES : 0,
		.first_schedule = 1,
		.schedules = trial->schedules,
	};
	char *paths[] = { (char *)over };
	char *error = NULL;

	if (!submission_read(submission, exercise, base, paths, over ? 1 : 0, &error)) {
		faults_add(faults, document_of(exercise), line_of(exercise, "Files"),
			   "%s", error);
		free(error);
		return false;
	}
	check_exercise(&request, check);
	return true;
}

/* What came, for a person. */
static void show_check(struct faults *faults, const struct check *check)
{
	const struct verdict *verdict = &check->verdict;

	faults_detail(faults, "it is %s: %s", verdict_name(verdict->kind),
		      verdict->message);
	if (verdict->where.file)
		faults_detail(faults, "at %s:%d: %s", verdict->where.file,
			      verdict->where.line,
			      verdict->where.source ? verdict->where.source : "");
	if (verdict->kind == VERDICT_WRONG || verdict->kind == VERDICT_TIME)
		faults_show_output(faults, "what it prints:", &check->actual);
	if (verdict->kind == VERDICT_COMPILE && check->compiler_log)
		faults_show_log(faults, check->compiler_log);
	else if (check->errors_length)
		faults_show(faults, "on standard error:", check->errors);
}

/* ---- handed out, solution, right answers --------------------------------- */

static void hold_handed_out(const struct trial *trial,
			    const struct verification *verification,
			    struct faults *faults)
{
	const struct exercise *exercise = trial->exercise;
	struct submission submission;
	struct check check;
	enum verdict_kind kind;

	if (!check_folder(trial, verification, exercise->folder, NULL, &check,
			  &submission, faults))
		return;
	kind = check.verdict.kind;
	if (kind == VERDICT_PASS)
		faults_add(faults, document_of(exercise), 0,
			   "as it is handed out, it passes");
	else if (kind == VERDICT_COMPILE || kind == VERDICT_JE)
		faults_add(faults, document_of(exercise), 0,
			   kind == VERDICT_COMPILE
				   ? "as it is handed out, it does not compile"
				   : "as it is handed out, it cannot be judged");
	else if (exercise->where_to_start &&
		 !exercise_sentence_is_in(exercise->where_to_start,
					  check.verdict.message))
		faults_add(faults, document_of(exercise),
			   line_of(exercise, "Where to start"),
			   "as it is handed out, it does not draw the sentence on where "
			   "to start: "
			   "does it print what «Where to start» says?");
	else
		kind = VERDICT_COUNT;
	if (kind != VERDICT_COUNT)
		show_check(faults, &check);
	check_free(&check);
	submission_free(&submission);
}

static void hold_passing(const struct trial *trial,
			 const struct verification *verification, const char *over,
			 const char *what, struct faults *faults)
{
	struct submission submission;
	struct check check;

	if (!check_folder(trial, verification, trial->exercise->solution, over, &check,
			  &submission, faults))
		return;
	if (check.verdict.kind != VERDICT_PASS) {
		faults_add(faults, over ? over : trial->exercise->solution, 0,
			   "%s does not pass%s", what,
			   trial->sanitize ? " with sanitizers" : "");
		show_check(faults, &check);
	}
	check_free(&check);
	submission_free(&submission);
}

static void hold_solution(const struct trial *trial,
			  const struct verification *verification, struct faults *faults)
{
	hold_passing(trial, verification, NULL, "the solution", faults);
}

static void hold_right(const struct trial *trial, const struct verification *verification,
		       struct faults *faults)
{
	char *folder = answer_folder(trial->exercise, "right", trial->name);

	hold_passing(trial, verification, folder, "the right answer", faults);
	free(folder);
}

/* ---- wrong answers ------------------------------------------------------- */

/* A cause in doubt is told after what is beyond doubt. Who quotes that alone has
 * not said which cause it is to be. */
static bool is_its_cause(const struct exercise_mistake *mistake,
			 const struct verdict *verdict)
{
	char *fact;
	bool alone;

	if (verdict->certain || !verdict->cause)
		return true;
	fact = divergence_sentence(&verdict->divergence);
	alone = exercise_sentence_is_in(mistake->sentence, fact);
	free(fact);
	return !alone;
}

static void judge_wrong(const struct trial *trial, const struct exercise_mistake *mistake,
			const struct check *check, struct faults *faults)
{
	const char *document = document_of(trial->exercise);
	const struct verdict *verdict = &check->verdict;
	const char *source = verdict->where.source ? verdict->where.source : "";
	size_t before = faults->count;

	if (verdict->kind != mistake->verdict)
		faults_add(faults, document, mistake->line,
			   "the verdict on %s is %s, not %s", mistake->name,
			   verdict_name(verdict->kind), verdict_name(mistake->verdict));
	else if (!exercise_sentence_is_in(mistake->sentence, verdict->message))
		faults_add(faults, document, mistake->line,
			   "what is said of %s is another sentence than the one quoted",
			   mistake->name);
	else if (!is_its_cause(mistake, verdict))
		faults_add(faults, document, mistake->line,
			   "more is said of %s than the sentence quoted: quote its "
			   "cause, too",
			   mistake->name);
	if (mistake->at && !strstr(source, mistake->at))
		faults_add(faults, document, mistake->line,
			   "the line named for %s is not one with «%s»", mistake->name,
			   mistake->at);
	if (faults->count == before)
		return;
	faults_detail(faults, "quoted: %s", mistake->sentence);
	show_check(faults, check);
}

static void hold_wrong(const struct trial *trial, const struct verification *verification,
		       struct faults *faults)
{
	const struct exercise_mistake *mistake = &trial->exercise->mistakes[trial->index];
	char *folder = answer_folder(trial->exercise, "wrong", mistake->name);
	struct submission submission;
	struct check check;

	if (!file_is_folder(folder)) {
		faults_add(faults, document_of(trial->exercise), mistake->line,
			   "there is no folder wrong/%s", mistake->name);
	} else if (check_folder(trial, verification, trial->exercise->solution, folder,
				&check, &submission, faults)) {
		judge_wrong(trial, mistake, &check, faults);
		check_free(&check);
		submission_free(&submission);
	}
	free(folder);
}

/* ---- the document -------------------------------------------------------- */

static const struct exercise_mistake *find_mistake(const struct exercise *exercise,
						   const char *name)
{
	for (size_t i = 0; i < exercise->mistake_count; i++)
		if (strcmp(exercise->mistakes[i].name, name) == 0)
			return &exercise->mistakes[i];
	return NULL;
}

static void hold_mistakes_named(const struct exercise *exercise, struct faults *faults)
{
	struct names names;

	names_in(exercise, "wrong", &names);
	for (size_t i = 0; i < names.count; i++)
		if (!find_mistake(exercise, names.names[i]))
			faults_add(faults, document_of(exercise),
				   line_of(exercise, "Mistakes"),
				   "the wrong answer wrong/%s is not among the mistakes",
				   names.names[i]);
	for (size_t i = 0; i < exercise->mistake_count; i++)
		if (find_mistake(exercise, exercise->mistakes[i].name) !=
		    &exercise->mistakes[i])
			faults_add(faults, document_of(exercise),
				   exercise->mistakes[i].line,
				   "the mistake %s is there twice",
				   exercise->mistakes[i].name);
	names_free(&names);
}

static void hold_count(const struct exercise *exercise, size_t count, size_t needed,
		       const char *what, const char *section, struct faults *faults)
{
	if (count < needed)
		faults_add(faults, document_of(exercise), line_of(exercise, section),
			   "it has %zu of at least %zu %s", count, needed, what);
}

static void hold_counts(const struct exercise *exercise, struct faults *faults)
{
	const struct least *needed = &least[exercise->kind];
	struct names right;

	names_in(exercise, "right", &right);
	hold_count(exercise, exercise->hint_count, needed->hints, "hints", "Hints",
		   faults);
	hold_count(exercise, exercise->mistake_count, needed->wrong, "mistakes",
		   "Mistakes", faults);
	hold_count(exercise, right.count, needed->right, "right answers", "Mistakes",
		   faults);
	names_free(&right);
}

static bool belongs(const struct exercise *exercise, const char *name)
{
	static const char *const others[] = { "exercise.md", "wrong", "right" };

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strcmp(others[i], name) == 0)
			return true;
	return exercise_find_file(exercise, name) != NULL;
}

/* A file that nobody reads is a file that somebody takes for read. */
static void hold_files_named(const struct exercise *exercise, const char *folder,
			     struct faults *faults)
{
	struct names names;

	folder_names(folder, "", &names);
	for (size_t i = 0; i < names.count; i++)
		if (!belongs(exercise, names.names[i])) {
			char *path = path_join(folder, names.names[i]);

			faults_add(faults, path, 0,
				   "it is not named under «Files» in exercise.md");
			free(path);
		}
	names_free(&names);
}

static void hold_answers_named(const struct exercise *exercise, const char *room,
			       struct faults *faults)
{
	struct names names;

	names_in(exercise, room, &names);
	for (size_t i = 0; i < names.count; i++) {
		char *folder = answer_folder(exercise, room, names.names[i]);

		hold_files_named(exercise, folder, faults);
		free(folder);
	}
	names_free(&names);
}

static void hold_document(const struct trial *trial,
			  const struct verification *verification, struct faults *faults)
{
	const struct exercise *exercise = trial->exercise;

	if (!skeleton_is_exercise_name(exercise->name))
		faults_add(faults, exercise->folder, 0,
			   "the folder's name is no name for an exercise: small letters, "
			   "digits and _, such as two_waits");
	verify_links(&exercise->document, faults);
	verify_exercise_order(verification->curriculum, exercise, faults);
	hold_counts(exercise, faults);
	hold_mistakes_named(exercise, faults);
	hold_files_named(exercise, exercise->folder, faults);
	hold_files_named(exercise, exercise->solution, faults);
	hold_answers_named(exercise, "wrong", faults);
	hold_answers_named(exercise, "right", faults);
}

/* ---- the whole ----------------------------------------------------------- */

/* What passes once passes always: this is the place for other ways to run it. */
static void add_passing(struct trials *trials, const struct verification *verification,
			struct trial trial)
{
	trial.schedules = SCHEDULES;
	trials_add(trials, &trial);
	trial.schedules = 0;
	for (unsigned seed = 1;
	     trial.exercise->parameter_count && seed <= verification->seeds; seed++) {
		trial.seed = seed;
		trials_add(trials, &trial);
	}
	trial.seed = 0;
	trial.sanitize = true;
	if (verification->sanitize && trial.exercise->kind != EXERCISE_PREDICT)
		trials_add(trials, &trial);
}

void verify_exercise(struct trials *trials, const struct verification *verification,
		     const struct exercise *exercise)
{
	struct trial trial = { .exercise = exercise };
	struct names right;

	trial.hold = hold_document;
	trials_add(trials, &trial);
	trial.hold = hold_handed_out;
	trials_add(trials, &trial);
	trial.hold = hold_solution;
	add_passing(trials, verification, trial);
	if (exercise->kind != EXERCISE_PREDICT) {
		trial.hold = verify_table;
		trials_add(trials, &trial);
	}
	trial.hold = hold_wrong;
	trial.schedules = SCHEDULES;
	for (trial.index = 0; trial.index < exercise->mistake_count; trial.index++)
		trials_add(trials, &trial);
	trial.schedules = 0;
	names_in(exercise, "right", &right);
	trial.hold = hold_right;
	for (trial.index = 0; trial.index < right.count; trial.index++) {
		trial.name = right.names[trial.index];
		add_passing(trials, verification, trial);
	}
	names_free(&right);
}
