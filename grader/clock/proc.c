#include "clock/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int proc_open(const char *format, ...)
{
	char path[96];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Reads a file of /proc anew; returns the length, 0 if its thread is gone. */
size_t proc_read_again(int file, char *text, size_t size)
{
	ssize_t length;

	do
		length = pread(file, text, size - 1, 0);
	while (length < 0 && errno == EINTR);
	text[length > 0 ? length : 0] = '\0';
	return length > 0 ? (size_t)length : 0;
}

size_t proc_read_once(int file, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	if (file >= 0) {
		length = proc_read_again(file, text, size);
		close(file);
	}
	return length;
}

const char *proc_status_field(const char *text, const char *name)
{
	size_t length = strlen(name);

	while ((text = strchr(text, '\n'))) {
		text++;
		if (strncmp(text, name, length) == 0 && text[length] == ':')
			return text + length + 1;
	}
	return NULL;
}

/* Goes on from the field `*field`, which stands at *at, to the one that is wanted. */
static bool read_field(const char **at, int *field, int wanted, long *value)
{
	char *end;

	for (; *field < wanted; ++*field) {
		*at = strchr(*at, ' ');
		if (!*at)
			return false;
		++*at;
	}
	*value = strtol(*at, &end, 10);
	return end != *at;
}

/* This is done for each thread whenever the clock moves: so no numbers are made of
 * the fields that nobody asks for. */
bool proc_parse_stat(const char *text, struct proc_stat *fields)
{
	/* The name may hold anything, parentheses too. */
	const char *at = strrchr(text, ')');
	int field = 3;

	if (!at || at[1] != ' ' || !at[2])
		return false;
	at += 2;
	fields->state = *at;
	return read_field(&at, &field, 4, &fields->parent) &&
	       read_field(&at, &field, 14, &fields->user_ticks) &&
	       read_field(&at, &field, 15, &fields->system_ticks) &&
	       read_field(&at, &field, 20, &fields->threads) &&
	       read_field(&at, &field, 39, &fields->processor);
}
