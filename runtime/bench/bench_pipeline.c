/*
 * The streaming pipeline: lines a second, beside the same in Python with aiofiles, and
 * the memory that it takes for a log of 1 MB and of 1 GB.
 *
 * Ends with status 1 when it is not well ahead, or takes more for more.
 */
#include "pipeline.h"

#include <stdbool.h>

#include "measure.h"

#define LINES        ((size_t)1000000)
#define PYTHON_LINES ((size_t)10000)
#define TIMES        5
#define WELL_AHEAD   20.0
#define ALLOWANCE    1.10

static char folder[] = "/tmp/bench_pipeline_XXXXXX";

/* The caller frees it. */
static char *make_log(const char *name, size_t lines)
{
	char *path = malloc(sizeof folder + 40);
	FILE *file;

	snprintf(path, sizeof folder + 40, "%s/%s", folder, name);
	file = fopen(path, "w");
	write_log(fileno(file), lines);
	fclose(file);
	return path;
}

static void remove_log(char *path)
{
	unlink(path);
	free(path);
}

/* ---- lines a second ---- */

static double our_rate(const char *path)
{
	double start = wall_nanoseconds();
	size_t lines = async_run(run_pipeline(path));

	return lines == LINES / 4 ? 1e9 * LINES / (wall_nanoseconds() - start) : 0;
}

/* Debian's own python3 has Debian's aiofiles. 0: they are not here. */
static double python_rate(const char *path)
{
	static const char script[] =
		"import asyncio, sys, time, aiofiles\n"
		"async def read_lines(path):\n"
		"    async with aiofiles.open(path) as file:\n"
		"        async for line in file:\n"
		"            yield line.rstrip('\\n')\n"
		"async def keep(lines, word):\n"
		"    async for line in lines:\n"
		"        if word in line:\n"
		"            yield line\n"
		"async def messages(lines):\n"
		"    async for line in lines:\n"
		"        yield line.split(' ', 2)[2]\n"
		"async def main(path):\n"
		"    start = time.monotonic()\n"
		"    count = 0\n"
		"    async for message in messages(keep(read_lines(path), 'ERROR')):\n"
		"        count += message != ''\n"
		"    print(4 * count / (time.monotonic() - start))\n"
		"asyncio.run(main(sys.argv[1]))\n";
	char command[sizeof script + 200], line[100] = "";
	FILE *answer;

	snprintf(command, sizeof command,
		 "PATH=/usr/bin:$PATH python3 -c \"%s\" %s 2>/dev/null", script, path);
	answer = popen(command, "r");
	if (!answer)
		return 0;
	if (!fgets(line, sizeof line, answer))
		*line = '\0';
	pclose(answer);
	return strtod(line, NULL);
}

static bool show_rate(void)
{
	char *log = make_log("log", LINES), *short_log = make_log("short", PYTHON_LINES);
	double ours[TIMES], theirs[TIMES], rate, peer;

	for (int i = 0; i < TIMES; i++) {
		ours[i] = our_rate(log);
		theirs[i] = python_rate(short_log);
	}
	rate = median(ours, TIMES);
	peer = median(theirs, TIMES);
	remove_log(log);
	remove_log(short_log);
	printf("%-36s %8.2f M lines/s", "three stages over a file", rate / 1e6);
	if (peer <= 0) {
		puts("   (python3-aiofiles is not here)");
		return rate > 0;
	}
	printf("   aiofiles %.4f M, ratio %.0f%s\n", peer / 1e6, rate / peer,
	       rate / peer >= WELL_AHEAD ? "" : "  MISSED");
	return rate / peer >= WELL_AHEAD;
}

/* ---- memory ---- */

static bool show_peaks(void)
{
	const size_t megabyte = 1000000 / LOG_LINE, gigabyte = 1000 * megabyte;
	struct peak small = peak_of_pipeline(megabyte);
	struct peak large = peak_of_pipeline(gigabyte);
	double ratio = (double)large.kibibytes / (double)small.kibibytes;
	bool well = small.lines == (megabyte + 3) / 4 &&
		    large.lines == (gigabyte + 3) / 4 && ratio <= ALLOWANCE;

	printf("%-36s %8zu KiB   of 1 MB %zu KiB, ratio %.3f%s\n",
	       "peak memory of a log of 1 GB", large.kibibytes, small.kibibytes, ratio,
	       well ? "" : "  MISSED");
	return well;
}

int main(void)
{
	bool well;

	if (!mkdtemp(folder))
		return 1;
	well = show_peaks();
	well = show_rate() && well;
	rmdir(folder);
	return !well;
}
