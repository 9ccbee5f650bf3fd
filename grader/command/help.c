/* course help: what commands there are, and what one of them does. */
#include <stdio.h>

#include "command/command.h"
#include "command/manual.h"

struct settings {
	bool man;
};

int command_show_help(const struct command *command)
{
	if (command)
		manual_write_command(stdout, command);
	else
		manual_write_list(stdout);
	return COMMAND_RIGHT;
}

static const struct option options[] = {
	{ "COMMAND", OPTION_OPERAND, 0, NULL, "what is asked about; without it: all" },
	{ "man", OPTION_FLAG, offsetof(struct settings, man), NULL,
	  "all of it as a page of the manual, for man -l" },
	{ 0 },
};

static int help(int argc, char **argv)
{
	struct settings settings = { 0 };
	const struct command *command;
	char *error = NULL;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 2)
		return command_fail("course help takes one command");
	if (settings.man) {
		manual_write_page(stdout);
		return COMMAND_RIGHT;
	}
	command = argc > 1 ? command_find(argv[1]) : NULL;
	if (argc > 1 && !command)
		return command_unknown(argv[1]);
	return command_show_help(command);
}

const struct command command_help = {
	.name = "help",
	.usage = "[COMMAND] [OPTION]...",
	.summary = "list the commands, or say what one of them does",
	.about = "The manual, `man course`, says the same: it is made of the same words.",
	.options = options,
	.run = help,
};
