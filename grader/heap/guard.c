#define _GNU_SOURCE
#include "guard.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "blocks.h"

#define PAGE ((size_t)4096)
/* 256 MiB of addresses, of which next to nothing is memory. */
#define PAGES        ((size_t)1 << 16)
#define MOST_GIVEN   16384
#define MOST_AT_ONCE 2048
#define MOST_OF_SITE 512
#define LARGEST      ((size_t)4 << 20)
#define SITES        1024

enum { PATTERN = 0xa5, WIDEST = 64 };

/* Noted at the number of its first page. */
struct guarded {
	size_t at; /* 0: no block begins on that page */
	size_t size;
	size_t pages; /* without the one behind it */
	uint16_t site;
	bool freed;
};

static struct {
	char *start; /* of all pages; NULL: nothing is guarded */
	struct guarded *blocks;
	size_t used; /* pages */
	unsigned given, at_once;
	uint16_t of_site[SITES];
} guard;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The table lies in front of the pages, so that one range holds all that is ours. */
#define TABLE_BYTES (PAGES * sizeof(struct guarded))
#define ALL_BYTES   (TABLE_BYTES + PAGES * PAGE)

void guard_begin(void)
{
	char *all;

	if (sysconf(_SC_PAGESIZE) != (long)PAGE)
		return;
	all = mmap(NULL, ALL_BYTES, PROT_NONE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (all == MAP_FAILED)
		return;
	if (mprotect(all, TABLE_BYTES, PROT_READ | PROT_WRITE) != 0) {
		munmap(all, ALL_BYTES);
		return;
	}
	guard.blocks = (struct guarded *)all;
	guard.used = 1;
	guard.start = all + TABLE_BYTES;
}

bool guard_holds(const void *memory)
{
	const char *at = memory, *all = (const char *)guard.blocks;

	return all && at >= all && at < all + ALL_BYTES;
}

/* The page that it lies on, as the table knows it. */
static struct guarded *page_of(const void *memory)
{
	size_t offset = (size_t)((const char *)memory - guard.start);

	return guard_holds(memory) && offset < PAGES * PAGE ? &guard.blocks[offset / PAGE]
							    : NULL;
}

static struct guarded *block_at(const void *memory)
{
	struct guarded *block = page_of(memory);

	return block && block->at == (size_t)memory ? block : NULL;
}

static char *first_page(const struct guarded *block)
{
	return guard.start + (size_t)(block - guard.blocks) * PAGE;
}

/* ---- what lies beside a block ------------------------------------------------- */

static void fill_beside(const struct guarded *block)
{
	char *from = first_page(block), *end = from + block->pages * PAGE;
	char *at = (char *)block->at;

	memset(from, PATTERN, (size_t)(at - from));
	memset(at + block->size, PATTERN, (size_t)(end - at) - block->size);
}

static bool is_filled(const char *from, const char *to)
{
	for (; from < to; from++)
		if ((unsigned char)*from != PATTERN)
			return false;
	return true;
}

static bool is_as_filled(const struct guarded *block)
{
	const char *from = first_page(block), *at = (const char *)block->at;

	return is_filled(from, at) &&
	       is_filled(at + block->size, from + block->pages * PAGE);
}

/* ---- giving ------------------------------------------------------------------- */

static uint16_t site_of(const void *caller)
{
	return (uint16_t)(((uintptr_t)caller ^ (uintptr_t)caller >> 10) % SITES);
}

static bool may_give(size_t pages, uint16_t site)
{
	return guard.given < MOST_GIVEN && guard.at_once < MOST_AT_ONCE &&
	       guard.of_site[site] < MOST_OF_SITE && PAGES - guard.used > pages + 1;
}

/* As wide as a type may be whose array has that size: the end of the block is then that
 * of the page. Another size is that of a text, or of a struct that ends with one. */
static size_t alignment_of(size_t size)
{
	size_t alignment = size & -size;

	if (alignment < 4)
		return 8;
	return alignment < 16 ? alignment : 16;
}

/* The page behind it stays as all were, and is the one that nobody may touch. */
static void *give(size_t alignment, size_t size, uint16_t site)
{
	size_t room = size ? (size + alignment - 1) & ~(alignment - 1) : alignment;
	size_t pages = (room + PAGE - 1) / PAGE;
	struct guarded *block = &guard.blocks[guard.used];
	char *from = first_page(block);

	if (!may_give(pages, site) ||
	    mprotect(from, pages * PAGE, PROT_READ | PROT_WRITE) != 0)
		return NULL;
	*block = (struct guarded){ (size_t)(from + pages * PAGE - room), size, pages,
				   site, false };
	fill_beside(block);
	guard.used += pages + 1;
	guard.given++;
	guard.at_once++;
	guard.of_site[site]++;
	return (void *)block->at;
}

void *guard_allocate(size_t alignment, size_t size, const void *caller)
{
	uintptr_t offset;
	void *memory;

	if (!guard.start || size > LARGEST || alignment > WIDEST ||
	    !blocks_is_executable(caller, &offset))
		return NULL;
	pthread_mutex_lock(&lock);
	memory = give(alignment ? alignment : alignment_of(size), size, site_of(caller));
	pthread_mutex_unlock(&lock);
	return memory;
}

size_t guard_size(const void *memory)
{
	const struct guarded *block = block_at(memory);

	return block && !block->freed ? block->size : 0;
}

/* ---- taking ------------------------------------------------------------------- */

/* A new mapping in its place gives the memory back as well. */
static void close_off(struct guarded *block)
{
	char *pages = first_page(block);
	size_t size = block->pages * PAGE;

	block->freed = true;
	guard.at_once--;
	guard.of_site[block->site]--;
	if (mmap(pages, size, PROT_NONE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1,
		 0) == MAP_FAILED)
		mprotect(pages, size, PROT_NONE);
}

void guard_free(void *memory, const void *caller, bool counted)
{
	struct guarded *block;

	if (!counted)
		return;
	pthread_mutex_lock(&lock);
	block = block_at(memory);
	if (!block || block->freed)
		fault_end(caller, block ? FAULT_FREED_TWICE : FAULT_NOT_GIVEN);
	if (!is_as_filled(block))
		fault_end(caller, FAULT_DAMAGED);
	close_off(block);
	pthread_mutex_unlock(&lock);
}

void guard_look_at_all(void)
{
	for (size_t page = 1; guard.start && page < guard.used; page++) {
		const struct guarded *block = &guard.blocks[page];

		if (block->at && !block->freed && !is_as_filled(block))
			fault_end(NULL, FAULT_DAMAGED);
	}
}

enum fault_kind guard_fault(const void *address)
{
	struct guarded *block = page_of(address);

	if (!block || !guard.start)
		return FAULT_ELSEWHERE;
	/* Back to the page that its block begins on. */
	while (block > guard.blocks && !block->at)
		block--;
	if (!block->at)
		return FAULT_ELSEWHERE;
	return block->freed && (const char *)address <
				       first_page(block) + block->pages * PAGE
		       ? FAULT_FREED
		       : FAULT_PAST_END;
}
