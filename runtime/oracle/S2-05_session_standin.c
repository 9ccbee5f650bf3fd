/* One session, three requests one after the other, each in its own async_with. */
#include <async.h>
#include <stdio.h>

struct response {
	const char *url;
	char text[100];
};

async (struct response *, response_aenter, (struct response *, self))
{
	await (async_sleep(0.15));
	puts("trace: response entered");
	return self;
}

async (void, response_aexit, (struct response *, self), (struct exception *, e))
{
	puts("trace: response released");
}

async_context_manager (response, struct response *);

async (const char *, response_text, (struct response *, self))
{
	await (async_sleep(0.05));
	snprintf(self->text, sizeof self->text, "body of %s", self->url);
	return self->text;
}

struct session {
	struct response response;
};

async (struct session *, session_aenter, (struct session *, self))
{
	puts("trace: session entered");
	return self;
}

async (void, session_aexit, (struct session *, self), (struct exception *, e))
{
	puts("trace: session closed");
}

async_context_manager (session, struct session *);

static struct response_async_context_manager session_get(struct session *self,
							 const char *url)
{
	self->response.url = url;
	return response(&self->response);
}

/* The number of texts that were fetched: a return leaves the session. */
async (int, fetch_all, (const char *const *, urls), (int, count))
{
	struct session memory;
	int texts = 0;

	async_with (s, session(&memory)) {
		for (int i = 0; i < count; i++) {
			async_with (r, session_get(s, urls[i])) {
				if (await (response_text(r)))
					texts++;
			} end_with
		}
		return texts;
	} end_with
	return 0;
}

async (void, main_coroutine)
{
	const char *const urls[] = { "https://httpbin.org/get", "https://httpbin.org/get",
				     "https://httpbin.org/get" };

	printf("Fetched %d pages\n", await (fetch_all(urls, 3)));
}

int main(void)
{
	return async_run(main_coroutine());
}
