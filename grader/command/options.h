/*
 * The options of a command: rows of data, taken out of its arguments.
 *
 * They may stand anywhere, before or after the operands, as «--name value» or
 * «--name=value». After «--» everything is an operand.
 */
#ifndef COURSE_COMMAND_OPTIONS_H
#define COURSE_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
	OPTION_FLAG, /* value: bool * */
	OPTION_TEXT, /* value: const char **; the last one counts */
	OPTION_LIST, /* value: struct option_list * */
};

struct option_list {
	char **texts;
	size_t count;
};

struct option {
	const char *name; /* without the dashes */
	enum option_kind kind;
	void *value;
};

/* Takes the options out of argv[1]…; what is left are the operands, whose new
 * number, with the name, is put into *argc. On an unknown option, or one
 * without its value, returns false with a sentence. A list is to be freed. */
bool options_take(int *argc, char **argv, const struct option *options, size_t count,
		  char **error);

#endif
