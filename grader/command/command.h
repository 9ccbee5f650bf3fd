/*
 * A command: a row of data, in its own file of this room, and its place in the
 * table of main.c.
 *
 * Every command answers with one of three exit statuses, so that scripts can
 * tell a wrong program from a question that could not be answered.
 */
#ifndef COURSE_COMMAND_COMMAND_H
#define COURSE_COMMAND_COMMAND_H

#include "command/options.h"

enum command_status {
	COMMAND_RIGHT = 0,  /* the work is right; or: it was done */
	COMMAND_WRONG = 1,  /* the work is not right */
	COMMAND_UNABLE = 2, /* could not be judged: one line on stderr says why */
};

/* `course help NAME`, the manual and completion all come from here. */
struct command {
	const char *name;
	const char *usage;   /* what follows the name, on one line */
	const char *summary; /* a few words for the list of all commands */
	/* Paragraphs, with an empty line between them; they are broken where they are
	 * shown, but for one that begins with a space: its lines stay as they are. */
	const char *about;
	const struct option *options; /* or NULL */
	/* [0] is the command's own name. Returns an exit status. */
	int (*run)(int argc, char **argv);
};

/* All commands, in the order in which help lists them; NULL ends them. */
extern const struct command *const commands[];

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* Says that there is no such command, and which was meant. */
int command_unknown(const char *name);

/* What `course help` prints: of one command, or of all if it is NULL. */
int command_show_help(const struct command *command);

/* What `course` alone prints: where the learner is, and what to do next. */
int command_show_where(void);

/* One line on stderr, after «course: »; returns COMMAND_UNABLE. */
int command_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same with a sentence of the callee's, which is freed; NULL if there is none. */
int command_fail_with(char *error);

/* The commands themselves. */
extern const struct command command_alike;
extern const struct command command_check;
extern const struct command command_completion;
extern const struct command command_demo;
extern const struct command command_doctor;
extern const struct command command_explain;
extern const struct command command_grade;
extern const struct command command_help;
extern const struct command command_hint;
extern const struct command command_list;
extern const struct command command_merge;
extern const struct command command_new;
extern const struct command command_next;
extern const struct command command_read;
extern const struct command command_predict;
extern const struct command command_reset;
extern const struct command command_run;
extern const struct command command_site;
extern const struct command command_solution;
extern const struct command command_verify;
extern const struct command command_rehearse;
extern const struct command command_watch;

#endif
