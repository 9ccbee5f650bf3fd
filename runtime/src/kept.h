/*
 * What the loop keeps for a program that has no one to free it: the futures of
 * gather, shield and as_completed, and queues. Freed when they are released, at
 * the latest at the end of async_run.
 */
#ifndef ASYNC_SRC_KEPT_H
#define ASYNC_SRC_KEPT_H

struct kept {
	struct kept *next, *previous;
	void (*free)(struct kept *); /* frees what it stands in */
};

/* Without a loop, it is the caller's to free. */
void kept_add(struct kept *, void (*free)(struct kept *));
/* It is no longer kept. */
void kept_remove(struct kept *);

/* Of the current loop; oldest first. */
void kept_free_all(void);

#endif
