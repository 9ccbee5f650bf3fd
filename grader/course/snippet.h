/*
 * A snippet: some lines of a program, as a lesson shows them.
 *
 * It is part of the program if its lines stand there one below the other.
 * White space at the ends of a line and empty lines do not matter. A line that
 * is only an ellipsis, as such or in a comment, stands for any number of lines.
 */
#ifndef COURSE_COURSE_SNIPPET_H
#define COURSE_COURSE_SNIPPET_H

#include <stdbool.h>
#include <stddef.h>

/* If not, *missing is the line of the snippet, from 0, up to which the program
 * still follows it best. */
bool snippet_is_part(const char *snippet, const char *program, int *missing);

#endif
