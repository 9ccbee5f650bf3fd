#define _GNU_SOURCE
#include "reach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard.h"
#include "proc.h"
#include "threads.h"

/* So much memory of a program's is looked through, and not more. */
#define MOST_BYTES ((size_t)1 << 30)
#define PAGE       ((size_t)4096)
#define FRAME      1024 /* larger than any of ours */

struct reach {
	struct block *blocks; /* by their addresses */
	size_t count;
	uint32_t *found; /* those that were reached, and not yet gone on from */
	size_t found_count;
	uint32_t from; /* of reach_among_lost: the one that it goes out from */
	bool among_lost;
	bool in_libc; /* what is looked at is the C library's own data */
	int memory;   /* the process's own, as a file: so that no page is fatal */
	size_t bytes;
};

/* ---- from a word to a block ------------------------------------------------- */

/* The last block that begins at or before that address; `count` if none does. */
static size_t last_from(const struct reach *reach, uintptr_t address)
{
	size_t low = 0, high = reach->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (reach->blocks[middle].at <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? low - 1 : reach->count;
}

/* The C library knows free memory by where the header in front of it begins, and the
 * first word of that belongs to the block before. */
static bool is_header_behind(const struct block *block, uintptr_t address)
{
	size_t header;

	if (guard_holds((const void *)block->at))
		return false;
	header = ((const size_t *)block->at)[-1];
	return address == block->at - 2 * sizeof(size_t) + (header & ~(size_t)7);
}

static void find(struct reach *reach, uintptr_t address)
{
	size_t i = last_from(reach, address);
	struct block *block;
	bool *mark;

	if (i == reach->count)
		return;
	block = &reach->blocks[i];
	if (!block->number || address > block->at + block->size || block->reached ||
	    (reach->in_libc && is_header_behind(block, address)))
		return;
	mark = reach->among_lost ? &block->held : &block->reached;
	if (*mark || (reach->among_lost && i == reach->from))
		return;
	*mark = true;
	reach->found[reach->found_count++] = (uint32_t)i;
}

/* The list of all open files, which the C library keeps, is no way to close one. */
extern FILE *_IO_list_all;

static bool is_list_of_files(uintptr_t at)
{
	return at == (uintptr_t)&_IO_list_all;
}

static void look_at(struct reach *reach, const uintptr_t *words, size_t count,
		    uintptr_t at)
{
	uintptr_t first = reach->blocks[0].at;
	const struct block *last = &reach->blocks[reach->count - 1];
	uintptr_t end = last->at + last->size;

	for (size_t i = 0; i < count; i++)
		if (words[i] >= first && words[i] <= end &&
		    !is_list_of_files(at + i * sizeof(*words)))
			find(reach, words[i]);
}

/* ---- from block to block ----------------------------------------------------- */

static bool is_file(const struct block *block)
{
	static const char *const calls[] = { "fopen", "fdopen", "tmpfile", "fmemopen" };
	const char *call = blocks_site(block->site)->call;

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (strcmp(calls[i], call) == 0)
			return true;
	return false;
}

static void look_in_block(struct reach *reach, const struct block *block)
{
	bool guarded = guard_holds((const void *)block->at);
	uintptr_t at = guarded ? block->at : (block->at + 7) & ~(uintptr_t)7;
	uintptr_t end = block->at + block->size, word;
	uintptr_t next_file =
		is_file(block) ? block->at + offsetof(struct _IO_FILE, _chain) : 0;

	for (; at + sizeof(word) <= end; at += sizeof(word))
		if (at != next_file) {
			memcpy(&word, (const void *)at, sizeof(word));
			look_at(reach, &word, 1, at);
		}
}

static void go_on(struct reach *reach)
{
	while (reach->found_count)
		look_in_block(reach, &reach->blocks[reach->found[--reach->found_count]]);
}

/* ---- from the roots ----------------------------------------------------------- */

/* Page by page where a larger piece cannot be read: the guard of a stack, or what lies
 * behind the end of a file. */
static void look_in_piece(struct reach *reach, uintptr_t from, size_t size)
{
	static uintptr_t words[16 * PAGE / sizeof(uintptr_t)];
	size_t step = sizeof(words);

	for (uintptr_t at = from; at < from + size; at += step) {
		size_t left = from + size - at;
		size_t wanted = left < sizeof(words) ? left : sizeof(words);
		long got = syscall(SYS_pread64, reach->memory, words, wanted, at);

		step = wanted;
		if (got <= 0) {
			step = PAGE - at % PAGE;
			continue;
		}
		if ((size_t)got < wanted)
			step = (size_t)got;
		look_at(reach, words, (size_t)got / sizeof(*words), at);
	}
	reach->bytes += size;
}

/* Without the blocks in it. */
static void look_in_mapping(struct reach *reach, uintptr_t from, uintptr_t to)
{
	size_t i = last_from(reach, from);

	for (i = i == reach->count ? 0 : i; i < reach->count; i++) {
		const struct block *block = &reach->blocks[i];

		if (block->at >= to)
			break;
		if (block->at > from)
			look_in_piece(reach, from, block->at - from);
		if (block->at + block->size > from)
			from = (block->at + block->size + 7) & ~(uintptr_t)7;
	}
	if (from < to)
		look_in_piece(reach, from, to - from);
}

/* What the C library's heap holds besides blocks is what was freed; ours is not the
 * program's; and what a device does when it is read, nobody knows. */
static bool is_root(const char *access, const char *name)
{
	static const char *const others[] = { "[heap]", "[vvar]", "/memfd:course-",
					      "/dev/dri", "/dev/mem" };

	if (access[0] != 'r' || access[1] != 'w')
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strncmp(name, others[i], strlen(others[i])) == 0)
			return false;
	return true;
}

/* «55e0-55f0 rw-p 00000000 00:00 0   [stack]» */
static bool look_in_line(struct reach *reach, const char *line, uintptr_t stack)
{
	unsigned long from, to;
	char access[5];
	int name = 0;

	if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %n", &from, &to, access, &name) != 3 ||
	    !name)
		return false;
	if (!is_root(access, line + name) || guard_holds((const void *)from))
		return true;
	if (strcmp(line + name, "[stack]") == 0 && from < stack && stack < to)
		from = stack & ~7UL;
	from = threads_in_use_from(from, to);
	if (to - from > MOST_BYTES - reach->bytes)
		return false;
	reach->in_libc =
		from <= (uintptr_t)&_IO_list_all && (uintptr_t)&_IO_list_all < to;
	look_in_mapping(reach, from, to);
	reach->in_libc = false;
	return true;
}

static bool look_in_all(struct reach *reach, uintptr_t stack)
{
	static char maps[1 << 19];
	char *rest = maps, *line;
	bool good = proc_read("/proc/self/maps", maps, sizeof(maps));

	while (good && (line = strsep(&rest, "\n")) && *line)
		good = look_in_line(reach, line, stack);
	return good;
}

static uint32_t *make_list(size_t count)
{
	void *memory = mmap(NULL, count * sizeof(uint32_t), PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

/* What registers hold is put on the stack first, somewhere in this function's frame. */
bool reach_from_roots(struct block *blocks, size_t count, const void *stack)
{
	struct reach reach = { .blocks = blocks, .count = count };
	const char *frame = __builtin_frame_address(0);
	bool good;

	__builtin_unwind_init();
	reach.found = make_list(count);
	reach.memory = proc_open("/proc/self/mem");
	good = reach.found && reach.memory >= 0;
	if (good) {
		good = look_in_all(&reach, (uintptr_t)(stack ? stack : frame - FRAME));
		go_on(&reach);
	}
	proc_close(reach.memory);
	if (reach.found)
		munmap(reach.found, count * sizeof(uint32_t));
	return good;
}

void reach_among_lost(struct block *blocks, size_t count)
{
	struct reach reach = { .blocks = blocks, .count = count, .among_lost = true };

	reach.found = make_list(count);
	if (!reach.found)
		return;
	for (size_t i = 0; i < count; i++) {
		reach.from = (uint32_t)i;
		if (!blocks[i].number || blocks[i].reached || blocks[i].held)
			continue;
		look_in_block(&reach, &blocks[i]);
		go_on(&reach);
	}
	munmap(reach.found, count * sizeof(uint32_t));
}
