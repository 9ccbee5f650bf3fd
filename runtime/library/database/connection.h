/*
 * Connections, from inside: who uses one, and how a statement goes through it.
 *
 * A statement claims its connection, and gives it back however it ends. So there is
 * never more than one under way.
 */
#ifndef ASYNC_DATABASE_CONNECTION_H
#define ASYNC_DATABASE_CONNECTION_H

#include <async/database.h>

#include "driver.h"
#include "kept.h"
#include "line.h"

struct connection {
	struct database database; /* what the program sees of it */
	struct kept kept;
	char *address;
	struct session *session; /* NULL: it is not open */
	bool is_working;         /* a task is inside the driver */
	bool is_claimed;         /* by a statement that has not been given back */
	unsigned long claim;     /* the number of that statement */
	unsigned transactions;   /* how many are open, one inside another */
	unsigned references;     /* generators that hold it */
	bool is_pooled;          /* it is the pool's to release */
	bool is_released;        /* the program should not use it any more, … */
	bool is_over;            /* … and it need not be told if it does */
	struct waiting_line closers;
};

static inline struct connection *connection_of(struct database *database)
{
	return (struct connection *)database;
}

/* A new one, not open. The address is copied. Raises MemoryError, ValueError. */
struct connection *connection_new(const char *address, int number);

/* Opens it. Suspends; raises DatabaseError. */
void connection_open(struct connection *);
/* Closes it, when no task is inside the driver. Suspends; nothing happens if it is not
 * open. */
void connection_close(struct connection *);
/* Likewise, at once: it cannot be used any more for what it was. */
void connection_drop(struct connection *);
/* It should not be used any more. It is freed by and by, so that a late use of it can
 * still be told. Nothing happens if it is released or the pool's. */
void connection_release(struct connection *);

/* Raises InterfaceError if it is closed, or something is under way; OperationalError
 * if it is lost. */
void connection_check(const struct connection *);

/* One statement, between claim and give_back; its number is what claim gives. Each of
 * these may suspend and raise. The connection is held until it is given back. */
unsigned long connection_claim(struct connection *);
void connection_begin(struct connection *, const struct database_statement *,
		      bool wants_rows);
bool connection_next(struct connection *, unsigned long claim, struct row *);
void connection_give_back(struct connection *, unsigned long claim);

/* A statement without parameters, whose rows are not wanted. */
void connection_run(struct connection *, const char *text);

/* Undoes what was done since so many transactions were open. Is not cancelled; raises
 * CancelledError at most, when it is done. If it cannot be done the connection is
 * dropped, and the database undoes it. */
void connection_undo(struct connection *, unsigned transactions);

#endif
