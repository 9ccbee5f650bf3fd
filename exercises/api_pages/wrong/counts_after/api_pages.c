/*
 * API pages: one stream of items, from an API that gives them page by page.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check api_pages
 */
#include <async.h>
#include <async/http_session.h>
#include <async/practice_server.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST "/items?page=1&pages=3&size=3"

/* The path of the page behind this one; NULL: it is the last. */
static const char *next_of(json_t *page)
{
	return json_string_value(json_object_get(page, "next"));
}

static const char *name_of(json_t *item)
{
	return json_string_value(json_object_get(item, "name"));
}

/* The names of all items, from that page on. */
async_generator (const char *, items, (struct http_session *, session),
		(const char *, first))
{
	char path[100];

	snprintf(path, sizeof path, "%s", first);
	while (*path) {
		async_with (response, session_get(session, path)) {
			json_t *page = await (response_json(response)), *item;
			const char *next = next_of(page);
			size_t i;

			printf("got %s\n", path);
			json_array_foreach(json_object_get(page, "items"), i, item)
				yield (name_of(item));
			snprintf(path, sizeof path, "%s", next ? next : "");
		} end_with
	}
}

async (void, read_all, (struct http_session *, session))
{
	async_for (const char *, name, items(session, FIRST)) {
		puts(name);
		await (async_sleep(0.1));
	}
	puts("that was all");
}

async (void, read_some, (struct http_session *, session), (int, wanted))
{
	int seen = 0;

	async_for (const char *, name, items(session, FIRST)) {
		puts(name);
		if (seen++ == wanted)
			break;
	}
	puts("enough");
}

async (void, main_coroutine, (int, wanted), (const char *, delay))
{
	async_with (site, practice_site("./practice_server", "--delay", delay)) {
		async_with (session, http_session(.base_url = site->url)) {
			await (read_all(session));
			await (read_some(session, wanted));
			printf("connections made: %d\n",
			       session_connections_made(session));
		} end_with
	} end_with
}

int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 4;
	const char *delay = argc > 2 ? argv[2] : "0.2";

	return async_run(main_coroutine(wanted, delay));
}
