/*
 * Catalogue scraper: lists and details of a real site, in HTML, and not too often.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check catalogue_scraper
 */
#include <async.h>
#include <async/html.h>
#include <async/http_session.h>
#include <async/practice_server.h>

#include <stdio.h>
#include <stdlib.h>

#define FIRST "/catalogue?page=1&pages=2&size=2"

/* ---- pages ---- */

static int open_now, open_at_most;

static struct html *page_open(const char *text)
{
	struct html *page = html_parse(text);

	if (++open_now > open_at_most)
		open_at_most = open_now;
	return page;
}

static void page_close(struct html *page)
{
	html_free(page);
	open_now--;
}

/* ---- the scraper ---- */

struct scraper {
	struct http_session *session;
	struct lock lock;
	double next; /* before this moment nobody may ask */
};

/* Half a second from one request to the next, at least. */
async (void, wait_for_turn, (struct scraper *, self))
{
	async_with (&self->lock) {
		double left = self->next - loop_time();

		if (left > 0)
			await (async_sleep(left));
		self->next = loop_time() + 0.5;
	} end_with
}

struct item {
	const char *name, *price, *about; /* good until the next item */
};

/* A page, when it is its turn. It is closed when the scope is left. */
asynccontextmanager (struct html *, fetch, (struct scraper *, self), (const char *, path))
{
	struct html *page = NULL;

	await (wait_for_turn(self));
	printf("GET %s\n", path);
	async_with (response, session_get(self->session, path)) {
		page = page_open(await (response_text(response)));
	} end_with
	try {
		yield (page);
	} finally {
		page_close(page);
	} end_try
}

/* All items, from that list page on. */
async_generator (struct item, items, (struct scraper *, self), (const char *, first))
{
	char path[100];

	snprintf(path, sizeof path, "%s", first);
	while (*path) {
		async_with (list, fetch(self, path)) {
			struct html_element *next = html_select_one(list, "//a[@class='next']");

			for_each (struct html_element *, link, html_select(list, "//li[@class='item']/a"))
				async_with (page, fetch(self, html_attribute(link, "href"))) {
					yield ((struct item){
						html_text(html_select_one(page, "h1")),
						html_text(html_select_one(page, "//p[1]")),
						html_text(html_select_one(page, ".description")),
					});
				} end_with
			snprintf(path, sizeof path, "%s",
				 next ? html_attribute(next, "href") : "");
		} end_with
	}
}

async (void, scrape, (struct http_session *, session), (int, wanted))
{
	struct scraper scraper = { session, Lock(), 0 };
	int seen = 0;

	async_for (struct item, item, items(&scraper, FIRST)) {
		printf("    %s, %s: %s\n", item.name, item.price, item.about);
		if (++seen == wanted)
			break;
	}
	printf("%d items\n", seen);
	printf("pages open: %d at most, %d now\n", open_at_most, open_now);
}

async (void, main_coroutine, (int, wanted), (const char *, delay))
{
	async_with (site, practice_site("./practice_server", "--delay", delay)) {
		async_with (session, http_session(.base_url = site->url)) {
			await (scrape(session, wanted));
		} end_with
	} end_with
}

int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 3;
	const char *delay = argc > 2 ? argv[2] : "0.1";

	return async_run(main_coroutine(wanted, delay));
}
