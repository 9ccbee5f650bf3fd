/*
 * Waiting until a database of SQLite is unlocked. Those who hold the lock may be
 * connections of this loop: then it is known when they let go. Or they are in other
 * processes: then one has to look again, by and by.
 *
 * Who came first tries first.
 */
#ifndef ASYNC_DATABASE_SQLITE_LOCK_H
#define ASYNC_DATABASE_SQLITE_LOCK_H

#include <async/future.h>

/* A place in the line. */
struct lock_place {
	struct lock_place *next;
	struct future woken;
	bool is_woken;    /* perhaps before it could wait */
	int64_t deadline; /* when it gives up */
	int tries;
};

void lock_enter(struct lock_place *);
void lock_leave(struct lock_place *);

/* Suspends until it is worth another try; false: it has taken too long. Raises
 * CancelledError, MemoryError. */
bool lock_wait(struct lock_place *);

/* Somebody of this loop has let go. */
void lock_wake_all(void);

/* Keeps count of the connections of this loop that are in a transaction: as long as
 * there are any, most likely one of them is who is waited for. */
void lock_count(bool *is_holding, bool holds_now);

#endif
