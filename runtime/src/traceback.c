/* Exceptions as the interpreter prints them. */
#include <stdio.h>
#include <string.h>

#include "exception.h"

void exception_format(const struct exception *exception, char *text, size_t size)
{
	if (*exception->message)
		snprintf(text, size, "%s: %s", exception->type->name, exception->message);
	else
		snprintf(text, size, "%s", exception->type->name);
}

/* Text that grows in a space of fixed size; what does not fit is cut off. */
struct writing {
	char *text;
	size_t used, size;
};

static void write_char(struct writing *to, char character)
{
	if (to->used + 1 < to->size)
		to->text[to->used++] = character;
}

static void write_text(struct writing *to, const char *text)
{
	while (*text)
		write_char(to, *text++);
}

/* As Python's repr of a str: in double quotes if that saves an escape. */
static void write_quoted(struct writing *to, const char *text)
{
	static const char escaped[] = "\\\n\r\t", letters[] = "\\nrt";
	char quote = strchr(text, '\'') && !strchr(text, '"') ? '"' : '\'';

	write_char(to, quote);
	for (; *text; text++) {
		const char *escape = strchr(escaped, *text);

		if (escape || *text == quote)
			write_char(to, '\\');
		write_char(to, escape ? letters[escape - escaped] : *text);
	}
	write_char(to, quote);
}

char *exception_repr(const struct exception *exception, char *text, size_t size)
{
	struct writing to = { text, 0, size };

	if (!exception) {
		write_text(&to, "None");
	} else {
		write_text(&to, exception->type->name);
		write_char(&to, '(');
		if (exception_is(exception, KeyError))
			write_text(&to, exception->message);
		else if (exception->message != exception_no_text)
			write_quoted(&to, exception->message);
		write_char(&to, ')');
	}
	if (size)
		text[to.used] = '\0';
	return text;
}

/* Coroutine functions are compiled as f_body. */
static int length_of_name(const char *function)
{
	size_t length = strlen(function);

	if (length > 5 && strcmp(function + length - 5, "_body") == 0)
		length -= 5;
	return (int)length;
}

/* An await stands in the traceback as the call that it is. */
/* What is no await stands there as it is written. */
static bool is_statement(const char *text)
{
	return strncmp(text, "raise", 5) == 0 || strcmp(text, "try") == 0;
}

static void print_place(const struct source_location *place)
{

	fprintf(stderr, "  File \"%s\", line %d, in %.*s\n", place->file, place->line,
		length_of_name(place->function), place->function);
	if (!place->text)
		return;
	fprintf(stderr, is_statement(place->text) ? "    %s\n" : "    await (%s)\n",
		place->text);
}

static void print_alone(const struct exception *exception)
{
	char last[1200];

	if (exception->depth)
		fputs("Traceback (most recent call last):\n", stderr);
	for (unsigned i = exception->depth; i > 0; i--)
		print_place(exception->traceback[i - 1]);
	exception_format(exception, last, sizeof last);
	fprintf(stderr, "%s\n", last);
}

static void print_with_origins(const struct exception *exception, int depth)
{
	const struct exception *origin = exception->cause ? exception->cause
					 : exception->suppress_context
						 ? NULL
						 : exception->context;

	if (origin && depth < 32) {
		print_with_origins(origin, depth + 1);
		fputs(exception->cause ? "\nThe above exception was the direct cause of "
					 "the following exception:\n\n"
				       : "\nDuring handling of the above exception, "
					 "another exception occurred:\n\n",
		      stderr);
	}
	print_alone(exception);
}

void exception_print(const struct exception *exception)
{
	print_with_origins(exception, 0);
	fflush(stderr);
}
