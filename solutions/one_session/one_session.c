/*
 * One session: pages through one session, one after the other, and then at once.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check one_session
 */
#include <async.h>
#include <async/http_session.h>
#include <async/practice_server.h>

#include <stdio.h>
#include <stdlib.h>

/* Asks for one item, and says how many bytes it is. */
async (void, fetch, (struct http_session *, session), (int, number))
{
	char path[32];

	snprintf(path, sizeof path, "/items/%d", number);
	async_with (response, session_get(session, path)) {
		await (response_text(response));
		printf("%s: %d, %zu bytes\n", path, response->status,
		       response_length(response));
	} end_with
}

/* The items 1 to count, one after the other. */
async (void, in_turn, (struct http_session *, session), (int, count))
{
	for (int number = 1; number <= count; number++)
		await (fetch(session, number));
}

/* The same, all at once. */
async (void, at_once, (struct http_session *, session), (int, count))
{
	async_with (group, task_group()) {
		for (int number = 1; number <= count; number++)
			group_create_task(group, fetch(session, number));
	} end_with
}

static void say_connections(const char *how, const struct http_session *session)
{
	printf("%s: connections made so far: %d\n", how,
	       session_connections_made(session));
}

/* One session for both, with so many requests at a time. */
async (void, use_session, (const char *, url), (int, count), (int, limit))
{
	async_with (session, http_session(.base_url = url, .limit = limit)) {
		await (in_turn(session, count));
		say_connections("in turn", session);
		await (at_once(session, count));
		say_connections("at once", session);
	} end_with
}

async (void, main_coroutine, (int, count), (int, limit), (const char *, delay))
{
	async_with (site, practice_site("./practice_server", "--delay", delay)) {
		await (use_session(site->url, count, limit));
	} end_with
	puts("the server has gone");
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 4;
	int limit = argc > 2 ? atoi(argv[2]) : 2;
	const char *delay = argc > 3 ? argv[3] : "0.2";

	return async_run(main_coroutine(count, limit, delay));
}
