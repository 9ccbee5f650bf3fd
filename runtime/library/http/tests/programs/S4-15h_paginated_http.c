/* The notes' paginated API as one generator, which holds the session. Each answer takes
 * 0.20 s, each item 0.10 s to be processed; five pages are asked for. */
#include <async/http_server.h>
#include <async/http_session.h>

#include <jansson.h>
#include <stdio.h>

async (void, answer, (struct http_exchange *, exchange))
{
	int page = atoi(exchange_query(exchange, "page"));
	char json[120];

	await (async_sleep(0.20));
	snprintf(
		json, sizeof json,
		"{\"items\": [{\"name\": \"product %da\"}, {\"name\": \"product %db\"}]}",
		page, page);
	await (exchange_answer(exchange, 200, "application/json", json));
}

async_generator (const char *, stream_items, (const char *, base), (int, max_pages))
{
	async_with (session, http_session(.base_url = base)) {
		for (volatile int number = 1; number <= max_pages; number++) {
			char page[12];

			snprintf(page, sizeof page, "%d", number);
			async_with (response,
				    session_get(session, "/products",
						.query = http_fields({ "page", page }))) {
				json_t *data = await (response_json(response)), *item;
				size_t i;

				json_array_foreach(json_object_get(data, "items"), i,
						   item)
					yield (json_string_value(
						json_object_get(item, "name")));
			} end_with
		}
	} end_with
}

async (void, main_coroutine)
{
	async_with (server, http_server(answer, "127.0.0.1", 0)) {
		char base[40];
		int counter = 0;

		snprintf(base, sizeof base, "http://127.0.0.1:%d",
			 http_server_port(server));
		async_for (const char *, item, stream_items(base, 5)) {
			printf("Processing item %d: %s\n", ++counter, item);
			await (async_sleep(0.1));
		}
		printf("server saw %d requests on %d connection\n",
		       http_server_requests(server), http_server_connections(server));
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
