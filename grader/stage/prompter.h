/*
 * The prompter: notes for the presenter, on a second terminal.
 *
 * The demo leaves them in a file of the user's own, which the other terminal shows
 * whenever it changes: in $XDG_RUNTIME_DIR, or in a folder of the temporary folder
 * that is nobody else's.
 */
#ifndef COURSE_STAGE_PROMPTER_H
#define COURSE_STAGE_PROMPTER_H

#include <stdbool.h>

/* The path of the notes on that lesson; NULL, with a sentence, if there is no folder
 * that is safe. To be freed. */
char *prompter_path(const char *lesson, char **error);

/* Puts these notes there, unless they are `last`, which is replaced. The reader gets
 * old ones or new ones, whole. */
void prompter_tell(const char *path, char **last, char *notes);

/* Shows what is there until the presenter has enough. The screen has been begun. */
void prompter_follow(const char *path, const char *lesson);

#endif
