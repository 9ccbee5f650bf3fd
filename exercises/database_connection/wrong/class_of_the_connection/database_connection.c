/* Database connection: connect, query, disconnect; all three take time. */
#include <async.h>

#include <stdio.h>

struct connection {
	bool open;
	char result[80]; /* of the last query */
};

/* The manager: it knows where the database is, and makes the connection. */
struct database {
	const char *address;
	struct connection connection;
};

async (char *, connection_query, (struct connection *, self), (const char *, query))
{
	if (!self->open)
		raise (ConnectionError, "the connection is closed");
	await (async_sleep(0.5));
	snprintf(self->result, sizeof self->result, "Result for '%s'", query);
	return self->result;
}

async (struct connection *, database_aenter, (struct database *, self))
{
	printf("Connecting to %s...\n", self->address);
	await (async_sleep(1.0));
	self->connection.open = true;
	puts("Connected.");
	return &self->connection;
}

async (bool, database_aexit, (struct database *, self), (struct exception *, exception))
{
	puts("Disconnecting...");
	self->connection.open = false;
	await (async_sleep(1.0));
	puts("Disconnected.");
	return false;
}

async_context_manager (database, struct connection *);

async (void, main_coroutine)
{
	struct database users = { .address = "db.example" };

	async_with (connection, database(&users)) {
		puts(await (connection_query(connection, "SELECT 1")));
		puts(await (connection_query(connection, "SELECT 2")));
	} end_with

	try {
		puts(await (connection_query(&users.connection, "SELECT 3")));
	} except (ConnectionError, e) {
		printf("Too late: %s\n", e->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
