/* A manager made from a generator, with try and finally round the yield. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>

struct connection {
	int unused;
};

async (void, connection_execute, (struct connection *, self), (const char *, sql))
{
	await (async_sleep(0.05));
	printf("executed: %s\n", sql);
}

async (void, connection_close, (struct connection *, self))
{
	await (async_sleep(0.05));
	puts("closed");
	free(self);
}

async (struct connection *, create_connection, (const char *, dsn))
{
	await (async_sleep(0.10));
	return malloc(sizeof(struct connection));
}

asynccontextmanager (struct connection *, managed, (const char *, dsn))
{
	struct connection *conn;

	printf("Connecting to %s\n", dsn);
	conn = await (create_connection(dsn));
	try {
		yield (conn);
	} finally {
		puts("Closing connection");
		await (connection_close(conn));
	} end_try
}

async (void, main_coroutine)
{
	async_with (conn, managed("postgres://localhost/db")) {
		await (connection_execute(conn, "SELECT 1"));
	} end_with
	puts("left the block");
}

int main(void)
{
	return async_run(main_coroutine());
}
