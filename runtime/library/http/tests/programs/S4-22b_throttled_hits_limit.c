/* The notes' throttled API client: a token bucket before each request, so that no more
 * than two a second are made. Each answer takes 0.20 s. After two pages the bucket is
 * empty, the third waits 0.10 s; it goes on without paying, as in the notes. */
#include <async/http_server.h>
#include <async/http_session.h>

#include <math.h>
#include <stdio.h>
#include <time.h>

async (void, answer, (struct http_exchange *, exchange))
{
	await (async_sleep(0.20));
	await (exchange_answer(exchange, 200, "text/plain", "some items\n"));
}

struct client {
	struct http_session *session;
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

async (void, client_take_token, (struct client *, self))
{
	async_with (&self->lock) {
		double now = wall_time(), elapsed = now - self->refilled;
		double period = 1.0 / self->rate, pause;
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
		pause = period - fmod(elapsed, period);
		printf("Rate limit hit, waiting %.2fs\n", pause);
		await (async_sleep(pause));
		self->tokens = 1;
		self->refilled = wall_time();
	} end_with
}

asynccontextmanager(struct http_response *, client_request, (struct client *, self),
		    (const char *, url), (const char *, page))
{
	await (client_take_token(self));
	printf("Making request to %s?page=%s\n", url, page);
	async_with (response, session_get(self->session, url,
					  .query = http_fields({ "page", page }))) {
		yield (response);
	} end_with
}

struct item {
	int number, page;
};

async_generator (struct item, client_results, (struct client *, self), (const char *, url),
		(int, pages))
{
	for (volatile int number = 1; number <= pages; number++) {
		char page[12];

		snprintf(page, sizeof page, "%d", number);
		async_with (response, client_request(self, url, page)) {
			if (response->status == 200)
				for (volatile int i = 1; i <= 3; i++)
					yield ((struct item){ i, number });
		} end_with
	}
}

async (void, process_all, (struct http_session *, session))
{
	struct client client = { session, 2, 2, wall_time(), Lock() };

	async_for (struct item, item, client_results(&client, "/api/products", 6))
		printf("Processing Item %d from page %d\n", item.number, item.page);
}

async (void, main_coroutine)
{
	async_with (server, http_server(answer, "127.0.0.1", 0)) {
		char base[40];

		snprintf(base, sizeof base, "http://127.0.0.1:%d",
			 http_server_port(server));
		async_with (session, http_session(.base_url = base)) {
			await (process_all(session));
		} end_with
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
