/*
 * Many at once: the memory of a sleeping task, a million tasks asleep, and how
 * timers grow. Each is measured in a process of its own, so that none finds the
 * memory of another.
 *
 *	bench_many [NAME OF A PART]
 *
 * Ends with status 1 when a budget is missed.
 */
#define _GNU_SOURCE
#include <async.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop.h"
#include "measure.h"

/* ---- memory, as the kernel counts it ---- */

/* A line of such a file, in KiB; -1: there is none. */
static double kibibytes(const char *file, const char *name)
{
	FILE *lines = fopen(file, "r");
	char line[256];
	double found = -1;

	while (lines && found < 0 && fgets(line, sizeof line, lines))
		if (strncmp(line, name, strlen(name)) == 0)
			found = strtod(line + strlen(name), NULL);
	if (lines)
		fclose(lines);
	return found;
}

/* Page tables are memory, too. */
static double own_kibibytes(void)
{
	return kibibytes("/proc/self/status", "VmRSS:") +
	       kibibytes("/proc/self/status", "VmPTE:");
}

/* ---- tasks ---- */

static double kibibytes_a_task, seconds_to_end;

async (void, sleeper, (double, seconds))
{
	await (async_sleep(seconds));
}

async (void, sleepers, (int, count), (double, seconds))
{
	double start = wall_nanoseconds();
	double before = own_kibibytes();

	for (int i = 0; i < count; i++)
		(void)create_task(sleeper(seconds));
	await (async_sleep(0));
	kibibytes_a_task = (own_kibibytes() - before) / count;
	await (async_sleep(seconds));
	seconds_to_end = (wall_nanoseconds() - start) / 1e9;
}

static bool show_memory(void)
{
	const double budget = 4.3;
	bool well;

	async_run(sleepers(100000, 1e-3));
	well = kibibytes_a_task <= budget;
	printf("%-36s %8.2f KiB   budget %.1f  ratio %.2f%s\n",
	       "a sleeping task, of 100,000", kibibytes_a_task, budget,
	       kibibytes_a_task / budget, well ? "" : "  MISSED");
	return well;
}

/* Seconds for the kernel to give a million pages, each in a place of its own as
 * those of stacks are; measured on fewer. Half of what a million tasks take is this,
 * and on a virtual machine it depends most on what the host is at. */
static double seconds_for_a_million_pages(void)
{
	enum { PAGES = 100000, APART = 1 << 16 };
	double start = wall_nanoseconds();
	char *pages = mmap(NULL, (size_t)PAGES * APART, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (pages == MAP_FAILED)
		return 0;
	madvise(pages, (size_t)PAGES * APART, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < PAGES; i++)
		pages[i * APART] = 1;
	munmap(pages, (size_t)PAGES * APART);
	return (wall_nanoseconds() - start) / 1e9 * 1e6 / PAGES;
}

#define PAGES_SECONDS 1.7 /* of the machine that the budget was set on */

static bool show_million(void)
{
	const double budget = 10, needed = 5.0 * 1024 * 1024;
	double pages = seconds_for_a_million_pages();
	double speed = pages > PAGES_SECONDS ? pages / PAGES_SECONDS : 1;
	double start = wall_nanoseconds();
	double seconds;
	bool well;

	if (kibibytes("/proc/meminfo", "MemAvailable:") < needed) {
		puts("1,000,000 tasks asleep at once: left out, there are no 5 GiB of "
		     "free memory here");
		return true;
	}
	async_run(sleepers(1000000, 1e-3));
	seconds = (wall_nanoseconds() - start) / 1e9;
	well = seconds <= budget * speed;
	printf("%-36s %8.2f s     budget %.0f   ratio %.2f%s\n",
	       "1,000,000 tasks asleep, start to end", seconds, budget,
	       seconds / (budget * speed), well ? "" : "  MISSED");
	printf("    (%.2f KiB each; a million pages alone take %.1f s, %.1f where the "
	       "budget "
	       "was set)\n",
	       kibibytes_a_task, pages, PAGES_SECONDS);
	return well;
}

/* ---- timers ---- */

static void never(struct handle *fired)
{
	(void)fired;
}

/* Sets so many at random deadlines, and takes them as they are due. */
static double nanoseconds_of_timers(size_t count)
{
	struct timer *timers = calloc(count, sizeof *timers);
	uint64_t random = 1;
	double start = thread_nanoseconds();

	for (size_t i = 0; i < count; i++) {
		random = random * 6364136223846793005 + 1442695040888963407;
		timers[i].index = TIMER_IDLE;
		timer_set(&timers[i], (int64_t)(random >> 24), never);
	}
	while (timer_take_due(&loop_current->timers, INT64_MAX - 1))
		;
	start = thread_nanoseconds() - start;
	free(timers);
	return start;
}

/* What is beyond n log n comes of caches: a heap of a million does not fit. */
static bool show_timers(void)
{
	static const size_t counts[] = { 10000, 100000, 1000000 };
	const double allowance = 3;
	struct loop loop;
	double first = 0;
	bool well = true;

	loop_begin(&loop);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		double n = (double)counts[i];
		double each = nanoseconds_of_timers(counts[i]) / n;
		double growth = each / log2(n);

		if (i == 0)
			first = growth;
		well = well && growth <= allowance * first;
		printf("%9.0f timers, set and taken: %8.0f ns each, %5.2f of n log n%s\n",
		       n, each, growth / first,
		       growth <= allowance * first ? "" : "  MISSED");
	}
	loop_end(&loop);
	return well;
}

/* ---- */

static const struct part {
	const char *name;
	bool (*show)(void);
} parts[] = {
	{ "memory", show_memory },
	{ "timers", show_timers },
	{ "million", show_million },
};

static bool in_own_process(bool (*show)(void))
{
	int status = 1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0)
		exit(show() ? 0 : 1);
	waitpid(child, &status, 0);
	return status == 0;
}

/* What was missed is measured once more: the memory of a virtual machine is looked
 * for by its host when it is first touched, which takes longer than all we do. */
static bool at_the_second_attempt(const struct part *part)
{
	if (in_own_process(part->show))
		return true;
	return in_own_process(part->show);
}

int main(int argc, char **argv)
{
	bool well = true;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (argc < 2 || strcmp(argv[1], parts[i].name) == 0)
			well = at_the_second_attempt(&parts[i]) && well;
	return well ? 0 : 1;
}
