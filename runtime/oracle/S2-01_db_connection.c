/* A manager class: connect 0.10 s, close 0.05 s; it does not swallow. */
#include <async.h>
#include <stdio.h>

struct database {
	const char *dsn;
	const char *status; /* of the connection; NULL: there is none */
};

async (struct database *, database_aenter, (struct database *, self))
{
	printf("Connecting to %s\n", self->dsn);
	await (async_sleep(0.1));
	self->status = "connected";
	return self;
}

async (bool, database_aexit, (struct database *, self), (struct exception *, e))
{
	puts("Closing connection");
	await (async_sleep(0.05));
	self->status = NULL;
	return false;
}

async_context_manager (database, struct database *);

async (void, main_coroutine)
{
	struct database memory = { .dsn = "postgres://localhost/db" };

	async_with (db, database(&memory)) {
		printf("Connection status: %s\n", db->status);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
