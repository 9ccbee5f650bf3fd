/* S2-05 over real loopback sockets: the server waits 0.20 s before each answer; the
 * session uses one connection for all three requests. */
#include "mini_http.h"

static void answer_with_path(const char *path, struct answer *answer)
{
	*answer = (struct answer){ .delay = 0.20, .status = 200 };
	snprintf(answer->body, sizeof answer->body, "body of %s", path);
}

/* The number of texts that were fetched: a return leaves the session. */
async (int, fetch_all, (int, port), (const char *const *, paths), (int, count))
{
	struct session memory = { .port = port };
	int texts = 0;

	async_with (session, session(&memory)) {
		for (int i = 0; i < count; i++) {
			struct response got;

			async_with (response, session_get(session, paths[i], &got)) {
				const char *text = await (response_text(response));

				texts++;
				printf("status %d, %zu bytes\n", response->status,
				       strlen(text));
			} end_with
		}
		return texts;
	} end_with
	return 0;
}

async (void, main_coroutine)
{
	const char *const paths[] = { "/get", "/get", "/get" };
	struct site memory = { .answer = answer_with_path };

	async_with (site, site(&memory)) {
		int pages = await (fetch_all(site->server->port, paths, 3));

		printf("Fetched %d pages\n", pages);
		printf("server saw %d requests on %d connection\n", site->requests,
		       site->connections);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
