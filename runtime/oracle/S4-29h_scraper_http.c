/* S4-29 over real loopback sockets: the server waits 0.10 s before each answer; one page
 * with two items, one page with none. */
#include "mini_http.h"
#include "scraper.h"

static const struct {
	const char *path, *html;
} pages[] = {
	{ "/blog/page/1", LISTING(LISTED(TITLED("One") LINK("/post/1"))
					  LISTED(TITLED("Gone") LINK("/post/gone"))) },
	{ "/blog/page/2", LISTING("") },
	{ "/blog/post/1", DETAIL("The first post") },
};

static void answer_page(const char *path, struct answer *answer)
{
	*answer = (struct answer){ 0.10, 404, "not here" };
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		if (strcmp(pages[i].path, path) != 0)
			continue;
		answer->status = 200;
		strcpy(answer->body, pages[i].html);
	}
}

async (void, main_coroutine)
{
	struct site memory = { .answer = answer_page };

	async_with (site, site(&memory)) {
		struct session session = { .port = site->server->port };
		struct scraper scraper = { &session, .rate = 2 };

		try {
			async_for (struct item, item, scraper_pages(&scraper, "/blog", 1, 3))
				report_item(&item);
		} finally {
			await (scraper_close(&scraper));
		} end_try
		printf("server saw %d requests on %d connections\n", site->requests,
		       site->connections);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
