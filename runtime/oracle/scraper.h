/*
 * The scraper of S4-29 on its own. The programs S4-29* include one of the sessions
 * before it, table_session.h or mini_http.h, and give it one.
 */
#ifndef SCRAPER_H
#define SCRAPER_H

#include <async.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

/* ---- just enough of HTML ---- */

/* Copies what stands between the next `open` and `close` from `html` on, without
 * blanks at its ends; gives what follows, or NULL if there is none. */
static inline const char *between(const char *html, const char *open, const char *close,
				  char *text, size_t size)
{
	const char *begin = strstr(html, open);
	const char *end = begin ? strstr(begin + strlen(open), close) : NULL;

	*text = '\0';
	if (!end)
		return NULL;
	begin += strlen(open);
	while (*begin == ' ')
		begin++;
	while (end > begin && end[-1] == ' ')
		end--;
	snprintf(text, size, "%.*s", (int)(end - begin), begin);
	return end;
}

#define ITEM "<div class=\"item\">"
#define TITLED(title) "<h2 class=\"title\"> " title " </h2>"
#define LINK(link) "<a href=\"" link "\">more</a>"
#define LISTING(items) "<html><body>" items "</body></html>"
#define LISTED(parts) ITEM parts "</div>"
#define DETAIL(text) "<div class=\"description\"> " text " </div>"

/* ---- the scraper ---- */

struct scraper {
	struct session *session;
	int rate; /* requests a second */
	double last; /* 0: the epoch, so that the first request never waits */
	bool has_session;
	struct lock lock;
};

struct item {
	char title[60], url[100], description[100];
};

/* time.time() */
static inline double wall_clock(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return (double)now.tv_sec + (double)now.tv_usec / 1e6;
}

async (void, scraper_close, (struct scraper *, self))
{
	if (self->has_session)
		await (session_close(self->session));
	self->has_session = false;
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
asynccontextmanager (struct response *, scraper_fetch, (struct scraper *, self),
		     (const char *, url))
{
	struct response memory;

	await (scraper_throttle(self));
	self->has_session = true;
	try {
		printf("Fetching %s\n", url);
		async_with (r, session_get(self->session, url, &memory)) {
			if (r->status == 200) {
				yield (r);
			} else {
				printf("Error fetching %s: %d\n", url, r->status);
				yield (NULL);
			}
		} end_with
	} except (Exception, error) {
		printf("Exception fetching %s: %s: %s\n", url, error->type->name,
		       error->message);
		yield (NULL);
	} end_try
}

/* The link of an item, made absolute; false if it has none. */
static inline bool find_link(const char *base, const char *html, char *url, size_t size)
{
	char link[60];

	if (!between(html, "href=\"", "\"", link, sizeof link) || !*link)
		return false;
	snprintf(url, size, "%s%s", strncmp(link, "http", 4) == 0 ? "" : base, link);
	return true;
}

async_generator (struct item, scraper_pages, (struct scraper *, self), (const char *, base),
		 (int, first), (int, last))
{
	for (int number = first; number <= last; number++) {
		char page[100];

		snprintf(page, sizeof page, "%s/page/%d", base, number);
		async_with (r, scraper_fetch(self, page)) {
			const char *rest;
			char html[200];
			struct item item;

			if (!r)
				continue;
			rest = await (response_text(r));
			if (!strstr(rest, ITEM)) {
				printf("No items found on page %d, stopping\n", number);
				break;
			}
			while ((rest = between(rest, ITEM, "</div>", html, sizeof html))) {
				if (!find_link(base, html, item.url, sizeof item.url))
					continue;
				async_with (detail, scraper_fetch(self, item.url)) {
					if (!detail)
						continue;
					if (!between(html, "\"title\">", "<", item.title,
						     sizeof item.title))
						strcpy(item.title, "No title");
					if (!between(await (response_text(detail)),
						     "\"description\">", "<",
						     item.description,
						     sizeof item.description))
						strcpy(item.description, "No description");
					yield (item);
				} end_with
			}
		} end_with
	}
}

__attribute__((unused)) static void report_item(const struct item *item)
{
	printf("Found item: %s\n", item->title);
	printf("  URL: %s\n", item->url);
	printf("  Description: %.50s...\n", item->description);
	puts("----------------------------------------");
}

#endif
