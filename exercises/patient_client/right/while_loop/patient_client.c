/*
 * Patient client: a server that fails, limits and falls silent, and a client that knows
 * when to try again, and when not to.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check patient_client
 */
#include <async.h>
#include <async/http_session.h>
#include <async/practice_server.h>

#include <stdio.h>
#include <stdlib.h>

/* What came of one try. */
struct answer {
	int status;        /* 0: there was none */
	double wait;       /* seconds that the server wants us to wait; 0: it says nothing */
	const char *error; /* the name of what was raised, or NULL */
};

/* One try, of two seconds at most. Raises none of the errors of HTTP. */
async (struct answer, ask_once, (struct http_session *, session), (const char *, path))
{
	struct answer answer = { 0 };

	try {
		async_with (response, session_get(session, path, .timeout = 2)) {
			const char *wait = response_header(response, "Retry-After");

			answer.wait = wait ? atof(wait) : 0;
			await (response_text(response));
			answer.status = response->status;
		} end_with
	} except (ClientError, TimeoutError, e) {
		answer.error = e->type->name;
	} end_try
	return answer;
}

/* Is it worth another try? */
static bool may_change(const struct answer *answer)
{
	return answer->error || answer->status == 429 || answer->status >= 500;
}

static void say(const char *path, int tries, const struct answer *answer)
{
	if (answer->error)
		printf("%s: try %d: %s\n", path, tries, answer->error);
	else
		printf("%s: try %d: %d\n", path, tries, answer->status);
}

/* Tries so many times at most. Between two tries it waits as long as the server says,
 * or else for half a second, and each time twice as long as the time before. */
async (void, get_patiently, (struct http_session *, session), (const char *, path),
       (int, most))
{
	int tries = 0;

	while (true) {
		struct answer answer = await (ask_once(session, path));

		say(path, ++tries, &answer);
		if (!may_change(&answer))
			return;
		if (tries == most)
			break;
		if (answer.wait > 0)
			await (async_sleep(answer.wait));
		else
			await (async_sleep(0.25 * (1 << tries)));
	}
	printf("%s: given up\n", path);
}

async (void, get_all, (struct http_session *, session), (int, most))
{
	await (get_patiently(session, "/flaky?fails=2", most));
	await (get_patiently(session, "/limited?rate=1&per=3", most));
	await (get_patiently(session, "/limited?rate=1&per=3", most));
	await (get_patiently(session, "/status/404", most));
	await (get_patiently(session, "/drop?after=10", most));
	await (get_patiently(session, "/stall?after=10", most));
	await (get_patiently(session, "/hang-up", most));
	printf("connections open: %d\n", session_connections_open(session));
}

async (void, main_coroutine, (int, most), (const char *, delay))
{
	async_with (site, practice_site("./practice_server", "--delay", delay)) {
		async_with (session, http_session(.base_url = site->url)) {
			await (get_all(session, most));
		} end_with
	} end_with
}

int main(int argc, char **argv)
{
	int most = argc > 1 ? atoi(argv[1]) : 3;
	const char *delay = argc > 2 ? argv[2] : "0.1";

	return async_run(main_coroutine(most, delay));
}
