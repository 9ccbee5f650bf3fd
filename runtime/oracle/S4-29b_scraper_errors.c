/* The scraper's error paths: a page that cannot be reached, one that answers 503, one
 * without items. */
#include "table_session.h"
#include "scraper.h"

#define BASE "https://example.com/blog"

static const struct address addresses[] = {
	{ BASE "/page/2", 503, "" },
	{ BASE "/page/3", 200, LISTING("") },
	{ BASE "/page/4", 200, LISTING("") },
};

async (void, main_coroutine)
{
	struct session session = { addresses, 3, true };
	struct scraper scraper = { &session, .rate = 2 };

	try {
		async_for (struct item, item, scraper_pages(&scraper, BASE, 1, 4))
			report_item(&item);
	} finally {
		await (scraper_close(&scraper));
	} end_try
	puts("done");
}

int main(void)
{
	return async_run(main_coroutine());
}
