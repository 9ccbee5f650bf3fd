/*
 * At the program's end: which of its blocks nobody can free any more. Each site that has
 * lost some is told of in the trace (see <async/trace.h>).
 *
 * That is the end of the process that the grader has started, by exit or by main's
 * return. What a child loses, or a program that is ended by a signal, is not told.
 */
#define _GNU_SOURCE
#include <async/trace.h>

#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include "blocks.h"
#include "reach.h"

/* Nobody reads more of them. */
enum { MOST_TOLD = 64 };

static struct trace_header *trace;
static size_t trace_size;

/* ---- the beginning ------------------------------------------------------------ */

/* As the runtime maps it, whose constructor comes later and takes the variable away. */
static void map_trace(void)
{
	const char *descriptor = getenv("ASYNC_TRACE_FD");
	struct stat status;
	int file = descriptor ? atoi(descriptor) : -1;
	void *map;

	if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode) ||
	    (size_t)status.st_size < sizeof(*trace))
		return;
	map = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file,
		   0);
	if (map == MAP_FAILED)
		return;
	trace = map;
	trace_size = (size_t)status.st_size;
}

__attribute__((constructor)) static void start(void)
{
	map_trace();
	if (!trace)
		blocks_stop();
}

/* ---- main ---------------------------------------------------------------------- */

typedef int main_function(int, char **, char **);

static main_function *program_main;
static const void *before_main; /* in the stack: main's own is below */
static bool main_is_over;

static int call_main(int count, char **arguments, char **environment)
{
	int status;

	before_main = __builtin_frame_address(0);
	status = program_main(count, arguments, environment);
	main_is_over = true;
	return status;
}

typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void),
			   void (*)(void), void *);

/* What main had on its stack is lost with its return, and what calls exit is not. */
__attribute__((visibility("default"))) int
__libc_start_main(main_function *function, int count, char **arguments,
		  void (*initialise)(void), void (*finish)(void), void (*unload)(void),
		  void *end)
{
	start_function *next = (start_function *)dlsym(RTLD_NEXT, "__libc_start_main");

	program_main = function;
	return next(call_main, count, arguments, initialise, finish, unload, end);
}

/* ---- the end -------------------------------------------------------------------- */

struct leak {
	uint32_t site;
	uint64_t number; /* of the first block */
	uint64_t blocks, bytes;
	bool held; /* each of them */
};

static void append(const struct trace_record *record, const char *text)
{
	char *to = (char *)trace + trace->used;

	if (trace->used > trace_size || record->size > trace_size - trace->used) {
		trace->lost++;
		return;
	}
	memcpy(to, record, sizeof(*record));
	memcpy(to + sizeof(*record), text, record->text_length);
	trace->used += record->size;
}

static void tell(const struct leak *leak)
{
	const struct site *site = blocks_site(leak->site);
	struct trace_record record = { .kind = TRACE_LEAK };
	struct timespec now;
	uintptr_t offset;
	char text[160];

	blocks_is_executable(site->caller, &offset);
	clock_gettime(CLOCK_MONOTONIC, &now);
	record.at = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
	record.text_length = (uint32_t)snprintf(
		text, sizeof(text), "%" PRIxPTR " %s %" PRIu64 " %" PRIu64 " %" PRIu64,
		offset, site->call, leak->bytes, leak->blocks, site->blocks);
	record.size = (uint16_t)((sizeof(record) + record.text_length + 7) & ~(size_t)7);
	append(&record, text);
}

/* Whose owner has lost them comes first, and then who came first. */
static int by_order(const void *one, const void *other)
{
	const struct leak *a = one, *b = other;

	if (a->held != b->held)
		return a->held - b->held;
	return (a->number > b->number) - (a->number < b->number);
}

static void add(struct leak *leaks, size_t *count, const struct block *block)
{
	size_t i = 0;

	while (i < *count && leaks[i].site != block->site)
		i++;
	if (i == MOST_TOLD)
		return;
	if (i == *count)
		leaks[(*count)++] =
			(struct leak){ block->site, block->number, 0, 0, true };
	if (block->number < leaks[i].number)
		leaks[i].number = block->number;
	leaks[i].blocks++;
	leaks[i].bytes += block->size;
	leaks[i].held &= block->held;
}

static void tell_all(const struct block *blocks, size_t count)
{
	static struct leak leaks[MOST_TOLD];
	size_t leak_count = 0;
	uintptr_t offset;

	for (size_t i = 0; i < count; i++)
		if (blocks[i].number && !blocks[i].reached &&
		    blocks_is_executable(blocks_site(blocks[i].site)->caller, &offset))
			add(leaks, &leak_count, &blocks[i]);
	qsort(leaks, leak_count, sizeof(*leaks), by_order);
	for (size_t i = 0; i < leak_count; i++)
		tell(&leaks[i]);
}

/* Among the last of all destructors, since the program needs nothing of ours. */
__attribute__((destructor)) static void end(void)
{
	struct block *blocks;
	size_t count;

	if (!trace || trace->magic != TRACE_MAGIC || !blocks_are_counted())
		return;
	blocks = blocks_end(&count);
	if (!blocks ||
	    !reach_from_roots(blocks, count, main_is_over ? before_main : NULL))
		return;
	reach_among_lost(blocks, count);
	tell_all(blocks, count);
}
