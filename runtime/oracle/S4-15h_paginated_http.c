/* S4-15 over real loopback sockets; the server waits 0.20 s before each answer. Five
 * pages are offered, each with two items, none marked as last: the limit of five pages
 * ends the stream. */
#include "mini_http.h"

static void answer_page(const char *path, struct answer *answer)
{
	int page = atoi(strrchr(path, '=') + 1);

	*answer = (struct answer){ .delay = 0.20, .status = 200 };
	snprintf(answer->body, sizeof answer->body,
		 "{\"items\": [{\"name\": \"product %da\"}, {\"name\": \"product %db\"}]}",
		 page, page);
}

#define ITEMS_MAX 4

struct page {
	char names[ITEMS_MAX][20];
	int count;
};

/* json.loads(), as far as it is needed here. */
static struct page parse_page(const char *json)
{
	static const char key[] = "\"name\": \"";
	struct page page = { .count = 0 };

	while (page.count < ITEMS_MAX && (json = strstr(json, key))) {
		json += strlen(key);
		sscanf(json, "%19[^\"]", page.names[page.count++]);
	}
	return page;
}

async_generator (char *, stream, (int, port), (int, max_pages))
{
	struct session memory = { .port = port };

	async_with (session, session(&memory)) {
		for (int number = 1; number <= max_pages; number++) {
			char path[40];
			struct response got;
			struct page data;

			snprintf(path, sizeof path, "/products?page=%d", number);
			async_with (response, session_get(session, path, &got)) {
				data = parse_page(await (response_text(response)));
			} end_with
			for (int i = 0; i < data.count; i++)
				yield (data.names[i]);
		}
	} end_with
}

async (void, main_coroutine)
{
	struct site memory = { .answer = answer_page };

	async_with (site, site(&memory)) {
		int counter = 0;

		async_for (char *, item, stream(site->server->port, 5)) {
			printf("Processing item %d: %s\n", ++counter, item);
			await (async_sleep(0.1));
		}
		printf("server saw %d requests on %d connection\n", site->requests,
		       site->connections);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
