/* The scraper, when the consumer leaves after the first item: the generator is closed on
 * the spot, before the session is; first by the loop, then by aclosing. */
#include "table_session.h"
#include "scraper.h"

#define BASE "https://example.com/blog"

static const struct address addresses[] = {
	{ BASE "/page/1", 200,
	  LISTING(LISTED(TITLED("One") LINK("/post/1")) LISTED(TITLED("Two") LINK("/post/2"))) },
	{ BASE "/post/1", 200, DETAIL("The first post") },
	{ BASE "/post/2", 200, DETAIL("The second post") },
};
static struct session session = { addresses, 3, true };

async (void, dropped)
{
	struct scraper scraper = { &session, .rate = 2 };

	try {
		async_for (struct item, item, scraper_pages(&scraper, BASE, 1, 3)) {
			printf("Found item: %s\n", item.title);
			break;
		}
		puts("left the loop");
	} finally {
		await (scraper_close(&scraper));
	} end_try
	await (async_sleep(0.05));
	puts("a little later");
}

async (void, closed)
{
	struct scraper scraper = { &session, .rate = 2 };

	try {
		async_with (stream, aclosing(scraper_pages(&scraper, BASE, 1, 3))) {
			async_for (struct item, item, stream) {
				printf("Found item: %s\n", item.title);
				break;
			}
		} end_with
		puts("left the loop");
	} finally {
		await (scraper_close(&scraper));
	} end_try
}

async (void, main_coroutine)
{
	await (dropped());
	puts("with aclosing");
	await (closed());
}

int main(void)
{
	return async_run(main_coroutine());
}
