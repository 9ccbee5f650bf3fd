/*
 * The exercise that a command is about, and what is noted of it.
 */
#ifndef COURSE_COMMAND_CHOSEN_H
#define COURSE_COMMAND_CHOSEN_H

#include <stdbool.h>

#include "command/options.h"
#include "course/exercise.h"
#include "course/progress.h"

struct chosen {
	char *root;
	struct exercise exercise;
};

/* The one that is named; without a name, the one whose folder this is, or else the
 * one that the learner is at (course/way.h). `root` as for root_find. Keeps a copy of
 * its files as they were handed out. False, with a sentence and nothing to free. */
bool chosen_open(struct chosen *chosen, const char *root, const char *name, char **error);
void chosen_free(struct chosen *chosen);

/* What a command does with one exercise, which may be named as its only operand: the
 * rest of what is given are its options. Catches interrupts, and ends by one. */
struct chosen_work {
	const char *name; /* of the command */
	const struct option *options;
	void *settings;    /* that the options fill in */
	const char **root; /* which of them says it */
	int (*work)(const struct exercise *exercise, const void *settings);
};

/* Returns an exit status. */
int chosen_do(int argc, char **argv, const struct chosen_work *work);

/* Its name alone, by the same rule, in a root that was found; to be freed. */
char *chosen_name(const char *root, const char *name, char **error);

/* Notes it in the progress. What there is to say to the learner is written to
 * standard error; nothing that is judged depends on it. */
void chosen_note(const struct exercise *exercise, enum progress_event event,
		 unsigned hint);

/* The progress; what there is to say of it is written to standard error. */
void chosen_progress(const char *root, struct progress *progress);

#endif
