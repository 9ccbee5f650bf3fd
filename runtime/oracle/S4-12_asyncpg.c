/* A manager whose aenter gives another object, the connection; five rows. */
#include <async.h>
#include <stdio.h>

struct record {
	int id;
	const char *name;
};

struct connection {
	struct record rows[5];
};

/* The rows are the connection's; `count` is set to how many there are. */
async (const struct record *, connection_fetch, (struct connection *, self),
       (const char *, sql), (size_t *, count))
{
	static const char *const names[] = { "Ada", "Brian", "Chen", "Dora", "Emil" };

	await (async_sleep(0.10));
	for (int i = 0; i < 5; i++)
		self->rows[i] = (struct record){ i + 1, names[i] };
	*count = 5;
	return self->rows;
}

async (void, connection_close, (struct connection *, self))
{
	await (async_sleep(0.05));
	puts("trace: connection closed");
}

async (struct connection *, connect_to, (const char *, dsn))
{
	static struct connection connection;

	await (async_sleep(0.20));
	puts("trace: connected");
	return &connection;
}

struct database {
	const char *dsn;
	struct connection *connection;
};

async (struct connection *, database_aenter, (struct database *, self))
{
	self->connection = await (connect_to(self->dsn));
	return self->connection;
}

async (void, database_aexit, (struct database *, self), (struct exception *, e))
{
	if (self->connection)
		await (connection_close(self->connection));
}

async_context_manager (database, struct database *);

async (void, main_coroutine)
{
	struct database db = { .dsn = "postgresql://user:pass@localhost/db" };

	async_with (conn, database(&db)) {
		size_t count;
		const struct record *rows = await (
			connection_fetch(conn, "SELECT * FROM users LIMIT 5", &count));

		for (size_t i = 0; i < count; i++)
			printf("<Record id=%d name='%s'>\n", rows[i].id, rows[i].name);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
