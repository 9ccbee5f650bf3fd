/* Connections and servers over the loopback: nothing is left behind. */
#include <async.h>

#include "loopback.h"

/* ---- connecting ---- */

async (void, connect_in_vain)
{
	int port, before;

	server = await (start_server(echo, "127.0.0.1", 0));
	port = server->port;
	before = count_descriptors();
	server_close(server);
	try {
		await (open_connection("127.0.0.1", port));
	} except (ConnectionRefusedError, e) {
		note("%d %.45s", e->error_number, e->message);
	} end_try
	try {
		await (open_connection("no..host", port));
	} except (gaierror, e) {
		note("%s", e->type->name);
	} end_try
	try {
		await (open_connection("127.0.0.1", 65536));
	} except (ValueError, e) {
		note("%s", e->message);
	} end_try
	note("%d", await (descriptors_more_than(before - 1)));
}

static void a_connection_that_cannot_be_had_says_why(void **state)
{
	(void)state;
	assert_notes(connect_in_vain(),
		     "111 [Errno 111] Connect call failed ('127.0.0.1', "
		     "gaierror port must be 0-65535, not 65536 0 ");
}

async (void, connect_by_name)
{
	server = await (start_server(echo, "localhost", 0));
	async_with (server) {
		struct stream *stream = await (open_connection("localhost", server->port));

		stream_write(stream, "hello\n");
		note("%s", await (stream_readline(stream)));
		await (hang_up(stream));
	} end_with
}

static void a_host_may_be_given_by_name(void **state)
{
	(void)state;
	assert_notes(connect_by_name(), "hello\n ");
}

async (void, bind_twice)
{
	SERVE(echo)
	{
		int before = count_descriptors();

		try {
			await (start_server(echo, "127.0.0.1", server->port));
		} except (OSError, e) {
			note("%d %.59s", e->error_number, e->message);
		} end_try
		note("%d", await (descriptors_more_than(before)));
	} end_with
}

static void a_port_that_is_taken_cannot_be_listened_at(void **state)
{
	(void)state;
	assert_notes(bind_twice(),
		     "98 [Errno 98] error while attempting to bind on address "
		     "('127. 0 ");
}

async (void, connect_by, (const char *, host))
{
	struct stream *stream = await (open_connection(host, server->port));

	note("connected");
	await (hang_up(stream));
}

/* After each number of turns: so at each place where it waits. */
async (void, cancel_connecting, (const char *, host))
{
	SERVE(echo)
	{
		volatile int before;

		await (connect_by(host));
		before = await (descriptors_kept());
		notes[0] = '\0';
		for (volatile int turns = 0; turns < 8; turns++) {
			Task(void) connecting = create_task(connect_by(host));

			await (some_turns(turns));
			cancel_and_wait(connecting);
		}
		note("more: %d", await (descriptors_more_than(before)));
	} end_with
}

/* How far a connect comes in so many turns is the kernel's affair. */
static void assert_cancelled_and_nothing_left(void)
{
	assert_memory_equal(notes, "cancelled cancelled cancelled ", 30);
	assert_non_null(strstr(notes, "more: 0 "));
}

static void a_cancelled_connect_leaves_no_descriptor(void **state)
{
	(void)state;
	notes[0] = '\0';
	async_run(cancel_connecting("127.0.0.1"));
	assert_cancelled_and_nothing_left();
	notes[0] = '\0';
	async_run(cancel_connecting("localhost"));
	assert_cancelled_and_nothing_left();
}

/* ---- serving ---- */

async (void, close_with_connections)
{
	struct stream *volatile stream = NULL;

	SERVE(echo)
	{
		note("%d", server->port > 0);
		stream = await (dial());
		stream_write(stream, "accepted\n");
		note("%s", await (stream_readline(stream)));
	} end_with
	server_close(server);
	await (server_wait_closed(server));
	stream_write(stream, "still there\n");
	note("%s", await (stream_readline(stream)));
	try {
		await (dial());
	} except (ConnectionRefusedError) {
		note("refused");
	} end_try
	try {
		await (server_serve_forever(server));
	} except (RuntimeError, e) {
		note("%s", e->message);
	} end_try
}

static void connections_outlive_the_server_that_accepted_them(void **state)
{
	(void)state;
	assert_notes(close_with_connections(),
		     "1 accepted\n still there\n refused server is closed ");
}

async (void, serve_forever)
{
	server = await (start_server(echo, "127.0.0.1", 0));
	await (server_serve_forever(server));
}

async (void, cancel_server)
{
	Task(void) serving = create_task(serve_forever());
	struct stream *stream;

	await (some_turns(10));
	stream = await (dial());
	cancel_and_wait(serving);
	try {
		await (dial());
	} except (ConnectionRefusedError) {
		note("refused");
	} end_try
	stream_release(stream);
}

static void a_server_that_serves_forever_is_closed_by_cancellation(void **state)
{
	(void)state;
	assert_notes(cancel_server(), "cancelled refused ");
}

async (void, wait_to_be_cancelled, (struct stream *, stream))
{
	try {
		await (stream_readline(stream));
	} except (CancelledError) {
		note("handler cancelled");
		raise ();
	} end_try
}

async (void, leave_all_open)
{
	server = await (start_server(wait_to_be_cancelled, "127.0.0.1", 0));
	await (dial());
	stream_release(await (dial()));
	await (dial());
	stream_close(await (dial()));
	create_task(dial());
	await (async_sleep(0));
}

static void what_is_open_at_the_end_is_closed_with_the_loop(void **state)
{
	int before = count_descriptors();

	(void)state;
	notes[0] = '\0';
	async_run(leave_all_open());
	assert_int_equal(count_descriptors(), before);
	assert_non_null(strstr(notes, "handler cancelled"));
}

static void note_report(const struct exception_context *context)
{
	note("%s: %s", context->message, context->exception->message);
}

async (void, raise_it, (struct stream *, stream))
{
	stream_write(stream, "before\n");
	raise (ValueError, "in the handler");
}

async (void, serve_badly)
{
	set_exception_handler(note_report);
	SERVE(raise_it)
	{
		struct stream *stream = await (dial());

		note("%s", await (stream_readline(stream)));
		note("%d", await (stream_readline(stream)) == NULL);
		await (hang_up(stream));
	} end_with
}

static void a_handler_that_raises_is_reported_and_its_stream_closed(void **state)
{
	(void)state;
	notes[0] = '\0';
	async_run(serve_badly());
	assert_non_null(strstr(notes, "before\n 1 "));
	assert_non_null(strstr(notes, "never retrieved: in the handler"));
}

struct counter {
	int connections;
};

async (void, count_connection, (struct counter *, self), (struct stream *, stream))
{
	char answer[20];

	snprintf(answer, sizeof answer, "%d\n", ++self->connections);
	stream_write(stream, answer);
}

async (void, connect_often)
{
	struct counter counter = { 0 };
	int last = 0;
	volatile int before = 0;

	server = await (start_method_server(&counter, count_connection, "127.0.0.1", 0));
	async_with (server) {
		for (int i = 0; i < 1000; i++) {
			struct stream *stream = await (dial());

			last = atoi(await (stream_readline(stream)));
			await (hang_up(stream));
			if (i > 0)
				continue;
			before = await (descriptors_kept());
		}
		note("%d %d", last, await (descriptors_more_than(before)));
	} end_with
}

static void a_thousand_connections_leave_no_descriptor(void **state)
{
	(void)state;
	assert_notes(connect_often(), "1000 0 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_that_cannot_be_had_says_why),
		cmocka_unit_test(a_host_may_be_given_by_name),
		cmocka_unit_test(a_port_that_is_taken_cannot_be_listened_at),
		cmocka_unit_test(a_cancelled_connect_leaves_no_descriptor),
		cmocka_unit_test(connections_outlive_the_server_that_accepted_them),
		cmocka_unit_test(a_server_that_serves_forever_is_closed_by_cancellation),
		cmocka_unit_test(what_is_open_at_the_end_is_closed_with_the_loop),
		cmocka_unit_test(a_handler_that_raises_is_reported_and_its_stream_closed),
		cmocka_unit_test(a_thousand_connections_leave_no_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
