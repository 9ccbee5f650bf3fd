/*
 * A command: one row of the table in main.c, one file each in this room.
 *
 * Every command answers with one of three exit statuses, so that scripts can
 * tell a wrong program from a question that could not be answered.
 */
#ifndef COURSE_COMMAND_COMMAND_H
#define COURSE_COMMAND_COMMAND_H

#include <stddef.h>

enum command_status {
	COMMAND_RIGHT = 0,  /* the work is right; or: it was done */
	COMMAND_WRONG = 1,  /* the work is not right */
	COMMAND_UNABLE = 2, /* could not be judged: one line on stderr says why */
};

struct command {
	const char *name;
	const char *usage;   /* what follows the name, on one line */
	const char *summary; /* a few words for the list of all commands */
	const char *help;    /* the rest of `course help NAME`, ends in a newline */
	/* [0] is the command's own name. Returns an exit status. */
	int (*run)(int argc, char **argv);
};

/* All commands, in the order in which help lists them. */
extern const struct command commands[];
extern const size_t command_count;

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* Says that there is no such command, and which was meant. */
int command_unknown(const char *name);

/* One line on stderr, after «course: »; returns COMMAND_UNABLE. */
int command_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same with a sentence of the callee's, which is freed; NULL if there is none. */
int command_fail_with(char *error);

/* The commands themselves. */
int command_check(int argc, char **argv);
int command_help(int argc, char **argv);
int command_hint(int argc, char **argv);
int command_list(int argc, char **argv);
int command_new(int argc, char **argv);
int command_run(int argc, char **argv);
int command_verify(int argc, char **argv);

#endif
