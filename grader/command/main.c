/* course: finds the command in the table, and runs it. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "course/root.h"
#include "show/terminal.h"
#include "text/version.h"

const struct command commands[] = {
	{
		.name = "check",
		.usage =
			"[EXERCISE] [--file FILE]... [--format text|json|svg|trace|cast] "
			"[--picture] [--clock virtual|real|Nx] [--seed S [--cases K]] "
			"[--root FOLDER]",
		.summary = "compile an exercise, run it, and judge its timed output",
		.help = "Compiles the files of the exercise, runs the program on a clock "
			"of its own,\n"
			"and compares each line and its moment with what exercise.md "
			"expects. The\n"
			"first difference is named, and its cause where the evidence "
			"shows it.\n"
			"\n"
			"  EXERCISE         its name: the folder in exercises/. Without "
			"it: the one whose\n"
			"                   folder this is.\n"
			"  --file FILE      your file in the place of the one in "
			"exercises/EXERCISE of the\n"
			"                   same name; or a folder of them. May be given "
			"several times.\n"
			"  --format FORMAT  text (the default); json: one object on one "
			"line; a picture of\n"
			"                   what each task did when, as svg, or as trace "
			"for Perfetto; or\n"
			"                   cast: the lines at their times, for "
			"asciinema\n"
			"  --picture        below the text, draw the tasks over time, "
			"yours under those of\n"
			"                   the reference solution; a terminal gets that "
			"without asking,\n"
			"                   but for --no-picture\n"
			"  --clock CLOCK    virtual (the default): waits take no time; "
			"real; or a speed\n"
			"                   such as 10x. Off the virtual clock, moments "
			"have a tolerance.\n"
			"  --seed S         judge it by cases that nobody has seen, too, "
			"if the exercise has\n"
			"                   parameters: drawn from the number S, and the "
			"same everywhere\n"
			"  --cases K        so many of them; by default 3\n"
			"  --root FOLDER    the folder that holds exercises/; by default "
			"the nearest one\n"
			"                   above this folder\n"
			"\n"
			"Exit status: 0 right, 1 not right, 2 could not be judged (one "
			"line on standard\n"
			"error says why).\n",
		.run = command_check,
	},
	{
		.name = "run",
		.usage = "[--clock virtual|real|Nx] [--format text|json|svg|trace|cast] "
			 "[--picture] "
			 "-- PROGRAM [ARGUMENT]...",
		.summary = "run any program on the clock, its lines with their times",
		.help = "Runs a program and all that it starts on the virtual clock, and "
			"prints each\n"
			"line that it writes with the moment at which it came.\n"
			"\n"
			"  --picture        below the lines, draw the tasks over time, "
			"if it is a program\n"
			"                   of our runtime\n"
			"  --format FORMAT  text (the default); json; the picture as "
			"svg, or as trace for\n"
			"                   Perfetto; or cast: the lines, for "
			"asciinema\n",
		.run = command_run,
	},
	{
		.name = "list",
		.usage = "[--root FOLDER]",
		.summary = "the exercises, in the order of the lessons",
		.help = "Each with its kind, the minutes it takes, and its title.\n",
		.run = command_list,
	},
	{
		.name = "hint",
		.usage = "[EXERCISE] [N] [--root FOLDER]",
		.summary = "one hint on an exercise, and not the next one",
		.help = "Hints are a ladder that ends in the idea. Without N it is the "
			"first.\n",
		.run = command_hint,
	},
	{
		.name = "new",
		.usage = "exercise NAME [--kind KIND] | lesson NN_NAME | course FOLDER "
			 "[--root FOLDER]",
		.summary = "lay out an exercise, a lesson or a course of your own",
		.help = "What is laid out works as it stands. What is yours to say is "
			"marked TODO, and\n"
			"course verify tells what is missing. No file is ever replaced.\n"
			"\n"
			"  --kind KIND      complete (the default), repair, predict or "
			"design\n"
			"  --root FOLDER    the folder of the course, if it is not this "
			"one\n",
		.run = command_new,
	},
	{
		.name = "verify",
		.usage = "[NAME]... [--jobs N] [--seeds K] [--sanitize] [--root FOLDER]",
		.summary = "hold lessons and exercises to what they say of themselves",
		.help = "Compiles and runs every program of every lesson, and compares "
			"what it prints\n"
			"with what is shown. Of every exercise: as handed out it "
			"compiles and does not\n"
			"pass, its solution passes, each wrong answer draws the verdict, "
			"the line and\n"
			"the sentence that exercise.md quotes, each right answer passes. "
			"Links lead\n"
			"somewhere, and nothing is needed before it is taught.\n"
			"\n"
			"  NAME             a lesson or an exercise; without it: all of "
			"them\n"
			"  --jobs N         how many at the same time; by default one "
			"for each processor\n"
			"  --seeds K        try solutions and right answers of exercises "
			"with parameters in\n"
			"                   unseen cases, of the seeds 1 to K; by "
			"default 3\n"
			"  --sanitize       run solutions and right answers with "
			"sanitizers, too\n"
			"  --root FOLDER    the folder of the course, if it is not this "
			"one\n",
		.run = command_verify,
	},
	{
		.name = "help",
		.usage = "[COMMAND]",
		.summary = "list the commands, or say what one of them does",
		.help = "Without a command: the list of all.\n",
		.run = command_help,
	},
};

const size_t command_count = sizeof(commands) / sizeof(*commands);

int command_fail(const char *format, ...)
{
	struct terminal terminal = terminal_of(stderr);
	char *sentence = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&sentence, format, arguments) < 0)
		sentence = NULL;
	va_end(arguments);
	fflush(stdout);
	/* One line: what a name brings along of line ends is flattened. */
	for (char *at = sentence; at && *at; at++)
		if (*at == '\n')
			*at = ' ';
	terminal_write(&terminal, STYLE_PLAIN, "course: ");
	terminal_write(&terminal, STYLE_PLAIN, sentence ? sentence : format);
	terminal_write(&terminal, STYLE_PLAIN, "\n");
	free(sentence);
	return COMMAND_UNABLE;
}

int command_fail_with(char *error)
{
	int status = command_fail("%s", error ? error : "something went wrong");

	free(error);
	return status;
}

/* Names an exercise that is there, so that the line can be typed as it stands. */
static int where_to_start(void)
{
	char *root = root_find(NULL, NULL);
	struct names names = { 0 };

	if (root)
		root_exercises(root, &names);
	printf("Complete the file of an exercise in %s%sexercises/, and see what it is "
	       "worth:\n"
	       "\n"
	       "    course check %s\n"
	       "\n"
	       "All commands: course help\n",
	       root ? root : "", root ? "/" : "",
	       names.count ? names.names[0] : "EXERCISE");
	names_free(&names);
	free(root);
	return COMMAND_RIGHT;
}

static bool is_one_of(const char *word, const char *one, const char *other)
{
	return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* «course COMMAND --help» is «course help COMMAND», unless it belongs to the
 * program that is to be run. */
static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (is_one_of(argv[i], "--help", "-h"))
			return true;
	return false;
}

static int dispatch(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return where_to_start();
	if (is_one_of(argv[1], "--help", "-h"))
		return command_help(1, argv + 1);
	if (is_one_of(argv[1], "--version", "-V")) {
		printf("course %s\n", COURSE_VERSION);
		return COMMAND_RIGHT;
	}
	command = command_find(argv[1]);
	if (!command)
		return command_unknown(argv[1]);
	if (asks_for_help(argc - 1, argv + 1))
		return command_help(2, (char *[]){ argv[0], argv[1], NULL });
	return command->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int status = dispatch(argc, argv);

	if (fflush(stdout) != 0 && status != COMMAND_UNABLE)
		status = command_fail("the output could not be written");
	return status;
}
