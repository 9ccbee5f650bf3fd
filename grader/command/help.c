/* course help: what commands there are, and what one of them does. */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "text/nearest.h"

enum { MOST_COMMANDS = 64 };

static void show_list(void)
{
	printf("course: asynchronous protocols in C, learnt by building them\n\n"
	       "usage: course COMMAND [ARGUMENT]...\n\n");
	for (size_t i = 0; i < command_count; i++)
		printf("  %-10s %s\n", commands[i].name, commands[i].summary);
	printf("\nMore on one of them: course help COMMAND\n"
	       "Exit status: 0 the work is right, 1 it is not, 2 it could not be "
	       "judged.\n");
}

static void show_one(const struct command *command)
{
	printf("usage: course %s%s%s\n\n%s", command->name, *command->usage ? " " : "",
	       command->usage, command->help);
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

int command_unknown(const char *name)
{
	const char *names[MOST_COMMANDS] = { NULL };
	size_t count = command_count < MOST_COMMANDS ? command_count : MOST_COMMANDS;
	size_t nearest;

	for (size_t i = 0; i < count; i++)
		names[i] = commands[i].name;
	nearest = nearest_name(name, names, count);
	if (nearest < count)
		return command_fail("there is no command «%s»: did you mean %s?", name,
				    names[nearest]);
	return command_fail("there is no command «%s»: course help lists them", name);
}

int command_help(int argc, char **argv)
{
	const struct command *command;

	if (argc > 2)
		return command_fail("course help takes one command");
	if (argc < 2) {
		show_list();
		return COMMAND_RIGHT;
	}
	command = command_find(argv[1]);
	if (!command)
		return command_unknown(argv[1]);
	show_one(command);
	return COMMAND_RIGHT;
}
