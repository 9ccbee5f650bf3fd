/*
 * At the program's end: which of its blocks nobody can free any more. Each site that has
 * lost some is told of in the trace (see <async/trace.h>).
 *
 * That is the end of the process that the grader has started, by exit or by main's
 * return. What a child loses, or a program that is ended by a signal, is not told.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "fault.h"
#include "guard.h"
#include "reach.h"
#include "record.h"

/* Nobody reads more of them. */
enum { MOST_TOLD = 64 };

/* ---- the beginning ------------------------------------------------------------ */

/* Whether blocks are to be guarded is for nobody else to know. */
static bool take_wish(void)
{
	bool wished = getenv("COURSE_HEAP_GUARD") != NULL;

	unsetenv("COURSE_HEAP_GUARD");
	return wished;
}

__attribute__((constructor)) static void start(void)
{
	bool guarded = take_wish();

	if (!record_begin()) {
		blocks_stop();
		return;
	}
	blocks_find_executable();
	fault_watch();
	if (guarded)
		guard_begin();
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

static void tell(const struct leak *leak)
{
	const struct site *site = blocks_site(leak->site);
	uintptr_t offset;
	char text[160];

	blocks_is_executable(site->caller, &offset);
	snprintf(text, sizeof(text), "%" PRIxPTR " %s %" PRIu64 " %" PRIu64 " %" PRIu64,
		 offset, site->call, leak->bytes, leak->blocks, site->blocks);
	record_add(TRACE_LEAK, text);
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

	if (!record_is_wanted() || !blocks_are_counted())
		return;
	guard_look_at_all();
	blocks = blocks_end(&count);
	if (!blocks ||
	    !reach_from_roots(blocks, count, main_is_over ? before_main : NULL))
		return;
	reach_among_lost(blocks, count);
	tell_all(blocks, count);
}
