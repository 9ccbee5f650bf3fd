#define _GNU_SOURCE
#include "run/usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/file.h"
#include "text/text.h"

/* Deeper than any compiler, and no deeper whoever asks for it. */
enum { DEEPEST = 16 };

/* A file of the kernel's is written as it is read. */
static char *read_kernel(const char *path)
{
	return file_read(path, (size_t)1 << 20, NULL, NULL);
}

/* Its own and that of whom it has waited for: fields 14 to 17 of proc(5)'s stat. */
static double own_processor(pid_t process)
{
	char *path = text_format("/proc/%d/stat", (int)process);
	char *text = read_kernel(path);
	const char *at = text ? strrchr(text, ')') : NULL;
	unsigned long ticks[4] = { 0 };

	if (at)
		sscanf(at,
		       ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu",
		       &ticks[0], &ticks[1], &ticks[2], &ticks[3]);
	free(text);
	free(path);
	return (double)(ticks[0] + ticks[1] + ticks[2] + ticks[3]) /
	       (double)sysconf(_SC_CLK_TCK);
}

static double below(pid_t process, int depth)
{
	char *path = text_format("/proc/%d/task/%d/children", (int)process, (int)process);
	char *text = depth < DEEPEST ? read_kernel(path) : NULL;
	char *at = text, *end;
	double seconds = own_processor(process);

	for (pid_t child; at && (child = (pid_t)strtol(at, &end, 10), end != at);
	     at = end)
		seconds += below(child, depth + 1);
	free(text);
	free(path);
	return seconds;
}

double usage_processor(pid_t process)
{
	return below(process, 0);
}

unsigned long usage_memory_kills(void)
{
	char *text = read_kernel("/proc/vmstat");
	const char *count = text ? strstr(text, "\noom_kill ") : NULL;
	unsigned long kills =
		count ? strtoul(count + strlen("\noom_kill "), NULL, 10) : 0;

	free(text);
	return kills;
}
