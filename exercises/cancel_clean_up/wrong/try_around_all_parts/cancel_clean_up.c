/* Cancel and clean up: an upload is called off in the middle. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

struct connection {
	const char *host;
	double closing; /* seconds that it takes */
};

async (struct connection *, connection_aenter, (struct connection *, self))
{
	await (async_sleep(0.1));
	printf("connected to %s\n", self->host);
	return self;
}

async (bool, connection_aexit, (struct connection *, self), (struct exception *, e))
{
	printf("closing, because of %s\n", e ? e->type->name : "nothing");
	await (async_sleep(self->closing));
	puts("closed");
	return false;
}

async_context_manager (connection, struct connection *);

/* Takes 0.1 s. The line is bad: part 2 never gets through. */
async (void, send_part, (int, part))
{
	await (async_sleep(0.1));
	if (part == 2)
		raise (ConnectionError, "line is bad");
	printf("part %d sent\n", part);
}

async (void, upload, (struct connection *, to), (int, parts))
{
	async_with (connection(to)) {
		int part = 1;
		try {
			for (; part <= parts; part++)
				await (send_part(part));
		} except (ConnectionError, e) {
			printf("part %d failed: %s\n", part, e->message);
		} end_try
	} end_with
	puts("all parts are done");
}

async (void, main_coroutine, (double, moment), (double, closing))
{
	struct connection server = { "example.org", closing };
	Task(void) task = create_task(upload(&server, 5));

	await (async_sleep(moment));
	puts("main: call it off");
	task_cancel(task);
	try {
		await (task);
		puts("main: it has ended as if nothing had been");
	} except (CancelledError) {
		puts("main: it was cancelled");
	} end_try
}

int main(int argc, char **argv)
{
	double moment = argc > 1 ? atof(argv[1]) : 0.45;
	double closing = argc > 2 ? atof(argv[2]) : 0.2;

	return async_run(main_coroutine(moment, closing));
}
