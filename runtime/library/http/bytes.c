#include "bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(struct bytes *bytes, size_t more)
{
	size_t needed = bytes->length + more + 1;
	char *data;

	if (needed <= bytes->capacity)
		return true;
	if (needed < 2 * bytes->capacity)
		needed = 2 * bytes->capacity;
	if (needed < 256)
		needed = 256;
	data = realloc(bytes->data, needed);
	if (!data)
		return false;
	bytes->data = data;
	bytes->capacity = needed;
	return true;
}

bool bytes_add(struct bytes *bytes, const void *data, size_t length)
{
	if (!make_room(bytes, length))
		return false;
	if (length > 0)
		memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
	bytes->data[bytes->length] = '\0';
	return true;
}

bool bytes_add_text(struct bytes *bytes, const char *text)
{
	return bytes_add(bytes, text, strlen(text));
}

bool bytes_add_format(struct bytes *bytes, const char *format, ...)
{
	va_list arguments, again;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length >= 0 && make_room(bytes, (size_t)length)) {
		vsnprintf(bytes->data + bytes->length, (size_t)length + 1, format, again);
		bytes->length += (size_t)length;
	} else {
		length = -1;
	}
	va_end(again);
	return length >= 0;
}

static bool stands_for_itself(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

bool bytes_add_encoded(struct bytes *bytes, const char *text)
{
	bool good = true;

	for (; *text && good; text++)
		if (stands_for_itself(*text))
			good = bytes_add(bytes, text, 1);
		else if (*text == ' ')
			good = bytes_add(bytes, "+", 1);
		else
			good = bytes_add_format(bytes, "%%%02X", (unsigned char)*text);
	return good;
}

void bytes_free(struct bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct bytes){ 0 };
}
