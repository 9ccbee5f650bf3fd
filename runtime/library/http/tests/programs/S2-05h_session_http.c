/* The notes' aiohttp session: one session, three requests one after the other. Each
 * answer takes 0.20 s; all of them come over one connection. */
#include <async/http_server.h>
#include <async/http_session.h>

#include <stdio.h>

async (void, answer, (struct http_exchange *, exchange))
{
	char body[64];

	await (async_sleep(0.20));
	snprintf(body, sizeof body, "body of %s", exchange->path);
	await (exchange_answer(exchange, 200, "text/plain", body));
}

async (void, fetch, (struct http_session *, session), (const char *, url))
{
	async_with (response, session_get(session, url)) {
		await (response_text(response));
		printf("status %d, %zu bytes\n", response->status,
		       response_length(response));
	} end_with
}

/* The number of texts that were fetched: a return leaves the session. */
async (int, fetch_all, (const char *, base), (const char *const *, urls))
{
	async_with (session, http_session(.base_url = base)) {
		volatile int texts = 0;

		for (; urls[texts]; texts++)
			await (fetch(session, urls[texts]));
		return texts;
	} end_with
	return 0;
}

async (void, main_coroutine)
{
	static const char *const urls[] = { "/get", "/get", "/get", NULL };

	async_with (server, http_server(answer, "127.0.0.1", 0)) {
		char base[40];

		snprintf(base, sizeof base, "http://127.0.0.1:%d",
			 http_server_port(server));
		printf("Fetched %d pages\n", await (fetch_all(base, urls)));
		printf("server saw %d requests on %d connection\n",
		       http_server_requests(server), http_server_connections(server));
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
