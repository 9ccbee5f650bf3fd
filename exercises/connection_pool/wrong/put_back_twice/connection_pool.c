/* Connection pool: three connections, five queries. */
#include <async.h>

#include <stdio.h>

#define CONNECTIONS 3
#define QUERIES     5

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
	Queue(struct connection *) available;
};

async (void, pool_open, (struct pool *, self))
{
	self->available = queue_create(struct connection *, 0);
	for (int i = 0; i < CONNECTIONS; i++) {
		self->connections[i].number = i;
		await (queue_put(self->available, &self->connections[i]));
	}
	printf("pool of %d\n", CONNECTIONS);
}

asynccontextmanager(struct connection *, connection_of, (struct pool *, pool))
{
	struct connection *connection = await (queue_get(pool->available));

	try {
		yield (connection);
	} finally {
		printf("connection %d is back\n", connection->number);
		await (queue_put(pool->available, connection));
		await (queue_put(pool->available, connection));
	} end_try
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
