/* A manager made from a generator, round a loop over an async generator. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (const char *, context)
{
	puts("context set");
	try {
		yield ("context");
	} finally {
		puts("context cleared");
	} end_try
}

async_generator (const char *, words)
{
	static const char *const all[] = { "first", "second" };

	for (int i = 0; i < 2; i++)
		yield (all[i]);
}

async (void, main_coroutine)
{
	async_with (name, context()) {
		async_for (const char *, word, words())
			printf("%s %s\n", name, word);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
