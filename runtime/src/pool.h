/*
 * A pool: memory for things of one size that come and go by the thousand. Taken
 * from malloc a chunk at a time; what is given back is next to be taken.
 */
#ifndef ASYNC_POOL_H
#define ASYNC_POOL_H

#include <stddef.h>

struct pool {
	size_t size; /* of a thing; at least that of a pointer */
	struct pool_item *given_back;
	struct pool_chunk *chunks; /* the newest first */
	char *fresh, *end;         /* what is left of that one */
};

/* Memory for one thing, not cleared; NULL: there is none. */
void *pool_take(struct pool *);
void pool_give_back(struct pool *, void *thing);

/* Frees all things at once, given back or not. */
void pool_free(struct pool *);

#endif
