/*
 * The options of a command and its operands: rows of data. By them its arguments
 * are taken, its help and its page of the manual are written, and a shell
 * completes what is typed.
 *
 * Options may stand anywhere, before or after the operands, as «--name value» or
 * «--name=value». After «--» everything is an operand.
 */
#ifndef COURSE_COMMAND_OPTIONS_H
#define COURSE_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
	OPTION_FLAG,    /* a bool in the settings */
	OPTION_TEXT,    /* a const char *; the last one counts */
	OPTION_LIST,    /* a struct option_list */
	OPTION_OPERAND, /* no option: what is told of the next operand */
};

struct option_list {
	char **texts;
	size_t count;
};

/* A table of these ends in a row without a name. */
struct option {
	const char *name; /* without the dashes; of an operand: as help writes it */
	enum option_kind kind;
	size_t offset; /* of its value in the command's settings */
	/* What it takes. «FILE», «FOLDER», «EXERCISE», «LESSON», «NAME» (of a lesson or
	 * an exercise), «COMMAND» are known to completion, and so are words with bars
	 * between them: «text|json». An operand's name says it, if this is NULL. */
	const char *takes;
	const char *help; /* one paragraph without line ends; NULL: not told */
};

/* Takes the options out of argv[1]…; what is left are the operands, whose new
 * number, with the name, is put into *argc. Values are put into `settings`. On an
 * unknown option, or one without its value, returns false with a sentence. The
 * texts of a list are to be freed. */
bool options_take(int *argc, char **argv, const struct option *options, void *settings,
		  char **error);

/* Rows that several commands have, whose `struct settings` has a `root`. */
#define ROOT_OPTION                                                                      \
	{                                                                                \
		"root", OPTION_TEXT, offsetof(struct settings, root), "FOLDER",          \
			"the folder of the course; by default the nearest one above "    \
			"this folder that "                                              \
			"holds exercises/"                                               \
	}
#define EXERCISE_OPERAND                                                                 \
	{                                                                                \
		"EXERCISE", OPTION_OPERAND, 0, NULL,                                     \
			"its name: the folder in exercises/. Without it: the one whose " \
			"folder this "                                                   \
			"is, or else the one you are at."                                \
	}

#endif
