/* Throttled client: two requests a second, and a burst of two. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- the bucket ---- */

struct bucket {
	double rate, capacity;
	double next; /* when the bucket would be empty of debts */
};

static struct bucket bucket_of(double rate, double capacity)
{
	return (struct bucket){ rate, capacity, loop_time() };
}

/* Generic cell rate: each request moves the due time on; early ones wait. */
async (void, bucket_take, (struct bucket *, self))
{
	double now = loop_time(), due = self->next > now ? self->next : now;
	double may = due - (self->capacity - 1) / self->rate;

	self->next = due + 1 / self->rate;
	if (may > now)
		await (async_sleep(may - now));
}

/* ---- the client ---- */

/* A request takes so many seconds. */
asynccontextmanager(int, request, (struct bucket *, bucket), (int, page),
		(double, seconds))
{
	await (bucket_take(bucket));
	printf("GET /products?page=%d\n", page);
	await (async_sleep(seconds));
	yield (page * 10);
}

async_generator (int, products, (struct bucket *, bucket), (int, pages),
		(double, seconds))
{
	for (int page = 1; page <= pages; page++)
		async_with (first, request(bucket, page, seconds)) {
			yield (first + 1);
			yield (first + 2);
		} end_with
}

async (void, main_coroutine, (int, pages), (double, seconds))
{
	struct bucket bucket = bucket_of(2, 2);

	async_for (int, product, products(&bucket, pages, seconds))
		printf("product %d\n", product);
}

int main(int argc, char **argv)
{
	int pages = argc > 1 ? atoi(argv[1]) : 6;
	double seconds = argc > 2 ? atof(argv[2]) : 0.2;

	return async_run(main_coroutine(pages, seconds));
}
