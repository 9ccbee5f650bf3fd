/* The notes' shortest client: one request, whose status is printed. The answer takes
 * 0.20 s. */
#include <async/http_server.h>
#include <async/http_session.h>

#include <stdio.h>

async (void, answer, (struct http_exchange *, exchange))
{
	await (async_sleep(0.20));
	await (exchange_answer(exchange, 200, "text/html", "<html></html>"));
}

async (void, main_coroutine)
{
	async_with (server, http_server(answer, "127.0.0.1", 0), client, http_session()) {
		char url[40];

		snprintf(url, sizeof url, "http://127.0.0.1:%d/",
			 http_server_port(server));
		async_with (response, session_get(client, url)) {
			printf("%d\n", response->status);
		} end_with
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
