#include "pool.h"

#include <stdbool.h>
#include <stdlib.h>

#include "sanitizer.h"

struct pool_item {
	struct pool_item *next;
};

struct pool_chunk {
	struct pool_chunk *next;
	max_align_t things[];
};

#define CHUNK_SIZE ((size_t)32 * 1024)

static bool add_chunk(struct pool *pool)
{
	struct pool_chunk *chunk = malloc(CHUNK_SIZE);
	size_t room = CHUNK_SIZE - sizeof *chunk;

	if (!chunk)
		return false;
	chunk->next = pool->chunks;
	pool->chunks = chunk;
	pool->fresh = (char *)chunk->things;
	pool->end = pool->fresh + room - room % pool->size;
	return true;
}

void *pool_take(struct pool *pool)
{
	struct pool_item *item = pool->given_back;

	if (item) {
		sanitizer_show(item, pool->size);
		pool->given_back = item->next;
		return item;
	}
	if (pool->fresh == pool->end && !add_chunk(pool))
		return NULL;
	item = (struct pool_item *)pool->fresh;
	pool->fresh += pool->size;
	return item;
}

void pool_give_back(struct pool *pool, void *thing)
{
	struct pool_item *item = thing;

	item->next = pool->given_back;
	pool->given_back = item;
	sanitizer_hide(item, pool->size);
}

void pool_free(struct pool *pool)
{
	while (pool->chunks) {
		struct pool_chunk *chunk = pool->chunks;

		pool->chunks = chunk->next;
		free(chunk);
	}
	pool->given_back = NULL;
	pool->fresh = pool->end = NULL;
}
