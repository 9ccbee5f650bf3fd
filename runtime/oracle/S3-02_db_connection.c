/* A manager class: connect 1 s, one query 0.5 s, disconnect 1 s; its aexit gives
 * nothing. */
#include <async.h>
#include <stdio.h>

struct database {
	char answer[100];
};

async (struct database *, database_aenter, (struct database *, self))
{
	puts("Connecting to the database...");
	await (async_sleep(1));
	puts("Connected.");
	return self;
}

async (void, database_aexit, (struct database *, self), (struct exception *, e))
{
	puts("Disconnecting from the database...");
	await (async_sleep(1));
	puts("Disconnected.");
}

async_context_manager (database, struct database *);

async (const char *, database_query, (struct database *, self), (const char *, text))
{
	await (async_sleep(0.5));
	snprintf(self->answer, sizeof self->answer, "Result for '%s'", text);
	return self->answer;
}

async (void, main_coroutine)
{
	struct database memory;

	async_with (db, database(&memory)) {
		const char *answer = await (database_query(db, "SELECT * FROM users"));

		puts(answer);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
