/* S3-01 over a real loopback socket; the server waits 0.20 s before it answers. */
#include "mini_http.h"

static void answer_all(const char *path, struct answer *answer)
{
	(void)path;
	*answer = (struct answer){ 0.20, 200, "<html></html>" };
}

async (void, main_coroutine)
{
	struct site memory = { .answer = answer_all };

	async_with (site, site(&memory)) {
		struct session pool = { .port = site->server->port };

		async_with (client, session(&pool)) {
			struct response got;

			async_with (response, session_get(client, "/", &got)) {
				printf("%d\n", response->status);
			} end_with
		} end_with
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
