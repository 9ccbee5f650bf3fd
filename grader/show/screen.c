#define _GNU_SOURCE
#include "show/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "run/interrupt.h"
#include "show/terminal.h"
#include "text/text.h"
#include "text/visible.h"

/* Another screen, without a cursor, that does not wrap; and back. */
static const char take[] = "\033[?1049h\033[?25l\033[?7l\033[2J";
static const char give[] = "\033[0m\033[?7h\033[?25h\033[?1049l";

/* How long an escape sequence may take to come in, in milliseconds. */
enum { ESCAPE_TIME = 40, MOST_WAITS = 16 };

static struct termios before;
static volatile sig_atomic_t taken;
static int notes[2] = { -1, -1 };

/* The frame that stands there; empty: none of ours. */
static struct text shown;

/* Bytes that were typed and not looked at yet. */
static struct {
	unsigned char bytes[256];
	size_t count;
} typed;

/* ---- taking and giving back ------------------------------------------------- */

static void put(const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(STDOUT_FILENO, bytes, length);

		if (written < 0 && errno == EAGAIN)
			poll(&(struct pollfd){ STDOUT_FILENO, POLLOUT, 0 }, 1, 100);
		else if (written < 0 && errno != EINTR)
			return;
		bytes += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
}

/* Safe in a signal handler. */
static void give_back(void)
{
	if (!taken)
		return;
	taken = 0;
	put(give, sizeof(give) - 1);
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

static void take_it(void)
{
	struct termios raw = before;

	/* Ctrl-C and Ctrl-Z stay signals; all other keys come as they are. */
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	put(take, sizeof(take) - 1);
	text_free(&shown);
	taken = 1;
}

static void on_crash(int signal_number)
{
	give_back();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void on_note(int signal_number)
{
	int error = errno;
	char note = signal_number == SIGTSTP ? 's' : 'r';

	if (write(notes[1], &note, 1) < 0)
		errno = error; /* a full pipe is readable already */
	errno = error;
}

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
static const int noted[] = { SIGWINCH, SIGTSTP, SIGCONT };

static void handle(const int *signals, size_t count, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < count; i++)
		sigaction(signals[i], &action, NULL);
}

static void handle_all(bool ours)
{
	handle(crashes, sizeof(crashes) / sizeof(*crashes), ours ? on_crash : SIG_DFL);
	handle(noted, sizeof(noted) / sizeof(*noted), ours ? on_note : SIG_DFL);
}

const char *screen_refusal(void)
{
	const char *kind = getenv("TERM");

	if (!isatty(STDOUT_FILENO))
		return "standard output is no terminal";
	if (!isatty(STDIN_FILENO))
		return "standard input is no terminal, so there are no keys";
	if (!kind || !*kind || strcmp(kind, "dumb") == 0)
		return "this terminal cannot move its cursor (TERM is dumb or not set)";
	return NULL;
}

void screen_begin(void)
{
	static bool registered;

	if (taken || tcgetattr(STDIN_FILENO, &before) != 0)
		return;
	if (notes[0] < 0 && pipe2(notes, O_CLOEXEC | O_NONBLOCK) != 0)
		return;
	if (!registered)
		registered = atexit(give_back) == 0;
	handle_all(true);
	take_it();
}

void screen_end(void)
{
	give_back();
	text_free(&shown);
	handle_all(false);
}

void screen_leave_to_parent(void)
{
	taken = 0;
	handle_all(false);
}

static struct winsize size_now(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_row || !size.ws_col)
		size = (struct winsize){ .ws_row = 24, .ws_col = 80 };
	return size;
}

size_t screen_rows(void)
{
	return size_now().ws_row;
}

size_t screen_columns(void)
{
	return size_now().ws_col;
}

/* ---- keys ------------------------------------------------------------------- */

static const struct {
	const char *sequence; /* after ESC */
	enum key key;
} sequences[] = {
	{ "[A", KEY_UP },         { "OA", KEY_UP },       { "[B", KEY_DOWN },
	{ "OB", KEY_DOWN },       { "[C", KEY_RIGHT },    { "OC", KEY_RIGHT },
	{ "[D", KEY_LEFT },       { "OD", KEY_LEFT },     { "[H", KEY_HOME },
	{ "OH", KEY_HOME },       { "[1~", KEY_HOME },    { "[F", KEY_END },
	{ "OF", KEY_END },        { "[4~", KEY_END },     { "[5~", KEY_PAGE_UP },
	{ "[6~", KEY_PAGE_DOWN }, { "[Z", KEY_BACK_TAB },
};

/* Takes the first bytes away. */
static void took(size_t count)
{
	typed.count -= count;
	memmove(typed.bytes, typed.bytes + count, typed.count);
}

/* The length of the escape sequence at the start; 0: it is not complete. */
static size_t sequence_length(void)
{
	size_t i = 2;

	if (typed.count < 2)
		return 0;
	if (typed.bytes[1] != '[')
		return typed.bytes[1] == 'O' ? (typed.count > 2 ? 3 : 0) : 1;
	while (i < typed.count && (typed.bytes[i] < 0x40 || typed.bytes[i] > 0x7e))
		i++;
	return i < typed.count ? i + 1 : 0;
}

static int key_of_sequence(size_t length)
{
	for (size_t i = 0; i < sizeof(sequences) / sizeof(*sequences); i++)
		if (strlen(sequences[i].sequence) == length - 1 &&
		    memcmp(sequences[i].sequence, typed.bytes + 1, length - 1) == 0)
			return sequences[i].key;
	return KEY_OTHER;
}

static bool take_character(int *key)
{
	unsigned point = 0;
	size_t size = utf8_decode((const char *)typed.bytes, typed.count, &point);

	/* A character may still be coming in; what is none at all is passed over. */
	if (!size && typed.count < 4 && typed.bytes[0] >= 0xc2)
		return false;
	*key = size ? (int)point : KEY_OTHER;
	if (*key == '\n')
		*key = KEY_ENTER;
	if (*key == '\b')
		*key = KEY_BACKSPACE;
	took(size ? size : 1);
	return true;
}

/* The next key of what was typed. `all`: no more will come of it. */
static bool take_key(int *key, bool all)
{
	size_t length;

	if (!typed.count)
		return false;
	if (typed.bytes[0] != KEY_ESCAPE)
		return take_character(key);
	length = sequence_length();
	if (!length && !all && typed.count < sizeof(typed.bytes))
		return false;
	*key = length > 1 ? key_of_sequence(length) : KEY_ESCAPE;
	took(length ? length : typed.count > 1 ? typed.count : 1);
	return true;
}

/* False: the terminal is gone. Else nothing to read only means that another
 * process was faster. */
static bool read_keys(bool hung_up)
{
	ssize_t got = read(STDIN_FILENO, typed.bytes + typed.count,
			   sizeof(typed.bytes) - typed.count);

	if (got > 0)
		typed.count += (size_t)got;
	if (typed.count == sizeof(typed.bytes) && got == 0)
		took(1);
	return got > 0 || (got == 0 && !hung_up) ||
	       (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* ---- waiting ---------------------------------------------------------------- */

/* Stops as any program does on Ctrl-Z, and takes the terminal when it goes on. */
static void stop(void)
{
	give_back();
	signal(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	handle_all(true);
}

static void hear_notes(void)
{
	char note;

	while (read(notes[0], &note, 1) == 1)
		if (note == 's')
			stop();
	/* Perhaps somebody else had it meanwhile. */
	take_it();
}

enum screen_event screen_wait(struct pollfd *others, size_t count, int timeout, int *key)
{
	struct pollfd waits[3 + MOST_WAITS] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = notes[0], .events = POLLIN },
		{ .fd = interrupt_descriptor(), .events = POLLIN },
	};
	bool partial;
	int ready;

	if (interrupt_requested())
		return SCREEN_INTERRUPTED;
	if (take_key(key, false))
		return SCREEN_KEY;
	partial = typed.count > 0;
	count = count < MOST_WAITS ? count : MOST_WAITS;
	for (size_t i = 0; i < count; i++)
		waits[3 + i] = others[i];
	ready = poll(waits, (nfds_t)(3 + count),
		     partial && (timeout < 0 || timeout > ESCAPE_TIME) ? ESCAPE_TIME
								       : timeout);
	for (size_t i = 0; i < count; i++)
		others[i].revents = ready > 0 ? waits[3 + i].revents : 0;
	if (interrupt_requested())
		return SCREEN_INTERRUPTED;
	if (ready > 0 && waits[1].revents) {
		hear_notes();
		return SCREEN_REDRAW;
	}
	if (ready > 0 && waits[0].revents &&
	    !read_keys(waits[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
		return SCREEN_INTERRUPTED;
	if (take_key(key, partial && ready == 0))
		return SCREEN_KEY;
	for (size_t i = 0; i < count; i++)
		if (others[i].revents)
			return SCREEN_OTHER;
	return SCREEN_TIMEOUT;
}

/* ---- showing ---------------------------------------------------------------- */

static bool same_frame(const struct text *frame)
{
	return shown.length == frame->length &&
	       memcmp(shown.bytes, frame->bytes, frame->length) == 0;
}

void screen_show(const char *const *lines, size_t count)
{
	size_t rows = screen_rows(), columns = screen_columns();
	struct text frame = { 0 };

	text_add(&frame, "\033[H");
	for (size_t i = 0; i < rows; i++) {
		if (i)
			text_add(&frame, "\r\n");
		/* Before the line: behind one that is full it would take the last
		 * column. */
		text_add(&frame, "\033[K");
		if (i < count)
			terminal_add_cut(&frame, lines[i], columns);
	}
	/* Who looks at nothing new is not written to: it may be far away. */
	if (!same_frame(&frame))
		put(frame.bytes, frame.length);
	text_free(&shown);
	shown = frame;
}
