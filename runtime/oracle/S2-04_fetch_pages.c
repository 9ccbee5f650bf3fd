/* An async generator of five pages, 0.20 s each. */
#include <async.h>
#include <stdio.h>

struct page {
	int page;
	char data[40];
};

async_generator (struct page, pages, (const char *, url), (int, total))
{
	for (int number = 1; number <= total; number++) {
		struct page page = { .page = number };

		await (async_sleep(0.2));
		snprintf(page.data, sizeof page.data, "Content of page %d", number);
		yield (page);
	}
}

async (void, main_coroutine)
{
	async_for (struct page, page, pages("https://api.example.com", 5))
		printf("Processing page %d\n", page.page);
}

int main(void)
{
	return async_run(main_coroutine());
}
