/* A tour of the practice server, which runs in another process: what each of its places
 * does, and when. */
#include <async/http_session.h>
#include <async/practice_server.h>

#include <stdio.h>

async (void, read_all, (struct http_session *, session), (const char *, path))
{
	async_with (response, session_get(session, path)) {
		const char *wait = response_header(response, "Retry-After");

		printf("%d %s%s: %s", response->status, wait ? "again in " : "",
		       wait ? wait : "", await (response_text(response)));
	} end_with
}

async (void, read_lines, (struct http_session *, session), (const char *, path))
{
	async_with (response, session_get(session, path)) {
		async_for (char *, line, response_lines(response))
			puts(line);
	} end_with
}

async (void, fail, (struct http_session *, session), (const char *, path),
      (double, timeout))
{
	try {
		async_with (response, session_get(session, path, .timeout = timeout)) {
			printf("%s has begun\n", path);
			await (response_text(response));
		} end_with
	} except (ClientError, TimeoutError, e) {
		printf("%s: %s\n", path, e->type->name);
	} end_try
}

async (void, look_round, (struct http_session *, session))
{
	await (read_all(session, "/hello?name=Ada"));
	await (read_all(session, "/items?page=3&pages=3&size=1&delay=0.25"));
	await (read_all(session, "/items/7"));
	await (read_all(session, "/catalogue?page=1&pages=2&size=1"));
	await (read_all(session, "/catalogue/7"));
	await (read_lines(session, "/lines?count=3&every=1.5"));
	await (gather(read_all(session, "/hello?delay=2"),
		     read_all(session, "/hello?delay=1")));
	for (int i = 0; i < 3; i++)
		await (read_all(session, "/flaky"));
	for (int i = 0; i < 3; i++)
		await (read_all(session, "/limited?rate=2&per=1.5"));
	await (async_sleep(1.5));
	await (read_all(session, "/limited?rate=2&per=1.5"));
	await (read_all(session, "/nowhere"));
	await (fail(session, "/drop?after=10", 5));
	await (fail(session, "/stall?after=10", 5));
	await (fail(session, "/hello?delay=60", 5));
	await (fail(session, "/hang-up", 5));
	await (read_all(session, "/redirect?times=2"));
	await (read_all(session, "/counts"));
}

async (void, main_coroutine)
{
	async_with (site, practice_site("./practice_server", "--delay", "0.1")) {
		async_with (session, http_session(.base_url = site->url)) {
			await (look_round(session));
			printf("%d connections made\n",
			       session_connections_made(session));
		} end_with
	} end_with
	puts("the server has gone");
}

int main(void)
{
	return async_run(main_coroutine());
}
