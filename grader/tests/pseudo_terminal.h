/*
 * A terminal for tests: a program runs on a pseudo-terminal, and what it draws is
 * kept as rows of characters, as a person would see them.
 *
 * Nothing here sleeps: each wait is for bytes of the program, with a limit after
 * which the test fails and shows the screen.
 */
#ifndef COURSE_TESTS_PSEUDO_TERMINAL_H
#define COURSE_TESTS_PSEUDO_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

enum { MOST_ROWS = 120, MOST_COLUMNS = 200 };

struct pseudo_terminal {
	int master;
	int slave; /* kept open, to ask how it was left */
	pid_t program;
	bool over;
	int status; /* of waitpid, once it is over */
	size_t rows, columns;
	char cells[MOST_ROWS][MOST_COLUMNS][5]; /* a character each; empty: a space */
	size_t row, column;
	size_t saved_row, saved_column; /* of the first screen, while there is another */
	bool alternate, hidden, wraps;  /* the screen, the cursor, long lines */
	struct termios before;          /* how it was before the program */
	unsigned char bytes[64];        /* of a character or sequence under way */
	size_t byte_count;
	char *text; /* of the last look */
};

/* Starts a program in a folder. `environment` is as for execve. */
void pseudo_terminal_start(struct pseudo_terminal *terminal, size_t rows, size_t columns,
			   const char *folder, char *const *arguments,
			   char *const *environment);

/* Waits until the words stand on the screen; until they do not. */
void pseudo_terminal_expect(struct pseudo_terminal *terminal, const char *words);
void pseudo_terminal_expect_gone(struct pseudo_terminal *terminal, const char *words);

/* Waits for the end of the program; it is to be left as it was found. */
void pseudo_terminal_expect_end(struct pseudo_terminal *terminal);

/* Is it as it was before the program? */
bool pseudo_terminal_is_as_before(const struct pseudo_terminal *terminal);

void pseudo_terminal_type(struct pseudo_terminal *terminal, const char *keys);
void pseudo_terminal_resize(struct pseudo_terminal *terminal, size_t rows,
			    size_t columns);

/* All rows, with line ends, without the spaces at their ends: valid until the next
 * call. */
const char *pseudo_terminal_text(struct pseudo_terminal *terminal);

/* Kills the program, if it still runs. May be called again. */
void pseudo_terminal_free(struct pseudo_terminal *terminal);

#endif
