/* Database connection: the manager is a generator, the connection a flag of its own. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

static bool is_open;

async (void, ask, (const char *, query))
{
	if (!is_open)
		raise (ConnectionError, "the connection is closed");
	await (async_sleep(0.5));
	printf("Result for '%s'\n", query);
}

asynccontextmanager(void, connected, (const char *, address))
{
	printf("Connecting to %s...\n", address);
	await (async_sleep(1.0));
	is_open = true;
	puts("Connected.");
	try {
		yield ();
	} finally {
		puts("Disconnecting...");
		is_open = false;
		await (async_sleep(1.0));
		puts("Disconnected.");
	} end_try
}

async (void, session)
{
	async_with (connected("db.example")) {
		for (int i = 1; i <= 2; i++) {
			char query[16];

			snprintf(query, sizeof query, "SELECT %d", i);
			await (ask(query));
		}
	} end_with
	try {
		await (ask("SELECT 3"));
	} except (ConnectionError, late) {
		printf("Too late: %s\n", late->message);
	} end_try
}

int main(void)
{
	return async_run(session());
}
