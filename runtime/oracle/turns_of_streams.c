/* How many turns of the loop each step of a connection takes, counted by a task that does
 * nothing but sleep for 0; and what is raised, with its text. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int turn, handled_at;

async (void, counter)
{
	for (;;) {
		await (async_sleep(0));
		turn++;
	}
}

#define MEASURE(what, awaitable)                                                           \
	do {                                                                               \
		int before = turn;                                                         \
		char raised[120] = "";                                                     \
		try {                                                                      \
			await (awaitable);                                                 \
		} except (Exception, e) {                                                  \
			snprintf(raised, sizeof raised, " %s: %s", e->type->name, e->message); \
		} end_try                                                                  \
		printf("%d %s%s\n", turn - before, what, raised);                          \
	} while (0)

async (void, echo, (struct stream *, stream))
{
	char *line;

	handled_at = turn;
	while ((line = await (stream_readline(stream)))) {
		stream_write(stream, line);
		await (stream_drain(stream));
	}
	puts("handler: end");
	stream_close(stream);
}

/* A port that nobody listens at. */
async (void, refuse)
{
	struct server *server = await (start_server(echo, "127.0.0.1", 0));
	int port = server->port;
	char number[8];
	int before;

	server_close(server);
	snprintf(number, sizeof number, "%d", port);
	before = turn;
	try {
		await (open_connection("127.0.0.1", port));
	} except (ConnectionRefusedError, e) {
		const char *at = strstr(e->message, number);

		printf("%d refused %.*sPORT%s\n", turn - before, (int)(at - e->message),
		       e->message, at + strlen(number));
	} end_try
}

async (void, talk, (struct stream *, stream))
{
	stream_write(stream, "one\ntwo\n");
	MEASURE("drain", stream_drain(stream));
	MEASURE("readline, suspending", stream_readline(stream));
	MEASURE("readline, at hand or nearly", stream_readline(stream));
	stream_write(stream, "0123456789\n");
	MEASURE("readexactly", stream_readexactly(stream, 4));
	MEASURE("read", stream_read(stream, 100));
	stream_write(stream, "0123456789012345678901234\n");
	MEASURE("readline too long", stream_readline(stream));
	stream_write(stream, "half\nx y");
	MEASURE("readuntil", stream_read_until(stream, "l"));
	MEASURE("readline", stream_readline(stream));
	stream_write_eof(stream);
	MEASURE("readexactly", stream_readexactly(stream, 30));
	MEASURE("readuntil", stream_read_until(stream, "z"));
	MEASURE("read", stream_read(stream, 10));
	stream_close(stream);
	MEASURE("wait_closed", stream_wait_closed(stream));
	MEASURE("drain", stream_drain(stream));
}

async (void, main_coroutine)
{
	Task(void) count = create_task(counter());
	struct server *server;
	struct stream *stream;
	int before;

	await (async_sleep(0));
	before = turn;
	server = await (start_server(echo, "127.0.0.1", 0));
	printf("%d start_server\n", turn - before);
	before = turn;
	stream = await (open_connection("127.0.0.1", server->port));
	printf("%d open_connection\n", turn - before);
	stream_set_limit(stream, 20);
	while (!handled_at)
		await (async_sleep(0));
	printf("%d until the handler runs\n", handled_at - before);
	await (talk(stream));
	server_close(server);
	MEASURE("Server.wait_closed", server_wait_closed(server));
	await (refuse());
	task_cancel(count);
}

int main(void)
{
	return async_run(main_coroutine());
}
