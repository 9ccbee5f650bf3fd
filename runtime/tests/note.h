/*
 * What the tests of the surface have in common: a coroutine notes what happens, and
 * the test compares the notes when the loop has ended. (An assertion that fails jumps
 * to the test runner, which must not be done from a coroutine's stack.)
 */
#ifndef NOTE_H
#define NOTE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <async.h>

static char notes[4096];

/* Adds to the notes, and a blank. */
__attribute__((unused, format(printf, 1, 2))) static void note(const char *format, ...)
{
	size_t used = strlen(notes);
	va_list arguments;

	va_start(arguments, format);
	used += (size_t)vsnprintf(notes + used, sizeof notes - used, format, arguments);
	va_end(arguments);
	if (used < sizeof notes - 1)
		strcpy(notes + used, " ");
	else
		strcpy(notes, "too many notes");
}

__attribute__((unused)) static void note_exception(const struct exception *exception)
{
	char text[200];

	note("%s", exception_repr(exception, text, sizeof text));
}

/* Runs a coroutine of void, and compares what it has noted. */
#define assert_notes(coroutine, expected)                                                \
	do {                                                                             \
		notes[0] = '\0';                                                         \
		async_run(coroutine);                                                    \
		assert_string_equal(notes, expected);                                    \
	} while (0)

#endif
