#include <async/database.h>
#include <async/semaphore.h>

#include <stdlib.h>
#include <string.h>

#include "connection.h"
#include "loop.h"

/* The names that the public header gives them. */
struct database_pool {
	struct kept kept;
	char *address;
	int size, made;
	struct connection **connections; /* all of them */
	struct connection **idle;        /* a ring: the first to be lent at `first` */
	int first, idle_count;
	struct semaphore free; /* how many are idle, and who waits for one */
	int lent, waiting;
	bool is_closed; /* none is lent any more, … */
	bool is_left;   /* … and nobody waits for those that are out */
	struct waiting_line closers;
};

/* One time that a connection is lent. */
struct database_lending {
	struct kept kept;
	struct database_pool *pool;
	struct connection *connection;
};

/* ---- its memory ---- */

static void free_pool(struct kept *kept)
{
	struct database_pool *pool =
		(struct database_pool *)((char *)kept -
					 offsetof(struct database_pool, kept));

	free(pool->connections);
	free(pool->idle);
	free(pool->address);
	free(pool);
}

static void check_size(const char *address, int size)
{
	const char *path = strncmp(address, "sqlite:", 7) == 0 ? address + 7 : address;

	if (size < 1)
		raise (ValueError, "a pool of %d connections: there must be one at least",
		      size);
	if (size > 1 && strcmp(path, ":memory:") == 0)
		raise (ValueError,
		      "%d connections to :memory: would be so many databases: name a "
		      "file",
		      size);
}

static struct database_pool *new_pool(const char *address, int size)
{
	struct database_pool *pool = calloc(1, sizeof *pool);

	if (!pool)
		raise (MemoryError, "no room for a pool");
	kept_add(&pool->kept, free_pool);
	pool->size = size;
	pool->address = strdup(address);
	pool->connections = calloc((size_t)size, sizeof(struct connection *));
	pool->idle = calloc((size_t)size, sizeof(struct connection *));
	pool->free = Semaphore(0);
	if (!pool->address || !pool->connections || !pool->idle)
		raise (MemoryError, "no room for a pool");
	return pool;
}

/* ---- those that are idle, first in, first out ---- */

static void put_idle(struct database_pool *pool, struct connection *connection)
{
	pool->idle[(pool->first + pool->idle_count++) % pool->size] = connection;
}

static struct connection *take_idle(struct database_pool *pool)
{
	struct connection *connection = pool->idle[pool->first];

	pool->first = (pool->first + 1) % pool->size;
	pool->idle_count--;
	return connection;
}

int database_pool_free(const struct database_pool *pool)
{
	return pool->idle_count;
}

/* ---- opening and closing the pool ---- */

static void close_one(void *connection)
{
	connection_close(connection);
}

static void close_all(struct database_pool *pool)
{
	struct exception *first = NULL;

	while (pool->idle_count > 0) {
		struct exception *raised = exception_caught(close_one, take_idle(pool));

		if (first)
			exception_release(raised);
		else
			first = raised;
	}
	if (first)
		exception_pass_on(first);
}

static void open_all(struct database_pool *pool)
{
	while (pool->made < pool->size) {
		struct connection *connection = connection_new(pool->address, pool->made);

		connection->is_pooled = true;
		pool->connections[pool->made++] = connection;
		connection_open(connection);
		put_idle(pool, connection);
	}
}

async_define (struct database_pool *, database_pool_aenter, (struct database_pool *, pool))
{
	try {
		open_all(pool);
	} except (BaseException) {
		pool->is_closed = true;
		close_all(pool);
		raise ();
	} end_try
	for (int i = 0; i < pool->size; i++)
		semaphore_release(&pool->free);
	return pool;
}

static void wait_for_all(struct database_pool *pool)
{
	while (pool->lent + pool->waiting > 0) {
		struct waiter waiter;
		struct exception *cancelled = line_wait(&pool->closers, &waiter);

		if (cancelled)
			exception_pass_on(cancelled);
	}
}

static bool leave_pool(void *self, struct exception *exception)
{
	struct database_pool *pool = self;

	(void)exception;
	pool->is_closed = true;
	try {
		wait_for_all(pool);
	} finally {
		pool->is_left = true;
		close_all(pool);
	} end_try
	return false;
}

struct database_pool_async_context_manager database_pool(const char *address, int size)
{
	check_size(address, size);
	return (struct database_pool_async_context_manager){ new_pool(address, size),
							     database_pool_aenter,
							     leave_pool };
}

/* ---- lending ---- */

static void give_back(struct database_pool *pool, struct connection *connection)
{
	put_idle(pool, connection);
	pool->lent--;
	semaphore_release(&pool->free);
	while (line_call_first(&pool->closers))
		continue;
}

static struct connection *wait_for_one(struct database_pool *pool,
				       struct coroutine *await_is_only_allowed_in_async)
{
	pool->waiting++;
	try {
		await (semaphore_acquire(&pool->free));
	} finally {
		pool->waiting--;
	} end_try
	pool->lent++;
	return take_idle(pool);
}

static void free_lending(struct kept *kept)
{
	free((char *)kept - offsetof(struct database_lending, kept));
}

static void forget(struct database_lending *lending)
{
	kept_remove(&lending->kept);
	free(lending);
}

/* One that was lost, or closed by who had it before, is opened anew. */
static void open_if_need_be(struct database_pool *pool, struct connection *connection)
{
	if (database_is_open(&connection->database))
		return;
	try {
		connection_drop(connection);
		connection_open(connection);
	} except (BaseException) {
		give_back(pool, connection);
		raise ();
	} end_try
}

async_define (struct database *, database_acquire_aenter,
	     (struct database_lending *, lending))
{
	struct database_pool *pool = lending->pool;

	try {
		if (pool->is_closed)
			raise (InterfaceError, "the pool is closed");
		lending->connection = wait_for_one(pool, await_is_only_allowed_in_async);
		open_if_need_be(pool, lending->connection);
	} except (BaseException) {
		forget(lending);
		raise ();
	} end_try
	return &lending->connection->database;
}

/* As it should be when it is next lent. */
static void clear_up(struct connection *connection)
{
	if (connection->is_claimed || connection->is_working)
		connection_close(connection);
	else
		connection_undo(connection, 0);
	connection->transactions = 0;
}

static bool take_back(void *self, struct exception *exception)
{
	struct database_lending *lending = self;
	struct database_pool *pool = lending->pool;
	struct connection *connection = lending->connection;

	(void)exception;
	forget(lending);
	try {
		clear_up(connection);
		if (pool->is_left)
			connection_close(connection);
	} finally {
		give_back(pool, connection);
	} end_try
	return false;
}

struct database_acquire_async_context_manager database_acquire(struct database_pool *pool)
{
	struct database_lending *lending = calloc(1, sizeof *lending);

	if (!lending)
		raise (MemoryError, "no room to lend a connection");
	lending->pool = pool;
	kept_add(&lending->kept, free_lending);
	return (struct database_acquire_async_context_manager){ lending,
								database_acquire_aenter,
								take_back };
}
