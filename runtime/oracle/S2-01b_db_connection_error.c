/* An exception in the body still closes the connection; false lets it through,
 * true swallows it. */
#include <async.h>
#include <stdio.h>

struct database {
	bool verdict;
};

async (struct database *, database_aenter, (struct database *, self))
{
	puts("Connecting");
	await (async_sleep(0.1));
	return self;
}

async (bool, database_aexit, (struct database *, self), (struct exception *, e))
{
	printf("Closing connection (body ended with %s)\n", e ? e->type->name : "None");
	await (async_sleep(0.05));
	return self->verdict;
}

async_context_manager (database, struct database *);

async (void, attempt, (bool, verdict))
{
	struct database db = { verdict };
	char text[100];

	printf("aexit returns %s\n", verdict ? "True" : "False");
	try {
		async_with (database(&db)) {
			raise (LookupError, "no such table");
		} end_with
		puts("statement after the block runs");
	} except (LookupError, error) {
		printf("propagated: %s\n", exception_repr(error, text, sizeof text));
	} end_try
}

async (void, main_coroutine)
{
	await (attempt(false));
	await (attempt(true));
}

int main(void)
{
	return async_run(main_coroutine());
}
