/*
 * The whole screen of a terminal, and its keys.
 *
 * Made by hand of a dozen escape sequences that every terminal since the VT220
 * knows, and poll(2): a library for windows would be larger than all that is shown
 * here. There is one screen, since there is one terminal.
 *
 * The terminal is given back as it was found on every way out: screen_end, exit(3),
 * a fatal signal, and when the process is stopped (Ctrl-Z). Only SIGKILL leaves it
 * as it is; `reset` or `stty sane` helps then.
 */
#ifndef COURSE_SHOW_SCREEN_H
#define COURSE_SHOW_SCREEN_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

/* A key is its character, or one of these. */
enum key {
	KEY_TAB = '\t',
	KEY_ENTER = '\r',
	KEY_ESCAPE = 27,
	KEY_BACKSPACE = 127,
	KEY_UP = 0x110000, /* above all characters */
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_HOME,
	KEY_END,
	KEY_BACK_TAB,
	KEY_OTHER, /* one that nobody here asks for */
};

/* Why there can be no screen here: a sentence of ours; NULL: there can. */
const char *screen_refusal(void);

/* Takes the terminal; gives it back. May be called again. Expects interrupt_catch
 * to have been called, so that Ctrl-C ends a wait. */
void screen_begin(void);
void screen_end(void);

/* In a forked process: the terminal is the other's. */
void screen_leave_to_parent(void);

/* As it is now. */
size_t screen_rows(void);
size_t screen_columns(void);

enum screen_event {
	SCREEN_KEY,         /* *key is set */
	SCREEN_REDRAW,      /* another size, or we were stopped and go on */
	SCREEN_OTHER,       /* one of `others` has something to say: see revents */
	SCREEN_TIMEOUT,     /* nothing came in that time */
	SCREEN_INTERRUPTED, /* somebody wants us to end, or the terminal is gone */
};

/* Waits for the first of these. `timeout` is in milliseconds; -1: for ever. */
enum screen_event screen_wait(struct pollfd *others, size_t count, int timeout, int *key);

/* Shows these lines, from the top, in one write. They may hold colours (SGR), and
 * are cut at the right. Rows below them are empty. */
void screen_show(const char *const *lines, size_t count);

#endif
