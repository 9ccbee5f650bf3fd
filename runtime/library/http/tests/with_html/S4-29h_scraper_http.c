/* The notes' scraper, with real pages and a real parser: at most two requests a second,
 * list pages with links, a page of details for each, and errors that do not stop it.
 * Each answer takes 0.10 s. (The recording's client has no pool: it holds a connection
 * until the scope of the response is left, and so needs two. Here, as with aiohttp, it is
 * free when the body has been read.) */
#include <async/html.h>
#include <async/http_server.h>
#include <async/http_session.h>

#include <stdio.h>
#include <string.h>
#include <sys/time.h>

/* ---- the site ---- */

static const struct {
	const char *path, *html;
} pages[] = {
	{ "/blog/page/1", "<html><body>"
			  "<div class=\"item\"><h2 class=\"title\"> One </h2><a "
			  "href=\"/post/1\">more</a></div>"
			  "<div class=\"item\"><h2 class=\"title\"> Gone </h2>"
			  "<a href=\"/post/gone\">more</a></div></body></html>" },
	{ "/blog/page/2", "<html><body></body></html>" },
	{ "/blog/post/1",
	  "<html><body><div class=\"description\"> The first post </div></body></html>" },
};

async (void, answer, (struct http_exchange *, exchange))
{
	const char *html = NULL;

	await (async_sleep(0.10));
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (strcmp(pages[i].path, exchange->path) == 0)
			html = pages[i].html;
	await (exchange_answer(exchange, html ? 200 : 404, "text/html",
			      html ? html : "not here"));
}

/* ---- the scraper ---- */

struct scraper {
	struct http_session *session;
	int rate;    /* requests a second */
	double last; /* 0: the epoch, so that the first request never waits */
	struct lock lock;
};

struct item {
	const char *title, *description;
	char url[100];
};

/* time.time() */
static double wall_clock(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return (double)now.tv_sec + (double)now.tv_usec / 1e6;
}

async (void, scraper_throttle, (struct scraper *, self))
{
	async_with (&self->lock) {
		double gap = 1.0 / self->rate, since = wall_clock() - self->last;

		if (since < gap) {
			printf("Rate limiting: waiting %.2fs\n", gap - since);
			await (async_sleep(gap - since));
		}
		self->last = wall_clock();
	} end_with
}

/* Gives NULL for a page that could not be fetched. */
asynccontextmanager(struct html *, scraper_fetch, (struct scraper *, self),
		    (const char *, url))
{
	struct html *volatile page = NULL;

	await (scraper_throttle(self));
	printf("Fetching %s\n", url);
	try {
		async_with (response, session_get(self->session, url)) {
			if (response->status == 200)
				page = html_parse(await (response_text(response)));
			else
				printf("Error fetching %s: %d\n", url, response->status);
		} end_with
	} except (ClientError, error) {
		printf("Exception fetching %s: %s: %s\n", url, error->type->name,
		       error->message);
	} end_try
	try {
		yield (page);
	} finally {
		html_free(page);
	} end_try
}

static const char *text_of(struct html_element *element, const char *otherwise)
{
	return element ? html_text(element) : otherwise;
}

async_generator (struct item, scraper_details, (struct scraper *, self),
		(const char *, base), (struct html_element *, listed))
{
	struct html_element *link = html_select_one_in(listed, "a[href]");
	struct item item;

	if (!link)
		return;
	item.title = text_of(html_select_one_in(listed, ".title"), "No title");
	snprintf(item.url, sizeof item.url, "%s%s", base, html_attribute(link, "href"));
	async_with (page, scraper_fetch(self, item.url)) {
		if (!page)
			return;
		item.description =
			text_of(html_select_one(page, ".description"), "No description");
		yield (item);
	} end_with
}

async_generator (struct item, scraper_pages, (struct scraper *, self),
		(const char *, base), (int, first), (int, last))
{
	for (volatile int number = first; number <= last; number++) {
		char url[100];

		snprintf(url, sizeof url, "%s/page/%d", base, number);
		async_with (page, scraper_fetch(self, url)) {
			if (!page)
				continue;
			if (!html_select_one(page, "div.item")) {
				printf("No items found on page %d, stopping\n", number);
				break;
			}
			for_each (struct html_element *, listed,
				  html_select(page, "div.item"))
				async_for (struct item, item,
					   scraper_details(self, base, listed))
					yield (item);
		} end_with
	}
}

async (void, scrape, (struct http_session *, session))
{
	struct scraper scraper = { session, .rate = 2 };

	async_for (struct item, item, scraper_pages(&scraper, "/blog", 1, 3)) {
		printf("Found item: %s\n", item.title);
		printf("  URL: %s\n", item.url);
		printf("  Description: %.50s...\n", item.description);
		puts("----------------------------------------");
	}
}

async (void, main_coroutine)
{
	async_with (server, http_server(answer, "127.0.0.1", 0)) {
		char base[40];

		snprintf(base, sizeof base, "http://127.0.0.1:%d",
			 http_server_port(server));
		async_with (session, http_session(.base_url = base)) {
			await (scrape(session));
		} end_with
		printf("server saw %d requests on %d connections\n",
		       http_server_requests(server), http_server_connections(server));
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
