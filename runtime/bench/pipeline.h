/*
 * A pipeline of three stages over a log, for what is measured of it: lines that are
 * read, filtered, and cut out. And logs of any size to run it on.
 */
#ifndef BENCH_PIPELINE_H
#define BENCH_PIPELINE_H

#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the log ---- */

enum { LOG_LINE = 64 }; /* bytes */

/* Writes so many lines, every fourth of them an ERROR. */
static inline void write_log(int descriptor, size_t lines)
{
	enum { BLOCK = 256 };
	static char block[BLOCK * LOG_LINE + 1];

	for (int i = 0; i < BLOCK; i++)
		snprintf(block + (size_t)i * LOG_LINE, LOG_LINE + 1, "%05d %-5s %-*s\n",
			 i, i % 4 ? "INFO" : "ERROR", LOG_LINE - 13,
			 "something happened");
	while (lines > 0) {
		size_t now = lines < BLOCK ? lines : BLOCK;

		if (write(descriptor, block, now * LOG_LINE) < (ssize_t)(now * LOG_LINE))
			break;
		lines -= now;
	}
}

/* ---- the pipeline ---- */

async_generator (char *, read_lines, (const char *, path))
{
	async_with (file, async_open(path, "r")) {
		async_for (char *, line, file)
			yield (line);
	} end_with
}

async_generator (char *, keep, (AsyncGenerator(char *), lines), (const char *, word))
{
	async_for (char *, line, lines) {
		if (strstr(line, word))
			yield (line);
	}
}

async_generator (char *, messages, (AsyncGenerator(char *), lines))
{
	async_for (char *, line, lines)
		yield (strchr(strchr(line, ' ') + 1, ' ') + 1);
}

/* Gives how many lines come out of it. */
async (size_t, run_pipeline, (const char *, path))
{
	size_t count = 0;

	async_for (char *, message, messages(keep(read_lines(path), "ERROR")))
		count += *message != '\0';
	return count;
}

/* ---- its memory ---- */

struct peak {
	size_t lines;     /* that came out of it */
	size_t kibibytes; /* at most, of the process */
};

static inline size_t own_peak(void)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[200];
	size_t kibibytes = 0;

	while (status && fgets(line, sizeof line, status))
		if (sscanf(line, "VmHWM: %zu", &kibibytes) == 1)
			break;
	if (status)
		fclose(status);
	return kibibytes;
}

static inline void measure_peak(int log, int answer)
{
	struct peak peak;
	char path[40];

	snprintf(path, sizeof path, "/dev/fd/%d", log);
	peak.lines = async_run(run_pipeline(path));
	peak.kibibytes = own_peak();
	_exit(write(answer, &peak, sizeof peak) != sizeof peak);
}

/* Of a process of its own, which reads a log of so many lines from another one: so no
 * disk is filled by it. */
static inline struct peak peak_of_pipeline(size_t lines)
{
	struct peak peak = { 0 };
	int log[2], answer[2];

	if (pipe(log) != 0 || pipe(answer) != 0)
		return peak;
	fflush(stdout);
	if (fork() == 0) {
		write_log(log[1], lines);
		_exit(0);
	}
	close(log[1]);
	if (fork() == 0)
		measure_peak(log[0], answer[1]);
	close(log[0]);
	close(answer[1]);
	if (read(answer[0], &peak, sizeof peak) < 0)
		peak.lines = 0;
	close(answer[0]);
	while (wait(NULL) > 0)
		continue;
	return peak;
}

#endif
