/* Page stream: the items of a shop, which comes page by page. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- the shop, a stand-in: it answers after 0.2 s, or so ---- */

#define PAGES 3
#define ITEMS 3

struct page {
	int items[ITEMS];
	bool is_last;
};

struct session {
	const char *shop;
	double seconds; /* until it answers */
};

async (struct session *, session_aenter, (struct session *, self))
{
	printf("open %s\n", self->shop);
	await (async_sleep(0.1));
	return self;
}

async (void, session_aexit, (struct session *, self), (struct exception *, exception))
{
	await (async_sleep(0.05));
	printf("closed %s\n", self->shop);
}

async_context_manager (session, struct session *);

async (struct page, session_get, (struct session *, self), (int, number))
{
	struct page page = { .is_last = number == PAGES };

	printf("GET %s?page=%d\n", self->shop, number);
	await (async_sleep(self->seconds));
	for (int i = 0; i < ITEMS; i++)
		page.items[i] = number * 100 + i + 1;
	return page;
}

/* ---- the stream ---- */

/* Every item of every page, one by one, each page fetched when it is wanted. */
async_generator (int, stream_items, (struct session *, shop))
{
	async_with (opened, session(shop)) {
		for (int number = 0;; number++) {
			struct page page = await (session_get(opened, number));

			for (int i = 0; i < ITEMS; i++)
				yield (page.items[i]);
			if (page.is_last)
				break;
		}
	} end_with
}

/* ---- who reads ---- */

async (void, read_all, (struct session *, shop))
{
	async_for (int, item, stream_items(shop)) {
		printf("item %d\n", item);
		await (async_sleep(0.1));
	}
	puts("that was all");
}

async (void, read_some, (struct session *, shop), (int, wanted))
{
	int seen = 0;

	async_for (int, item, stream_items(shop)) {
		printf("item %d\n", item);
		if (++seen == wanted)
			break;
	}
	puts("enough");
}

async (void, main_coroutine, (int, wanted), (double, seconds))
{
	struct session books = { "/books", seconds }, toys = { "/toys", seconds };

	await (read_all(&books));
	await (read_some(&toys, wanted));
}

int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 4;
	double seconds = argc > 2 ? atof(argv[2]) : 0.2;

	return async_run(main_coroutine(wanted, seconds));
}
