#define _GNU_SOURCE
#include "run/running.h"

#include <stdarg.h>
#include <stdio.h>

void run_end(struct run *run, enum program_end end, const char *format, ...)
{
	va_list arguments;
	char *sentence = NULL;

	if (run->over)
		return;
	run->over = true;
	run->result->end = end;
	if (!format)
		return;
	va_start(arguments, format);
	if (vasprintf(&sentence, format, arguments) >= 0)
		run->result->error = sentence;
	va_end(arguments);
}
