/*
 * The manual: what is to be known of the commands, from their rows (command.h),
 * as help on a terminal and as a page for man(1). One source, so they agree.
 */
#ifndef COURSE_COMMAND_MANUAL_H
#define COURSE_COMMAND_MANUAL_H

#include <stdio.h>

#include "command/command.h"

/* All commands, the environment and the files: 80 columns. */
void manual_write_list(FILE *stream);

/* One command and its options: 80 columns. */
void manual_write_command(FILE *stream, const struct command *command);

/* All of that in roff, by the macros of man(7). */
void manual_write_page(FILE *stream);

#endif
