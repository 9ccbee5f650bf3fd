/* Throttled client: two requests a second, and a burst of two. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- the bucket ---- */

struct bucket {
	double rate; /* tokens a second */
	double capacity;
	double tokens;
	double filled_at; /* when the tokens were last counted */
	struct lock lock;
};

static struct bucket bucket_of(double rate, double capacity)
{
	return (struct bucket){ rate, capacity, capacity, loop_time(), Lock() };
}

/* Counts the tokens that have come since it was last asked. */
static void bucket_fill(struct bucket *self)
{
	double now = loop_time();

	self->tokens += (now - self->filled_at) * self->rate;
	if (self->tokens > self->capacity)
		self->tokens = self->capacity;
	self->filled_at = now;
}

/* Takes one token, and waits for it if need be. */
async (void, bucket_take, (struct bucket *, self))
{
	async_with (&self->lock) {
		bucket_fill(self);
		if (self->tokens < 1) {
			await (async_sleep((1 - self->tokens) / self->rate));
			bucket_fill(self);
		}
		self->tokens -= 1;
	} end_with
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

async_generator (int, products, (struct bucket *, bucket), (int, pages), (double, seconds))
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
