#define _GNU_SOURCE
#include "blocks.h"

#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Who has more than that at one time is not told of what he loses. */
#define MOST_BLOCKS ((size_t)1 << 20)
#define MOST_SITES  4096

/* By address, in open addressing: `at` 0 is an empty place. */
struct table {
	struct block *places;
	size_t size; /* a power of two */
	size_t used;
};

static struct {
	bool begun;
	bool overrun;
	bool *counts; /* in a page that the kernel clears in a child, however it is made */
	struct table table;
	struct site *sites;
	uint32_t site_count;
	uint64_t given;
	uintptr_t code, code_end, base; /* of the executable */
} heap;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *map(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

/* ---- the executable ------------------------------------------------------- */

/* The first that is told of. */
static int find_code(struct dl_phdr_info *object, size_t size, void *unused)
{
	(void)size, (void)unused;
	heap.base = object->dlpi_addr;
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];

		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		heap.code = heap.base + part->p_vaddr;
		heap.code_end = heap.code + part->p_memsz;
	}
	return 1;
}

void blocks_find_executable(void)
{
	dl_iterate_phdr(find_code, NULL);
}

bool blocks_is_executable(const void *address, uintptr_t *offset)
{
	uintptr_t at = (uintptr_t)address;

	*offset = at - heap.base;
	return at >= heap.code && at < heap.code_end;
}

/* ---- beginning and ending -------------------------------------------------- */

/* With the first block of all, which may come before any constructor. */
static void begin(void)
{
	heap.begun = true;
	heap.counts = map(4096);
	heap.sites = map(MOST_SITES * sizeof(*heap.sites));
	heap.table.size = 4096;
	heap.table.places = map(heap.table.size * sizeof(struct block));
	if (!heap.counts || !heap.sites || !heap.table.places)
		return;
	madvise(heap.counts, 4096, MADV_WIPEONFORK);
	/* All of the heap in one piece, whichever thread asks for it. */
	mallopt(M_ARENA_MAX, 1);
	*heap.counts = true;
}

bool blocks_are_counted(void)
{
	if (!heap.begun)
		begin();
	return heap.counts && __atomic_load_n(heap.counts, __ATOMIC_ACQUIRE);
}

void blocks_stop(void)
{
	if (heap.counts)
		__atomic_store_n(heap.counts, false, __ATOMIC_RELEASE);
}

static void give_up(void)
{
	heap.overrun = true;
	blocks_stop();
}

/* ---- the table ------------------------------------------------------------- */

static size_t home_of(const struct table *table, uintptr_t at)
{
	return (size_t)((at >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32) &
	       (table->size - 1);
}

/* Its place, or the empty one where it belongs. */
static struct block *place_of(const struct table *table, uintptr_t at)
{
	size_t i = home_of(table, at);

	while (table->places[i].at && table->places[i].at != at)
		i = (i + 1) & (table->size - 1);
	return &table->places[i];
}

static bool grow(struct table *table)
{
	struct table larger = { .size = 2 * table->size, .used = table->used };

	larger.places = map(larger.size * sizeof(struct block));
	if (!larger.places)
		return false;
	for (size_t i = 0; i < table->size; i++)
		if (table->places[i].at)
			*place_of(&larger, table->places[i].at) = table->places[i];
	munmap(table->places, table->size * sizeof(struct block));
	*table = larger;
	return true;
}

static void put(const struct block *block)
{
	struct table *table = &heap.table;
	struct block *place;

	if (2 * table->used >= table->size &&
	    (table->used >= MOST_BLOCKS || !grow(table))) {
		give_up();
		return;
	}
	place = place_of(table, block->at);
	table->used += !place->at;
	*place = *block;
}

/* Those behind it that would not be found any more move up. */
static void take(struct block *place)
{
	struct table *table = &heap.table;
	size_t mask = table->size - 1, hole = (size_t)(place - table->places);

	for (size_t i = (hole + 1) & mask; table->places[i].at; i = (i + 1) & mask) {
		size_t home = home_of(table, table->places[i].at);

		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		table->places[hole] = table->places[i];
		hole = i;
	}
	table->places[hole].at = 0;
	table->used--;
}

/* ---- sites ----------------------------------------------------------------- */

/* The last of all is shared by those that have found no room; it is nobody's. */
static uint32_t site_of(const void *caller, const char *call)
{
	size_t i = ((uintptr_t)caller ^ (uintptr_t)call >> 3) % (MOST_SITES - 1);

	while (heap.sites[i].call &&
	       (heap.sites[i].caller != caller || heap.sites[i].call != call))
		i = (i + 1) % (MOST_SITES - 1);
	if (!heap.sites[i].call) {
		if (heap.site_count == MOST_SITES / 2)
			return MOST_SITES - 1;
		heap.site_count++;
		heap.sites[i] = (struct site){ caller, call, 0 };
	}
	return (uint32_t)i;
}

const struct site *blocks_site(uint32_t number)
{
	return &heap.sites[number];
}

/* ---- what is called -------------------------------------------------------- */

void blocks_add(void *memory, size_t size, const void *caller, const char *call)
{
	struct block block = { .at = (uintptr_t)memory, .size = size };

	if (!memory || !blocks_are_counted())
		return;
	pthread_mutex_lock(&lock);
	block.number = ++heap.given;
	block.site = site_of(caller, call);
	heap.sites[block.site].blocks++;
	put(&block);
	pthread_mutex_unlock(&lock);
}

void blocks_claim(void *memory, const void *caller, const char *call)
{
	struct block *place;
	uintptr_t offset;

	if (!memory || !blocks_are_counted())
		return;
	pthread_mutex_lock(&lock);
	place = place_of(&heap.table, (uintptr_t)memory);
	if (place->at && !blocks_is_executable(heap.sites[place->site].caller, &offset)) {
		heap.sites[place->site].blocks--;
		place->site = site_of(caller, call);
		heap.sites[place->site].blocks++;
	}
	pthread_mutex_unlock(&lock);
}

bool blocks_remove(void *memory, struct block *block)
{
	struct block *place;
	bool found;

	*block = (struct block){ 0 };
	if (!memory || !blocks_are_counted())
		return false;
	pthread_mutex_lock(&lock);
	place = place_of(&heap.table, (uintptr_t)memory);
	found = place->at;
	if (found) {
		*block = *place;
		take(place);
	}
	pthread_mutex_unlock(&lock);
	return found;
}

void blocks_put_back(const struct block *block)
{
	if (!blocks_are_counted())
		return;
	pthread_mutex_lock(&lock);
	put(block);
	pthread_mutex_unlock(&lock);
}

void blocks_moved(const struct block *block)
{
	if (!blocks_are_counted())
		return;
	pthread_mutex_lock(&lock);
	heap.sites[block->site].blocks--;
	pthread_mutex_unlock(&lock);
}

/* ---- the end --------------------------------------------------------------- */

static int by_address(const void *one, const void *other)
{
	const struct block *a = one, *b = other;

	return (a->at > b->at) - (a->at < b->at);
}

static void add_own(struct block *blocks, size_t *count, const void *memory, size_t size)
{
	blocks[(*count)++] = (struct block){ .at = (uintptr_t)memory, .size = size };
}

static struct block *list_all(size_t *count)
{
	const struct table *table = &heap.table;
	size_t size = (table->used + 3) * sizeof(struct block);
	struct block *blocks = map(size);

	*count = 0;
	if (!blocks)
		return NULL;
	for (size_t i = 0; i < table->size; i++)
		if (table->places[i].at)
			blocks[(*count)++] = table->places[i];
	add_own(blocks, count, blocks, size);
	add_own(blocks, count, table->places, table->size * sizeof(struct block));
	add_own(blocks, count, heap.sites, MOST_SITES * sizeof(*heap.sites));
	return blocks;
}

struct block *blocks_end(size_t *count)
{
	struct block *blocks;

	pthread_mutex_lock(&lock);
	blocks_stop();
	blocks = heap.overrun ? NULL : list_all(count);
	pthread_mutex_unlock(&lock);
	if (blocks)
		qsort(blocks, *count, sizeof(*blocks), by_address);
	return blocks;
}
