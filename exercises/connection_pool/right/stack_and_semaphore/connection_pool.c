/* Connection pool: three connections, five queries. */
#include <async.h>

#include <stdio.h>

#define CONNECTIONS 3
#define QUERIES 5

struct connection {
	int number;
};

/* ---- the database, a stand-in ---- */

async (void, execute, (struct connection *, self), (int, query))
{
	static const double seconds[] = { 0, 0.3, 0.1, 0.2, 0.4, 0.25 };

	printf("connection %d runs query %d\n", self->number, query);
	await (async_sleep(seconds[query]));
	if (query == 3)
		raise (ValueError, "syntax error");
	printf("query %d is answered\n", query);
}

/* ---- the pool ---- */

struct pool {
	struct connection connections[CONNECTIONS];
	struct connection *free[CONNECTIONS];
	int free_count, first_free;
	struct semaphore some_free;
};

async (void, pool_open, (struct pool *, self))
{
	self->some_free = Semaphore(CONNECTIONS);
	self->free_count = CONNECTIONS;
	self->first_free = 0;
	for (int i = 0; i < CONNECTIONS; i++) {
		self->connections[i].number = i;
		self->free[i] = &self->connections[i];
	}
	printf("pool of %d\n", CONNECTIONS);
}

asynccontextmanager (struct connection *, connection_of, (struct pool *, pool))
{
	async_with (&pool->some_free) {
		struct connection *connection = pool->free[pool->first_free];

		pool->first_free = (pool->first_free + 1) % CONNECTIONS;
		pool->free_count--;
		try {
			yield (connection);
		} finally {
			int place = (pool->first_free + pool->free_count++) % CONNECTIONS;

			printf("connection %d is back\n", connection->number);
			pool->free[place] = connection;
		} end_try
	} end_with
}

async (void, run_query, (struct pool *, pool), (int, query))
{
	try {
		async_with (connection, connection_of(pool)) {
			await (execute(connection, query));
		} end_with
	} except (ValueError, e) {
		printf("query %d failed: %s\n", query, e->message);
	} end_try
}

async (void, main_coroutine)
{
	struct pool pool;
	Task(void) queries[QUERIES];

	await (pool_open(&pool));
	for (int i = 0; i < QUERIES; i++) {
		queries[i] = create_task(run_query(&pool, i + 1));
		await (async_sleep(0.02));
	}
	await (gather_all(queries, QUERIES));
	puts("all queries are through");
}

int main(void)
{
	return async_run(main_coroutine());
}
