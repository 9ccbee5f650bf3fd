/* A token bucket of 2 a second in front of a paginated stream. As the pages come
 * every 0.5 s, the bucket never runs dry: each page finds that just over 0.5 s have
 * gone by. */
#include <async.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

struct client {
	int rate, tokens;
	double refilled;
	struct lock lock;
};

/* time.time() */
static double wall_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* After a pause the token is not taken: the caller goes on with one left. */
async (void, client_take_token, (struct client *, self))
{
	async_with (&self->lock) {
		double now = wall_time();
		double elapsed = now - self->refilled;
		int fresh = (int)(elapsed * self->rate);

		if (fresh > 0) {
			self->tokens += fresh;
			if (self->tokens > self->rate)
				self->tokens = self->rate;
			self->refilled = now;
		}
		if (self->tokens > 0) {
			self->tokens--;
			return;
		}
		double period = 1.0 / self->rate;
		double pause = period - fmod(elapsed, period);
		printf("Rate limit hit, waiting %.2fs\n", pause);
		await (async_sleep(pause));
		self->tokens = 1;
		self->refilled = wall_time();
	} end_with
}

struct response {
	int status;
};

asynccontextmanager (struct response, client_request, (struct client *, self),
		     (const char *, url), (int, page))
{
	await (client_take_token(self));
	printf("Making request to %s?page=%d\n", url, page);
	await (async_sleep(0.2));
	yield ((struct response){ 200 });
}

struct item {
	int number, page;
};

async_generator (struct item, client_results, (struct client *, self), (const char *, url),
		 (int, pages))
{
	for (volatile int page = 1; page <= pages; page++) {
		async_with (response, client_request(self, url, page)) {
			if (response.status == 200)
				for (int number = 1; number <= 3; number++)
					yield ((struct item){ number, page });
		} end_with
	}
}

async (void, main_coroutine)
{
	struct client client = { 2, 2, wall_time(), Lock() };

	async_for (struct item, item, client_results(&client, "/api/products", 6)) {
		printf("Processing Item %d from page %d\n", item.number, item.page);
		await (async_sleep(0.1));
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
