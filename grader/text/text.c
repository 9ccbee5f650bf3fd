#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

static void reserve(struct text *text, size_t more)
{
	size_t needed = text->length + more + 1;

	if (needed <= text->capacity)
		return;
	text->capacity = needed < 64 ? 64 : needed * 2;
	text->bytes = memory_resize(text->bytes, text->capacity, 1);
}

void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
	reserve(text, length);
	if (length)
		memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

static void add_arguments(struct text *text, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return;
	reserve(text, (size_t)length);
	vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
	text->length += (size_t)length;
}

void text_add_format(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_arguments(text, format, arguments);
	va_end(arguments);
}

char *text_take(struct text *text)
{
	char *bytes = text->bytes ? text->bytes : memory_copy_text("");

	*text = (struct text){ 0 };
	return bytes;
}

void text_free(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ 0 };
}

char *text_format_arguments(const char *format, va_list arguments)
{
	struct text text = { 0 };

	add_arguments(&text, format, arguments);
	return text_take(&text);
}

char *text_format(const char *format, ...)
{
	va_list arguments;
	char *string;

	va_start(arguments, format);
	string = text_format_arguments(format, arguments);
	va_end(arguments);
	return string;
}

int text_error(char **error, const char *format, ...)
{
	va_list arguments;
	char *sentence;

	if (!error)
		return 0;
	va_start(arguments, format);
	sentence = text_format_arguments(format, arguments);
	va_end(arguments);
	free(*error);
	*error = sentence;
	return 0;
}
