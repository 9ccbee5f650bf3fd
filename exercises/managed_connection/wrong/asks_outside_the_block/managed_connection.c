/* Managed connection: opened, lent, and closed in any case. */
#include <async.h>

#include <stdio.h>

struct connection {
	const char *name;
	bool open;
};

async (void, connection_open, (struct connection *, self), (bool, works))
{
	printf("connecting to %s\n", self->name);
	await (async_sleep(1.0));
	if (!works)
		raise (ConnectionError, "%s is down", self->name);
	self->open = true;
}

async (void, connection_execute, (struct connection *, self), (const char *, query))
{
	await (async_sleep(0.25));
	printf("done: %s\n", query);
}

async (void, connection_close, (struct connection *, self))
{
	if (!self->open)
		raise (RuntimeError, "closing what is not open");
	puts("closing");
	await (async_sleep(0.5));
	self->open = false;
	puts("closed");
}

asynccontextmanager(struct connection *, managed_connection, (const char *, name),
		    (bool, works))
{
	struct connection connection = { .name = name };

	await (connection_open(&connection, works));
	try {
		yield (&connection);
	} finally {
		await (connection_close(&connection));
	} end_try
}

async (void, attempt, (const char *, name), (bool, works), (bool, has_row))
{
	try {
		async_with (connection, managed_connection(name, works)) {
			if (!has_row)
				raise (ValueError, "no such row");
		} end_with
		struct connection after = { .name = name };
		await (connection_execute(&after, "SELECT 1"));
	} except (Exception, e) {
		printf("failed: %s: %s\n", e->type->name, e->message);
	} end_try
}

async (void, main_coroutine)
{
	await (attempt("one", true, true));
	await (attempt("two", true, false));
	await (attempt("three", false, true));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
