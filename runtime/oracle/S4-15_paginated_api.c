/* Items streamed page by page; 0.1 s of work on each item. */
#include <async.h>
#include <stdio.h>

struct page {
	const char *items[4]; /* the last one is NULL */
	bool is_last_page;
};

static const struct page pages[] = {
	{ .items = { "anvil", "bolt", "crate" } },
	{ .items = { "drill", "engine" } },
	{ .items = { "flange" }, .is_last_page = true },
};

struct response {
	int number;
};

async (const struct page *, response_json, (const struct response *, self))
{
	return &pages[self->number - 1];
}

struct session {
	int unused;
};

async (struct session *, session_aenter, (struct session *, self))
{
	puts("trace: session open");
	return self;
}

async (void, session_aexit, (struct session *, self), (struct exception *, e))
{
	puts("trace: session closed");
}

async_context_manager (session, struct session *);

asynccontextmanager (const struct response *, session_get, (struct session *, self),
		     (const char *, url), (int, page))
{
	struct response response = { page };

	printf("trace: GET %s?page=%d\n", url, page);
	await (async_sleep(0.20));
	yield (&response);
}

async (const struct page *, fetch, (struct session *, session), (const char *, url),
       (int, page))
{
	async_with (response, session_get(session, url, page)) {
		return await (response_json(response));
	} end_with
	return NULL;
}

async_generator (const char *, stream, (const char *, url), (int, max_pages))
{
	struct session memory;

	async_with (s, session(&memory)) {
		for (int page = 1; page <= max_pages; page++) {
			const struct page *data = await (fetch(s, url, page));

			if (!data || data->is_last_page)
				break;
			for (int i = 0; data->items[i]; i++)
				yield (data->items[i]);
		}
	} end_with
}

async (void, main_coroutine)
{
	int counter = 0;

	async_for (const char *, item, stream("https://api.example.com/products", 5)) {
		printf("Processing item %d: %s\n", ++counter, item);
		await (async_sleep(0.1));
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
