#include "said.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char text[4096], last[4096];

void say(const char *format, ...)
{
	size_t used = strlen(text);
	va_list arguments;

	if (used)
		used += (size_t)snprintf(text + used, sizeof text - used, " ");
	va_start(arguments, format);
	vsnprintf(text + used, sizeof text - used, format, arguments);
	va_end(arguments);
}

const char *said(void)
{
	strcpy(last, text);
	text[0] = '\0';
	return last;
}
