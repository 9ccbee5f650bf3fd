/* An async generator moved by hand, with anext and asend, and closed; another one
 * is left open, and cleaned up when the loop shuts down. */
#include <async.h>
#include <stdio.h>

struct page {
	char text[40];
};

async_generator (struct page, pages, (const char *, name))
{
	int number = 0;

	try {
		for (;;) {
			struct page page;
			const char *request;

			number++;
			await (async_sleep(0.2));
			snprintf(page.text, sizeof page.text, "%s page %d", name, number);
			request = yield (page);
			printf(request ? "%s: told '%s'\n" : "%s: told None\n", name, request);
		}
	} finally {
		printf("%s: cleaning up\n", name);
		await (async_sleep(0.1));
		printf("%s: clean\n", name);
	} end_try
}

async (void, main_coroutine)
{
	AsyncGenerator(struct page) first = pages("first");
	AsyncGenerator(struct page) kept = pages("second");

	puts(await (anext(first)).text);
	puts(await (asend(first, "go on")).text);
	puts(await (anext(first)).text);
	await (aclose(first));
	puts("first is closed");
	try {
		await (anext(first));
	} except (StopAsyncIteration) {
		puts("first is exhausted");
	} end_try
	puts(await (anext(kept)).text);
	puts("main returns, second still open");
}

int main(void)
{
	async_run(main_coroutine());
	puts("run returned");
	return 0;
}
