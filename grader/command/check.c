/* course check: compiles, runs and judges an exercise. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/chosen.h"
#include "command/clock_option.h"
#include "command/command.h"
#include "command/options.h"
#include "command/seed_option.h"
#include "course/check.h"
#include "course/handed_out.h"
#include "course/own_header.h"
#include "course/root.h"
#include "run/interrupt.h"
#include "run/jail.h"
#include "show/compiler_report.h"
#include "show/json_report.h"
#include "show/picture.h"
#include "show/text_report.h"
#include "text/memory.h"
#include "text/text.h"

struct settings {
	const char *root;
	const char *format;
	const char *clock;
	const char *seed, *cases, *schedule, *schedules;
	struct option_list files;
	bool picture, no_picture;
	bool jail;
};

/* The exercise that is meant: named; or the one whose file was given; or the one
 * that the learner is at. */
static char *choose_exercise(const char *root, const char *named,
			     const struct settings *settings, char **error)
{
	char *here = named ? NULL : root_exercise_here(root), *name = NULL;

	if (!named && !here && settings->files.count)
		name = root_exercise_with(root, path_base(settings->files.texts[0]));
	if (!name)
		name = chosen_name(root, named ? named : here, error);
	free(here);
	return name;
}

/* Writes a check; false: it could not be written. */
typedef bool report_writer(FILE *stream, const struct check_request *request,
			   const struct check *check);

/* What a check can be written as, besides the text; pictures have a table of their
 * own (show/picture.c). */
static const struct report_format {
	const char *name;
	report_writer *write;
} formats[] = {
	{ "json", json_report },
	{ "compiler", compiler_report },
};

/* NULL: none is called so. */
static report_writer *report_format(const char *name)
{
	for (size_t i = 0; name && i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].write;
	return NULL;
}

static bool is_text(const struct settings *settings)
{
	return !settings->format || strcmp(settings->format, "text") == 0;
}

/* Below the text: on a terminal, or wherever it was asked for. */
static bool wants_text_picture(const struct settings *settings)
{
	return is_text(settings) && !settings->no_picture &&
	       (settings->picture || isatty(STDOUT_FILENO));
}

static bool wants_picture(const struct settings *settings)
{
	return wants_text_picture(settings) ||
	       (settings->format && picture_format(settings->format));
}

/* The reference solution is run only here, when the verdict has been told. */
static bool show_picture(const struct settings *settings,
			 const struct check_request *request, const struct check *check)
{
	struct terminal terminal = terminal_of(stdout);
	struct check reference;
	bool has_reference = picture_may_show(request, check) &&
			     check_reference(request, check, &reference);
	bool written = true;
	struct picture picture;

	picture_of_check(&picture, request, check, has_reference ? &reference : NULL);
	if (is_text(settings))
		picture_text(&terminal, &picture);
	else
		written = picture_format(settings->format)(stdout, &picture);
	picture_free(&picture);
	if (has_reference)
		check_free(&reference);
	return written;
}

static bool report(const struct settings *settings, const struct check_request *request,
		   const struct check *check)
{
	struct terminal terminal = terminal_of(stdout);
	report_writer *write = report_format(settings->format);

	if (write)
		return write(stdout, request, check);
	if (!is_text(settings))
		return show_picture(settings, request, check);
	text_report(&terminal, request, check);
	if (!wants_text_picture(settings) || !picture_may_show(request, check))
		return true;
	return fflush(stdout) == 0 && show_picture(settings, request, check);
}

static int status_of(const struct check *check)
{
	if (check->verdict.kind == VERDICT_JE)
		return command_fail("it could not be judged: %s", check->verdict.message);
	return check->verdict.kind == VERDICT_PASS ? COMMAND_RIGHT : COMMAND_WRONG;
}

/* What was asked for, and changes nothing in this exercise. */
static void say_what_is_idle(struct check_request *request,
			     const struct exercise *exercise)
{
	bool promised =
		exercise->order == ORDER_AS_STARTED || exercise_prediction_file(exercise);

	if (request->cases && !exercise->parameter_count && !request->schedules)
		fprintf(stderr,
			"course: %s has no parameters: the seed changes nothing\n",
			exercise->name);
	if (promised && (request->schedules || request->schedule)) {
		fprintf(stderr,
			"course: in %s what is ready first runs first, and your program "
			"may rely on it: no other schedule is tried\n",
			exercise->name);
		request->schedule = 0;
	}
}

/* What a class would not have of it. */
static void say_what_stays_here(const struct check_request *request)
{
	char *header = request->jail ? NULL : own_header(request->submission);

	if (header)
		fprintf(stderr,
			"course: %s is none of the exercise's files, and whoever grades "
			"them "
			"does not have it: put what stands in it into the source\n",
			header);
	free(header);
}

/* Of what lies in the folder of the exercise: other files, such as a solution, are
 * not the learner's, and another clock is less exact. */
static void note_progress(const struct settings *settings,
			  const struct check_request *request, const struct check *check)
{
	if (settings->files.count || request->clock != CLOCK_VIRTUAL ||
	    check->verdict.kind == VERDICT_JE)
		return;
	chosen_note(request->exercise,
		    check->verdict.kind == VERDICT_PASS ? PROGRESS_PASSED
							: PROGRESS_TRIED,
		    0);
}

static int check_submission(const struct settings *settings,
			    struct check_request *request,
			    const struct exercise *exercise)
{
	struct submission submission;
	struct toolchain toolchain;
	struct check check;
	char *error = NULL;
	int status;

	if (!submission_read(&submission, exercise, exercise->folder,
			     settings->files.texts, settings->files.count, &error))
		return command_fail_with(error);
	if (!toolchain_find(&toolchain, &error)) {
		submission_free(&submission);
		return command_fail_with(error);
	}
	say_what_is_idle(request, exercise);
	request->exercise = exercise;
	request->submission = &submission;
	request->toolchain = &toolchain;
	say_what_stays_here(request);
	request->trace = wants_picture(settings);
	check_exercise(request, &check);
	if (check.verdict.kind == VERDICT_JE && !settings->format)
		status = status_of(&check);
	else
		status = report(settings, request, &check)
				 ? status_of(&check)
				 : command_fail("the report could not be written");
	note_progress(settings, request, &check);
	check_free(&check);
	toolchain_free(&toolchain);
	submission_free(&submission);
	return status;
}

static int check_named(const struct settings *settings, struct check_request *request,
		       const char *named)
{
	char *error = NULL, *root, *name;
	struct exercise exercise;
	int status;

	root = root_find(settings->root, &error);
	name = root ? choose_exercise(root, named, settings, &error) : NULL;
	if (name && root_open(root, name, &exercise, &error)) {
		handed_out_keep(&exercise, NULL);
		status = check_submission(settings, request, &exercise);
		exercise_free(&exercise);
	} else {
		status = command_fail_with(error);
	}
	free(name);
	free(root);
	return status;
}

#define FORMAT_NAMES "text|json|compiler|svg|html|trace|cast"

static bool is_format(const struct settings *settings)
{
	return is_text(settings) || report_format(settings->format) ||
	       picture_format(settings->format);
}

static const struct option options[] = {
	EXERCISE_OPERAND,
	{ "file", OPTION_LIST, offsetof(struct settings, files), "FILE",
	  "your file in the place of the one in exercises/EXERCISE of the same name; or "
	  "a folder of them. May be given several times." },
	{ "format", OPTION_TEXT, offsetof(struct settings, format), FORMAT_NAMES,
	  "text (the default); json: one object on one line; compiler: "
	  "file:line:column: error: what is wrong, for an editor; a picture of what each "
	  "task did when, as svg, as html, in which it plays, or as trace for Perfetto; "
	  "or "
	  "cast: the lines at their times, and the picture as it grows, for asciinema" },
	{ "picture", OPTION_FLAG, offsetof(struct settings, picture), NULL,
	  "below the text, draw the tasks over time, yours under those of the reference "
	  "solution; a terminal gets that without asking" },
	{ "no-picture", OPTION_FLAG, offsetof(struct settings, no_picture), NULL,
	  "do not draw it on a terminal either" },
	{ "clock", OPTION_TEXT, offsetof(struct settings, clock), "virtual|real|10x",
	  "virtual (the default): waits take no time; real; or a speed such as 10x. Off "
	  "the virtual clock, moments have a tolerance." },
	{ "seed", OPTION_TEXT, offsetof(struct settings, seed), "S",
	  "judge it by cases that nobody has seen, too, if the exercise has parameters: "
	  "drawn from the number S, and the same everywhere" },
	{ "cases", OPTION_TEXT, offsetof(struct settings, cases), "K",
	  "so many of them; by default 3" },
	{ "schedules", OPTION_TEXT, offsetof(struct settings, schedules), "K",
	  "run it under K other schedules, too, where the exercise does not promise the "
	  "order at one instant. Their seeds go on from S, or from 1." },
	{ "schedule", OPTION_TEXT, offsetof(struct settings, schedule), "SEED",
	  "run it under that one schedule, as a report named it" },
	{ "jail", OPTION_FLAG, offsetof(struct settings, jail), NULL,
	  "compile and run it in a jail, as a stranger's program: course help doctor" },
	ROOT_OPTION,
	{ 0 },
};

static int check(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct check_request request = { 0 };
	struct jail *jail = NULL;
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error) ||
	    !clock_option(settings.clock, &request.clock, &request.speed, &error) ||
	    !seed_option(settings.seed, settings.cases, &request.seed, &request.cases,
			 &error) ||
	    !schedule_option(settings.schedule, settings.schedules, settings.seed,
			     &request, &error))
		status = command_fail_with(error);
	else if (argc > 2)
		status = command_fail(
			"«%s» is one too many: course check takes one exercise "
			"(files are given by --file)",
			argv[2]);
	else if (!is_format(&settings))
		status = command_fail("there is no format «%s»: say one of " FORMAT_NAMES,
				      settings.format);
	else if (settings.jail && !(request.jail = jail = jail_open(&error)))
		status = command_fail_with(error);
	else
		status = check_named(&settings, &request, argc == 2 ? argv[1] : NULL);
	jail_close(jail);
	free(settings.files.texts);
	interrupt_deliver();
	return status;
}

const struct command command_check = {
	.name = "check",
	.usage = "[EXERCISE] [OPTION]...",
	.summary = "compile an exercise, run it, and judge its timed output",
	.about = "Compiles the files of the exercise, runs the program on a clock of its "
		 "own, and compares each line and its moment with what exercise.md "
		 "expects. The first difference is named, and its cause where the "
		 "evidence shows it.\n\n"
		 "What lies in exercises/EXERCISE is yours: a check of it counts, and "
		 "course list shows what is passed.\n\n"
		 "A schedule is one order in which the loop runs what is ready at the "
		 "same "
		 "moment. Usually it is first come, first served, but nothing promises "
		 "that: a program that awaits what it needs is right under any schedule. "
		 "The seed that a report names gives the same schedule again.",
	.options = options,
	.run = check,
};
