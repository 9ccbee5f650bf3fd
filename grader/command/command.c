#define _GNU_SOURCE
#include "command/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/terminal.h"
#include "text/nearest.h"
#include "text/text.h"

enum { MOST_COMMANDS = 64 };

const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int command_unknown(const char *name)
{
	const char *names[MOST_COMMANDS] = { NULL };
	size_t count = 0, nearest;

	for (; commands[count] && count < MOST_COMMANDS; count++)
		names[count] = commands[count]->name;
	if (*name == '-')
		return command_fail("options stand behind the command: course COMMAND %s",
				    name);
	nearest = nearest_name(name, names, count);
	if (nearest < count)
		return command_fail("there is no command «%s»: did you mean %s?", name,
				    names[nearest]);
	return command_fail("there is no command «%s»: course help lists them", name);
}

int command_fail(const char *format, ...)
{
	struct terminal terminal = terminal_of(stderr);
	va_list arguments;
	char *sentence;

	va_start(arguments, format);
	sentence = text_format_arguments(format, arguments);
	va_end(arguments);
	fflush(stdout);
	/* One line: what a name brings along of line ends is flattened. */
	for (char *at = sentence; *at; at++)
		if (*at == '\n')
			*at = ' ';
	terminal_write(&terminal, STYLE_PLAIN, "course: ");
	terminal_write(&terminal, STYLE_PLAIN, sentence);
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
