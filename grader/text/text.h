/*
 * Text that grows: what reports and messages are put together in.
 */
#ifndef COURSE_TEXT_TEXT_H
#define COURSE_TEXT_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct text {
	char *bytes;   /* always ends in a NUL; NULL as long as nothing was added */
	size_t length; /* without that NUL */
	size_t capacity;
};

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_add_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Hands the bytes over to the caller ("" if nothing was added); `text` is empty. */
char *text_take(struct text *text);

void text_free(struct text *text);

/* A new string; the caller frees it. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, of the arguments of a function that takes them as printf does. */
char *text_format_arguments(const char *format, va_list arguments)
	__attribute__((format(printf, 1, 0)));

/* Sets *error to a new sentence if there is room for one (error may be NULL)
 * and returns false, so that a failing function can `return text_error(…)`. */
int text_error(char **error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
