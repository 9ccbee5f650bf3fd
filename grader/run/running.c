#define _GNU_SOURCE
#include "run/running.h"

#include <stdarg.h>

#include "text/text.h"

void run_end(struct run *run, enum program_end end, const char *format, ...)
{
	va_list arguments;

	if (run->over)
		return;
	run->over = true;
	run->result->end = end;
	if (!format)
		return;
	va_start(arguments, format);
	run->result->error = text_format_arguments(format, arguments);
	va_end(arguments);
}
