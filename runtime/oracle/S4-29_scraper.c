/* The scraper, two requests a second, three pages; a request takes 0.10 s. */
#include "table_session.h"
#include "scraper.h"

#define BASE "https://example.com/blog"

static const struct address addresses[] = {
	{ BASE "/page/1", 200,
	  LISTING(LISTED(TITLED("One") LINK("/post/1"))
			  LISTED(TITLED("Two") LINK("https://example.com/two"))) },
	{ BASE "/page/2", 200,
	  LISTING(LISTED(TITLED("Loose")) LISTED(TITLED("Gone") LINK("/post/gone"))) },
	{ BASE "/page/3", 200,
	  LISTING(LISTED(LINK("/post/5")) LISTED(TITLED("Long") LINK("/post/6"))) },
	{ BASE "/post/1", 200, DETAIL("The first post") },
	{ "https://example.com/two", 200, DETAIL("The second post") },
	{ BASE "/post/gone", 404, "" },
	{ BASE "/post/5", 200, "<p>nothing</p>" },
	{ BASE "/post/6", 200,
	  DETAIL("0123456789012345678901234567890123456789012345678901234567890123456789") },
};

async (void, main_coroutine)
{
	struct session session = { addresses, 8, false };
	struct scraper scraper = { &session, .rate = 2 };

	try {
		async_for (struct item, item, scraper_pages(&scraper, BASE, 1, 3))
			report_item(&item);
	} finally {
		await (scraper_close(&scraper));
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
