#define _GNU_SOURCE
#include "pseudo_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text/text.h"
#include "text/visible.h"

/* Far longer than anything takes, on a machine that is overloaded, too. */
enum { PATIENCE = 100 };

/* ---- what is drawn ---------------------------------------------------------- */

static void clear_row(struct pseudo_terminal *terminal, size_t row, size_t from)
{
	for (size_t i = from; i < MOST_COLUMNS; i++)
		*terminal->cells[row][i] = '\0';
}

static void clear_all(struct pseudo_terminal *terminal)
{
	for (size_t i = 0; i < MOST_ROWS; i++)
		clear_row(terminal, i, 0);
}

static void feed(struct pseudo_terminal *terminal)
{
	if (terminal->row + 1 < terminal->rows) {
		terminal->row++;
		return;
	}
	memmove(terminal->cells[0], terminal->cells[1],
		(MOST_ROWS - 1) * sizeof(terminal->cells[0]));
	clear_row(terminal, terminal->rows - 1, 0);
}

static void draw(struct pseudo_terminal *terminal)
{
	char *cell;

	if (terminal->column >= terminal->columns) {
		if (terminal->wraps) {
			terminal->column = 0;
			feed(terminal);
		} else {
			terminal->column = terminal->columns - 1;
		}
	}
	cell = terminal->cells[terminal->row][terminal->column++];
	memcpy(cell, terminal->bytes, terminal->byte_count);
	cell[terminal->byte_count] = '\0';
}

static void take_mode(struct pseudo_terminal *terminal, const char *mode, bool on)
{
	if (strcmp(mode, "?1049") == 0) {
		/* What stood on the first screen is nobody's question here. */
		if (on && !terminal->alternate) {
			terminal->saved_row = terminal->row;
			terminal->saved_column = terminal->column;
		} else if (!on) {
			terminal->row = terminal->saved_row;
			terminal->column = terminal->saved_column;
		}
		terminal->alternate = on;
		clear_all(terminal);
	} else if (strcmp(mode, "?25") == 0) {
		terminal->hidden = !on;
	} else if (strcmp(mode, "?7") == 0) {
		terminal->wraps = on;
	} else {
		fail_msg("a mode that no screen of ours needs: %s", mode);
	}
}

/* `words`: what stands between ESC [ and the last byte. */
static void take_sequence(struct pseudo_terminal *terminal, const char *words, char last)
{
	switch (last) {
	case 'm': break;
	case 'h':
	case 'l': take_mode(terminal, words, last == 'h'); break;
	case 'H': terminal->row = terminal->column = 0; break;
	case 'J': clear_all(terminal); break;
	case 'K':
		/* In the last column it would take away what stands there. */
		clear_row(terminal, terminal->row,
			  terminal->column < terminal->columns ? terminal->column
							       : terminal->columns - 1);
		break;
	default: fail_msg("a sequence that no screen of ours needs: %s%c", words, last);
	}
}

static bool take_escape(struct pseudo_terminal *terminal)
{
	unsigned char last = terminal->bytes[terminal->byte_count - 1];
	char words[sizeof(terminal->bytes)];

	if (terminal->byte_count < 3 || last < 0x40)
		return terminal->byte_count == sizeof(terminal->bytes);
	memcpy(words, terminal->bytes + 2, terminal->byte_count - 3);
	words[terminal->byte_count - 3] = '\0';
	take_sequence(terminal, words, (char)last);
	return true;
}

static bool take_character(struct pseudo_terminal *terminal)
{
	unsigned point = 0;

	switch (terminal->bytes[0]) {
	case '\r': terminal->column = 0; return true;
	case '\n': feed(terminal); return true;
	case '\b': terminal->column -= terminal->column > 0; return true;
	case '\a': return true;
	default: break;
	}
	if (!utf8_decode((const char *)terminal->bytes, terminal->byte_count, &point))
		return terminal->byte_count >= 4;
	draw(terminal);
	return true;
}

static void take_byte(struct pseudo_terminal *terminal, unsigned char byte)
{
	bool taken;

	terminal->bytes[terminal->byte_count++] = byte;
	taken = terminal->bytes[0] == '\033' ? take_escape(terminal)
					     : take_character(terminal);
	if (taken)
		terminal->byte_count = 0;
}

const char *pseudo_terminal_text(struct pseudo_terminal *terminal)
{
	struct text text = { 0 };

	for (size_t row = 0; row < terminal->rows; row++) {
		size_t end = terminal->columns;

		while (end && strchr(" ", *terminal->cells[row][end - 1]))
			end--;
		for (size_t column = 0; column < end; column++)
			text_add(&text, *terminal->cells[row][column]
						? terminal->cells[row][column]
						: " ");
		text_add(&text, "\n");
	}
	free(terminal->text);
	terminal->text = text_take(&text);
	return terminal->text;
}

/* ---- the program ------------------------------------------------------------ */

static _Noreturn void become(const struct pseudo_terminal *terminal, const char *folder,
			     char *const *arguments, char *const *environment)
{
	setsid();
	ioctl(terminal->slave, TIOCSCTTY, 0);
	for (int i = 0; i < 3; i++)
		dup2(terminal->slave, i);
	close(terminal->slave);
	close(terminal->master);
	if (chdir(folder) == 0)
		execve(arguments[0], arguments, environment);
	_exit(127);
}

static void set_size(struct pseudo_terminal *terminal, size_t rows, size_t columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
				.ws_col = (unsigned short)columns };

	terminal->rows = rows;
	terminal->columns = columns;
	assert_int_equal(ioctl(terminal->slave, TIOCSWINSZ, &size), 0);
}

void pseudo_terminal_start(struct pseudo_terminal *terminal, size_t rows, size_t columns,
			   const char *folder, char *const *arguments,
			   char *const *environment)
{
	*terminal = (struct pseudo_terminal){ .wraps = true };
	terminal->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(terminal->master >= 0);
	assert_int_equal(grantpt(terminal->master), 0);
	assert_int_equal(unlockpt(terminal->master), 0);
	terminal->slave = open(ptsname(terminal->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(terminal->slave >= 0);
	assert_int_equal(tcgetattr(terminal->slave, &terminal->before), 0);
	set_size(terminal, rows, columns);
	terminal->program = fork();
	if (terminal->program == 0)
		become(terminal, folder, arguments, environment);
}

static void note_end(struct pseudo_terminal *terminal)
{
	if (!terminal->over &&
	    waitpid(terminal->program, &terminal->status, WNOHANG) == terminal->program)
		terminal->over = true;
}

/* Takes what was drawn within a tenth of a second; false: nothing was. */
static bool read_some(struct pseudo_terminal *terminal)
{
	struct pollfd wait = { .fd = terminal->master, .events = POLLIN };
	unsigned char bytes[4096];
	ssize_t got;

	if (poll(&wait, 1, 100) <= 0)
		return false;
	got = read(terminal->master, bytes, sizeof(bytes));
	for (ssize_t i = 0; i < got; i++)
		take_byte(terminal, bytes[i]);
	return got > 0;
}

static time_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

static bool stands(struct pseudo_terminal *terminal, const char *words)
{
	return strstr(pseudo_terminal_text(terminal), words) != NULL;
}

static void wait_until(struct pseudo_terminal *terminal, const char *words, bool there)
{
	time_t limit = now() + PATIENCE;

	while (stands(terminal, words) != there) {
		bool drawn = read_some(terminal);

		note_end(terminal);
		if (now() > limit || (terminal->over && !drawn))
			fail_msg("«%s» %s on the screen:\n%s", words,
				 there ? "never stood" : "stays",
				 pseudo_terminal_text(terminal));
	}
}

void pseudo_terminal_expect(struct pseudo_terminal *terminal, const char *words)
{
	wait_until(terminal, words, true);
}

void pseudo_terminal_expect_gone(struct pseudo_terminal *terminal, const char *words)
{
	wait_until(terminal, words, false);
}

bool pseudo_terminal_is_as_before(const struct pseudo_terminal *terminal)
{
	struct termios after;

	assert_int_equal(tcgetattr(terminal->slave, &after), 0);
	return !terminal->alternate && !terminal->hidden && terminal->wraps &&
	       after.c_lflag == terminal->before.c_lflag &&
	       after.c_iflag == terminal->before.c_iflag &&
	       after.c_oflag == terminal->before.c_oflag;
}

void pseudo_terminal_expect_end(struct pseudo_terminal *terminal)
{
	time_t limit = now() + PATIENCE;

	while (!terminal->over && now() <= limit) {
		read_some(terminal);
		note_end(terminal);
	}
	while (read_some(terminal))
		;
	if (!terminal->over)
		fail_msg("it does not end:\n%s", pseudo_terminal_text(terminal));
	if (!pseudo_terminal_is_as_before(terminal))
		fail_msg("the terminal is not as it was:\n%s",
			 pseudo_terminal_text(terminal));
}

void pseudo_terminal_type(struct pseudo_terminal *terminal, const char *keys)
{
	assert_int_equal(write(terminal->master, keys, strlen(keys)),
			 (ssize_t)strlen(keys));
}

void pseudo_terminal_resize(struct pseudo_terminal *terminal, size_t rows, size_t columns)
{
	/* The kernel tells the program. */
	set_size(terminal, rows, columns);
}

void pseudo_terminal_free(struct pseudo_terminal *terminal)
{
	if (!terminal->program)
		return;
	if (!terminal->over) {
		kill(terminal->program, SIGKILL);
		waitpid(terminal->program, NULL, 0);
	}
	close(terminal->master);
	close(terminal->slave);
	free(terminal->text);
	*terminal = (struct pseudo_terminal){ 0 };
}
