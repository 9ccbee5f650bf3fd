/* course: finds the command in the table, and runs it. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "text/version.h"

const struct command *const commands[] = {
	/* the learner's */
	&command_read,
	&command_check,
	&command_watch,
	&command_list,
	&command_next,
	&command_hint,
	&command_predict,
	&command_solution,
	&command_reset,
	/* the stage */
	&command_demo,
	/* programs */
	&command_run,
	/* the teacher's */
	&command_doctor,
	&command_grade,
	&command_explain,
	&command_merge,
	&command_alike,
	/* the author's */
	&command_new,
	&command_verify,
	&command_rehearse,
	&command_site,
	/* all */
	&command_help,
	&command_completion,
	NULL,
};

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

static int dispatch_help(const char *name)
{
	const struct command *command = command_find(name);

	return command ? command_show_help(command) : command_unknown(name);
}

static int dispatch(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return command_show_where();
	if (is_one_of(argv[1], "--help", "-h"))
		return argc > 2 ? dispatch_help(argv[2]) : command_show_help(NULL);
	if (is_one_of(argv[1], "--version", "-V")) {
		printf("course %s\n", COURSE_VERSION);
		return COMMAND_RIGHT;
	}
	command = command_find(argv[1]);
	if (!command)
		return command_unknown(argv[1]);
	if (asks_for_help(argc - 1, argv + 1))
		return command_show_help(command);
	return command->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int status = dispatch(argc, argv);

	if (fflush(stdout) != 0 && status != COMMAND_UNABLE)
		status = command_fail("the output could not be written");
	return status;
}
