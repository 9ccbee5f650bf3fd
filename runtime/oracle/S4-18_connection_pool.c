/* Five queries over a pool of three connections. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double times[] = { 0, 0.30, 0.10, 0.20, 0.40, 0.25 };

struct connection {
	int number;
	char result[40];
};

async (const char *, connection_execute, (struct connection *, self), (const char *, query))
{
	printf("Connection %d executing: %s\n", self->number, query);
	await (async_sleep(times[atoi(strrchr(query, ' '))]));
	snprintf(self->result, sizeof self->result, "Result from connection %d",
		 self->number);
	return self->result;
}

struct pool {
	int size;
	struct connection connections[3];
	Queue(struct connection *) available;
};

async (void, pool_initialize, (struct pool *, self))
{
	printf("Initializing pool with %d connections\n", self->size);
	for (int number = 0; number < self->size; number++) {
		self->connections[number].number = number;
		await (queue_put(self->available, &self->connections[number]));
	}
	puts("Pool initialized");
}

async (struct connection *, pool_acquire, (struct pool *, self))
{
	struct connection *connection = await (queue_get(self->available));

	printf("Acquired connection %d\n", connection->number);
	return connection;
}

async (void, pool_release, (struct pool *, self), (struct connection *, connection))
{
	printf("Released connection %d\n", connection->number);
	await (queue_put(self->available, connection));
}

asynccontextmanager (struct connection *, pooled, (struct pool *, pool))
{
	struct connection *connection = await (pool_acquire(pool));

	try {
		yield (connection);
	} finally {
		await (pool_release(pool, connection));
	} end_try
}

async (void, run_query, (struct pool *, pool), (int, number))
{
	char query[60];

	snprintf(query, sizeof query, "SELECT * FROM table WHERE id = %d", number);
	async_with (connection, pooled(pool)) {
		const char *result = await (connection_execute(connection, query));

		printf("Got result: %s\n", result);
	} end_with
}

async (void, main_coroutine)
{
	struct pool pool = { 3, .available = queue_create(struct connection *, 0) };

	await (pool_initialize(&pool));
	await (gather(run_query(&pool, 1), run_query(&pool, 2), run_query(&pool, 3),
		      run_query(&pool, 4), run_query(&pool, 5)));
}

int main(void)
{
	return async_run(main_coroutine());
}
