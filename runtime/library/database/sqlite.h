/*
 * A connection to SQLite: what is asked of it on the loop, and done in a thread.
 *
 * One side at a time: the loop's, or, between work_in_turn's call and its return, the
 * thread's. Only is_interrupted is for both.
 */
#ifndef ASYNC_DATABASE_SQLITE_H
#define ASYNC_DATABASE_SQLITE_H

#include <sqlite3.h>
#include <stdatomic.h>

#include "driver.h"

/* Some rows, so that a thread is not asked for each. */
struct batch {
	struct database_value *values; /* row by row */
	size_t rows, limit;            /* how many there are, and may be */
	unsigned columns;
	struct batch_chunk *chunks; /* texts and blobs, the newest first */
	size_t bytes;               /* how many these are */
};

void batch_clear(struct batch *);
void batch_free(struct batch *);
/* Takes the row that the statement stands at; false: out of memory. */
bool batch_take_row(struct batch *, sqlite3_stmt *);
bool batch_is_full(const struct batch *);

struct sqlite_session {
	struct session session;
	sqlite3 *connection;
	const char *path; /* while it is being opened */

	const struct database_statement *asked;
	bool wants_rows;
	const char *rest;        /* of its text: what was not compiled yet */
	sqlite3_stmt *statement; /* or NULL */
	bool has_given;          /* a row of it: it cannot be begun again */
	bool is_at_end;
	struct row_names *names; /* or NULL */
	struct batch batch;
	size_t given;    /* rows of the batch */
	bool is_holding; /* a lock, as lock_count has it */

	const struct exception_type *failed; /* what the thread has to tell, or NULL */
	char *sentence;                      /* sqlite3_free; or NULL */
	bool is_locked;                      /* it failed since others hold a lock */
	bool others_lock;                    /* SQLite has asked whether to wait */
	bool has_slept; /* a row that took so long is not kept back */
	atomic_bool is_interrupted;
};

/* These run in a thread; each is given the struct sqlite_session. */
void sqlite_open_in_thread(void *);
void sqlite_advance_in_thread(void *); /* up to a batch of rows, or the end */
void sqlite_end_in_thread(void *);     /* the statement is given up */
void sqlite_close_in_thread(void *);

#endif
