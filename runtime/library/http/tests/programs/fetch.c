/* fetch URL [CA-FILE]: prints a status, or the error that there was instead. */
#include <async/http_session.h>

#include <stdio.h>

async (int, fetch, (const char *, url), (const char *, ca_file))
{
	volatile int status = 1;

	try {
		async_with (session, http_session(.ca_file = ca_file, .timeout = 20),
			    response, session_get(session, url)) {
			await (response_text(response));
			printf("%d\n", response->status);
		} end_with
		status = 0;
	} except (ClientError, TimeoutError, e) {
		printf("%s: %s\n", e->type->name, e->message);
	} end_try
	return status;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	return async_run(fetch(argv[1], argc > 2 ? argv[2] : NULL));
}
