/* Scraper: the birds of a site, list by list, at a decent pace. */
#include <async.h>

#include <stdio.h>
#include <string.h>

/* ---- the site, a stand-in: it answers after 0.3 s ---- */

static const struct {
	const char *path, *text;
} site[] = {
	{ "/list/1", "/wren /crow /swan" },
	{ "/wren", "9 g" },
	{ "/crow", "500 g" },
	{ "/swan", "11 kg" },
	{ "/list/2", "/dodo /kite" },
	{ "/kite", "1 kg" },
};

/* The text of a page. Raises LookupError where there is none. */
async (const char *, site_get, (const char *, path))
{
	printf("GET %s\n", path);
	await (async_sleep(0.3));
	for (size_t i = 0; i < sizeof site / sizeof *site; i++)
		if (strcmp(site[i].path, path) == 0)
			return site[i].text;
	raise (LookupError, "404 %s", path);
}

#define LONGEST_PATH 32

/* Copies the next path of a list, «/a /b /c», and goes on behind it. */
static bool next_path(const char **list, char path[LONGEST_PATH])
{
	int length;

	if (sscanf(*list, "%31s%n", path, &length) != 1)
		return false;
	*list += length;
	return true;
}

/* ---- the scraper ---- */

struct bird {
	char path[LONGEST_PATH];
	const char *weight;
};

struct scraper {
	struct lock lock;
	double next; /* the moment of the next request, at the earliest */
};

async (void, wait_for_turn, (struct scraper *, self))
{
	async_with (&self->lock) {
		double left = self->next - loop_time();

		if (left > 0)
			await (async_sleep(left));
		self->next = loop_time() + 0.5;
	} end_with
}

/* The text of a page, or NULL. */
asynccontextmanager(const char *, fetch, (struct scraper *, self), (const char *, path))
{
	const char *text = NULL;

	await (wait_for_turn(self));
	try {
		text = await (site_get(path));
	} except (LookupError, e) {
		puts(e->message);
	} end_try
	yield (text);
}

async_generator (struct bird, birds, (struct scraper *, self))
{
	for (int number = 1;; number++) {
		char path[LONGEST_PATH];

		snprintf(path, sizeof path, "/list/%d", number);
		async_with (list, fetch(self, path)) {
			struct bird bird;

			if (!list)
				return;
			while (next_path(&list, bird.path)) {
				async_with (weight, fetch(self, bird.path)) {
					if (!weight)
						continue;
					bird.weight = weight;
					yield (bird);
				} end_with
			}
		} end_with
	}
}

/* ---- who wants to know ---- */

async (void, main_coroutine)
{
	struct scraper scraper = { Lock(), 0 };
	int seen = 0;

	async_for (struct bird, bird, birds(&scraper))
		printf("%d: %s weighs %s\n", ++seen, bird.path + 1, bird.weight);
	printf("%d birds\n", seen);

	async_for (struct bird, bird, birds(&scraper)) {
		printf("the first is %s\n", bird.path + 1);
		break;
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
