/* course grade: judges a class, and writes its marks. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "class/assignment.h"
#include "class/class_list.h"
#include "class/gradebook.h"
#include "class/grading.h"
#include "class/overview.h"
#include "class/report.h"
#include "class/roster.h"
#include "class/summary.h"
#include "command/command.h"
#include "command/grade_reports.h"
#include "command/seed_option.h"
#include "run/interrupt.h"
#include "show/terminal.h"
#include "text/text.h"

enum { MOST_JOBS = 1000, MOST_SHARDS = 100000 };

struct settings {
	const char *out;
	struct option_list exercises;
	const char *rubric;
	const char *roster;
	const char *jobs;
	const char *shard;
	bool resume;
	struct option_list reports;
	const char *seed, *cases;
	const char *level;
	const char *root;
};

/* ---- what is asked for --------------------------------------------------- */

/* A number from 1 to `most` at the beginning of a text; *end is behind it. */
static bool take_number(const char *text, unsigned most, unsigned *number, char **end)
{
	unsigned long value;

	if (!isdigit((unsigned char)*text))
		return false;
	value = strtoul(text, end, 10);
	*number = (unsigned)value;
	return value >= 1 && value <= most;
}

static bool read_jobs(const char *text, unsigned *jobs, char **error)
{
	char *end;

	if (!text || (take_number(text, MOST_JOBS, jobs, &end) && !*end))
		return true;
	return text_error(error, "--jobs «%s» is not a number from 1 to %d", text,
			  MOST_JOBS);
}

/* «3/10»: the third of ten. */
static bool read_shard(const char *text, struct assignment_request *request, char **error)
{
	unsigned index;
	char *end;

	request->shard = 0;
	request->shards = 1;
	if (!text)
		return true;
	if (take_number(text, MOST_SHARDS, &index, &end) && *end == '/' &&
	    take_number(end + 1, MOST_SHARDS, &request->shards, &end) && !*end &&
	    index <= request->shards) {
		request->shard = index - 1;
		return true;
	}
	return text_error(
		error,
		"--shard «%s» is no share such as 2/10, the second of ten (of at "
		"most %d)",
		text, MOST_SHARDS);
}

static bool read_level(const char *text, enum jail_level *level, char **error)
{
	*level = text ? jail_level_of_name(text) : JAIL_STRONG;
	return *level != JAIL_LEVEL_COUNT ||
	       text_error(error, "--level «%s» is none: say none, basic, strong or full",
			  text);
}

static bool read_request(const struct settings *settings, const char *folder,
			 struct assignment_request *request, char **error)
{
	*request = (struct assignment_request){
		.root = settings->root,
		.folder = folder,
		.exercises = settings->exercises.texts,
		.exercise_count = settings->exercises.count,
		.rubric = settings->rubric,
	};
	return read_shard(settings->shard, request, error) &&
	       read_level(settings->level, &request->level, error) &&
	       seed_option(settings->seed, settings->cases, &request->seed,
			   &request->cases, error) &&
	       grade_reports_are_known(&settings->reports, error);
}

/* ---- doing it ------------------------------------------------------------ */

static void tell(size_t done, size_t count, void *context)
{
	progress_tell(context, done, count);
}

/* What is there stands beside what comes, or nothing is begun. */
static bool begin(struct gradebook *gradebook, const struct settings *settings,
		  const struct assignment *assignment, const struct roster *roster,
		  char **error)
{
	json_t *json = assignment_to_json(assignment, roster);
	char *among =
		text_format("what is in %s and what is asked for now", gradebook->folder);
	bool good = true;

	if (gradebook->assignment && !settings->resume)
		good = text_error(error,
				  "%s holds the marks of a class already: go on with "
				  "--resume, or name another --out",
				  gradebook->folder);
	else if (gradebook->assignment)
		good = assignments_agree(gradebook->assignment, json, among, error);
	free(among);
	if (good)
		return gradebook_begin(gradebook, json, error);
	json_decref(json);
	return false;
}

static int finish(struct gradebook *gradebook, const struct settings *settings,
		  double seconds)
{
	struct terminal terminal = terminal_of(stdout);
	size_t students = gradebook_student_count(gradebook);
	struct overview overview;
	size_t missing;

	terminal_write_and_free(&terminal, STYLE_STRONG,
				text_format(students == 1 ? "%zu student in %.1f s\n"
							  : "%zu students in %.1f s\n",
					    students, seconds));
	overview_make(&overview, gradebook);
	summary_show(&terminal, gradebook, &overview);
	missing = overview.students - overview.marked;
	overview_free(&overview);
	return grade_reports_write(&terminal, gradebook, &settings->reports, missing);
}

static int grade_roster(const struct settings *settings, struct gradebook *gradebook,
			const struct assignment *assignment, const struct roster *roster,
			unsigned jobs)
{
	struct progress progress;
	struct grading grading = {
		.assignment = assignment,
		.gradebook = gradebook,
		.roster = roster,
		.jobs = jobs,
		.resume = settings->resume,
		.progress = tell,
		.context = &progress,
	};
	char *error = NULL;
	bool good;

	if (!begin(gradebook, settings, assignment, roster, &error))
		return command_fail_with(error);
	progress_begin(&progress, stderr);
	good = grade_all(&grading, &error);
	progress_end(&progress);
	if (!good)
		return command_fail_with(error);
	return finish(gradebook, settings, progress_seconds(&progress));
}

/* Whose work lies there, and who else is in the class. */
static bool read_roster(struct roster *roster, const struct settings *settings,
			const char *folder, char **error)
{
	struct class_list list;
	bool joined;

	if (!roster_read(roster, folder, error))
		return false;
	if (!settings->roster || roster->count == 0)
		return true;
	if (!class_list_read(&list, settings->roster, error)) {
		roster_free(roster);
		return false;
	}
	joined = roster_join(roster, &list, error);
	class_list_free(&list);
	if (!joined)
		roster_free(roster);
	return joined;
}

static int grade_request(const struct settings *settings,
			 const struct assignment_request *request, unsigned jobs)
{
	struct gradebook gradebook = { .lock = -1 };
	struct assignment assignment;
	struct roster roster;
	char *error = NULL;
	int status;

	if (!read_roster(&roster, settings, request->folder, &error))
		return command_fail_with(error);
	if (roster.count == 0) {
		status = command_fail("there is nothing in %s to be graded",
				      request->folder);
	} else if (!gradebook_lock(&gradebook, settings->out, &error)) {
		status = command_fail_with(error);
	} else if (!assignment_make(&assignment, request, &roster, &error)) {
		status = command_fail_with(error);
		gradebook_close(&gradebook);
	} else {
		roster_keep_shard(&roster, assignment.shard, assignment.shards);
		status = grade_roster(settings, &gradebook, &assignment, &roster, jobs);
		assignment_free(&assignment);
		gradebook_close(&gradebook);
	}
	roster_free(&roster);
	return status;
}

static const struct option options[] = {
	{ "FOLDER", OPTION_OPERAND, 0, NULL,
	  "what was handed in: a folder, a file or an archive (.zip, .tar, .tar.gz) for "
	  "each student, with their name; or what Moodle, Canvas or Gradescope has "
	  "exported, unpacked" },
	{ "out", OPTION_TEXT, offsetof(struct settings, out), "FOLDER",
	  "where records and reports are written; it must be named" },
	{ "exercise", OPTION_LIST, offsetof(struct settings, exercises), "EXERCISE",
	  "grade this exercise; may be given several times. Without it: those that "
	  "anybody has handed in" },
	{ "rubric", OPTION_TEXT, offsetof(struct settings, rubric), "FILE",
	  "what exercises and cases are worth; without it each exercise is worth 10 "
	  "points, each of its cases the same" },
	{ "roster", OPTION_TEXT, offsetof(struct settings, roster), "FILE",
	  "who is in the class, as CSV: a row each, one of whose cells is what their "
	  "work is "
	  "called. Who has handed in nothing is in the reports, too, with no points; IDs "
	  "and logins are taken over" },
	{ "jobs", OPTION_TEXT, offsetof(struct settings, jobs), "N",
	  "how many at the same time; by default one for each processor" },
	{ "shard", OPTION_TEXT, offsetof(struct settings, shard), "I/N",
	  "only the I-th of N shares of the class, for N machines; course merge joins "
	  "them" },
	{ "resume", OPTION_FLAG, offsetof(struct settings, resume), NULL,
	  "go on with what was begun: records that are there stand, what could not be "
	  "judged is tried again, and so is who has handed in anew" },
	{ "report", OPTION_LIST, offsetof(struct settings, reports), GRADE_REPORTS,
	  "a format to write the marks in, besides the records; may be given several "
	  "times. Without it: html and students" },
	{ "seed", OPTION_TEXT, offsetof(struct settings, seed), "S",
	  "judge exercises with parameters by unseen cases, too: drawn from the number "
	  "S" },
	{ "cases", OPTION_TEXT, offsetof(struct settings, cases), "K",
	  "so many of them; by default 3" },
	{ "level", OPTION_TEXT, offsetof(struct settings, level),
	  "none|basic|strong|full",
	  "the level of trust that the jail for strangers' programs must have here, or "
	  "nothing is graded; by default strong. course doctor tells of them" },
	{ "root", OPTION_TEXT, offsetof(struct settings, root), "FOLDER",
	  "the folder of the course; by default the nearest one above this folder that "
	  "holds exercises/" },
	{ 0 },
};

static int grade(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct assignment_request request;
	unsigned jobs = 0;
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error) ||
	    !read_jobs(settings.jobs, &jobs, &error) ||
	    !read_request(&settings, argc > 1 ? argv[1] : NULL, &request, &error))
		status = command_fail_with(error);
	else if (argc != 2)
		status =
			command_fail("say one folder of submissions: course grade FOLDER "
				     "--out FOLDER");
	else if (!settings.out)
		status = command_fail("say where the marks go: course grade %s --out "
				      "FOLDER",
				      argv[1]);
	else
		status = grade_request(&settings, &request, jobs);
	free(settings.exercises.texts);
	free(settings.reports.texts);
	interrupt_deliver();
	return status;
}

const struct command command_grade = {
	.name = "grade",
	.usage = "FOLDER --out FOLDER [OPTION]...",
	.summary = "judge what a class has handed in, and write its marks",
	.about =
		"Judges every submission of a class, several at a time, and writes a "
		"record of each as soon as it is known: its verdicts, cases, messages, "
		"and "
		"what was compiled how. Marks and reports follow from the records and "
		"the "
		"rubric; course explain tells them in words. What was cut off goes on "
		"with --resume, to the same end.\n"
		"\n"
		"What could not be judged through no fault of the student's is tried "
		"again; if that does not help it has no mark, and the exit status is 2.\n"
		"\n"
		"A rubric is a Markdown file. A list at its top is for all exercises, "
		"one "
		"below a heading with an exercise's name for that: «points: 20»; "
		"«documented case: 8», the rest being for the unseen cases; «TIME: 50 "
		"%», "
		"what a case earns that ends in this verdict.",
	.options = options,
	.run = grade,
};
