/* Async resource: the manager is made of a generator, in one function. */
#include <async.h>

#include <stdio.h>

async (void, second_after, (const char *, words))
{
	puts(words);
	await (async_sleep(1.0));
}

asynccontextmanager(const char *, acquired, (const char *, thing))
{
	await (second_after("Acquiring resource..."));
	puts("Resource acquired.");
	try {
		yield (thing);
	} finally {
		await (second_after("Releasing resource..."));
		puts("Resource released.");
	} end_try
}

async (void, work)
{
	async_with (acquired("printer")) {
		await (second_after("Using the resource..."));
	} end_with
}

int main(void)
{
	return async_run(work());
}
