/* Four managers nested by hand, then two in one async_with and a loop over
 * results. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (const char *, resource, (const char *, name))
{
	await (async_sleep(0.05));
	printf("+ %s\n", name);
	try {
		yield (name);
	} finally {
		await (async_sleep(0.05));
		printf("- %s\n", name);
	} end_try
}

struct result {
	char text[40];
};

/* The list is the caller's. */
async (struct result *, do_something, (const char *, first), (const char *, second))
{
	struct result *results = NULL;
	const char *const names[] = { first, second };

	await (async_sleep(0.10));
	for (int i = 0; i < 2; i++) {
		struct result result;

		snprintf(result.text, sizeof result.text, "%s result", names[i]);
		list_append(results, result);
	}
	return results;
}

async_generator (const char *, process, (struct result *, results))
{
	for (size_t i = 0; i < list_length(results); i++) {
		await (async_sleep(0.10));
		yield (results[i].text);
	}
}

async (void, nested)
{
	async_with (resource("r1")) {
		async_with (resource("r2")) {
			async_with (resource("r3")) {
				async_with (resource("r4")) {
					puts("innermost");
				} end_with
			} end_with
		} end_with
	} end_with
}

async (void, flat)
{
	async_with (first, resource("r1"), second, resource("r2")) {
		struct result *results = await (do_something(first, second));

		async_for (const char *, item, process(results))
			puts(item);
		list_free(results);
	} end_with
}

async (void, main_coroutine)
{
	await (nested());
	puts("flat");
	await (flat());
}

int main(void)
{
	return async_run(main_coroutine());
}
