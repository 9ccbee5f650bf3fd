/* Streams and servers: over the loopback, nothing is left behind. */
#include <dirent.h>

#include <async.h>

#include "cancel_everywhere.h"
#include "note.h"

static struct server *server;

static __attribute__((noinline)) int count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

async (void, some_turns, (int, turns))
{
	for (int i = 0; i < turns; i++)
		await (async_sleep(0));
}

/* Those of the other side, too, are to be closed. */
async (int, descriptors_more_than, (int, number))
{
	for (int i = 0; i < 1000 && count_descriptors() > number; i++)
		await (async_sleep(0));
	return count_descriptors() - number;
}

async (void, wait_for_note, (const char *, text))
{
	while (!strstr(notes, text))
		await (async_sleep(0));
}

async (struct stream *, connect)
{
	return await (open_connection("127.0.0.1", server->port));
}

async (void, hang_up, (struct stream *, stream))
{
	stream_close(stream);
	await (stream_wait_closed(stream));
	stream_release(stream);
}

/* Cancels a task, and waits for its end. */
#define cancel_and_wait(t)                                                               \
	do {                                                                             \
		task_cancel(t);                                                          \
		try {                                                                    \
			await (t);                                                        \
		}                                                                        \
		except (CancelledError) {                                                \
			note("cancelled");                                               \
		}                                                                        \
		end_try                                                                  \
	} while (0)

/* Runs the body of a test, beside a server with that handler. */
#define SERVE(handler)                                                                   \
	server = await (start_server(handler, "127.0.0.1", 0));                           \
	async_with (server)

async (void, echo, (struct stream *, stream))
{
	char *data;

	while ((data = await (stream_read(stream, 100000)))) {
		stream_write_bytes(stream, data, stream_length(stream));
		await (stream_drain(stream));
	}
}

/* ---- reading ---- */

async (void, read_lines)
{
	SERVE(echo)
	{
		struct stream *stream = await (connect());

		stream_write(stream, "one\ntwo\n\nhalf");
		stream_write_eof(stream);
		note("%s", await (stream_readline(stream)));
		note("%s", await (stream_readline(stream)));
		note("%s", await (stream_readline(stream)));
		note("%s", await (stream_readline(stream)));
		note("%d", await (stream_readline(stream)) == NULL);
		note("%d", await (stream_read(stream, 5)) == NULL);
		note("%d", await (stream_read(stream, -1)) == NULL);
		await (hang_up(stream));
	} end_with
}

static void lines_are_read_with_their_newlines_until_the_end(void **state)
{
	(void)state;
	assert_notes(read_lines(), "one\n two\n \n half 1 1 1 ");
}

async (void, read_in_all_ways)
{
	SERVE(echo)
	{
		struct stream *stream = await (connect());
		char *data;

		stream_write_bytes(stream, "a\0b-->rest and more", 19);
		data = await (stream_readexactly(stream, 3));
		note("%zu %d %c", stream_length(stream), data[1], data[2]);
		note("%s", await (stream_read_until(stream, "-->")));
		note("%s", await (stream_read(stream, 4)));
		stream_write_eof(stream);
		note("%s", await (stream_read(stream, -1)));
		note("[%s]", await (stream_readexactly(stream, 0)));
		await (hang_up(stream));
	} end_with
}

static void what_is_there_is_read_by_number_and_by_separator(void **state)
{
	(void)state;
	assert_notes(read_in_all_ways(), "3 0 b --> rest  and more [] ");
}

async (void, end_too_early)
{
	SERVE(echo)
	{
		struct stream *stream = await (connect());

		stream_write(stream, "abc");
		stream_write_eof(stream);
		try {
			await (stream_readexactly(stream, 5));
		} except (EOFError, e) {
			note("%s: %s: %s", e->type->name, e->message,
			     stream_partial(stream));
		} end_try
		try {
			await (stream_read_until(stream, "\n"));
		} except (IncompleteReadError, e) {
			note("%s: [%s]", e->message, stream_partial(stream));
		} end_try
		try {
			stream_write(stream, "x");
		} except (RuntimeError, e) {
			note("%s", e->message);
		} end_try
		await (hang_up(stream));
	} end_with
}

static void an_end_that_comes_too_early_raises(void **state)
{
	(void)state;
	assert_notes(
		end_too_early(),
		"IncompleteReadError: 3 bytes read on a total of 5 expected bytes: abc "
		"0 bytes read on a total of undefined expected bytes: [] "
		"Cannot call write() after write_eof() ");
}

async (void, exceed_the_limit)
{
	SERVE(echo)
	{
		struct stream *stream = await (connect());

		stream_set_limit(stream, 8);
		stream_write(stream, "0123456789\nnext\n");
		try {
			await (stream_read_until(stream, "\n"));
		} except (LimitOverrunError, e) {
			note("%s.", e->message);
		} end_try
		try {
			await (stream_readline(stream));
		} except (ValueError, e) {
			note("%s.", e->message);
		} end_try
		note("%s", await (stream_readline(stream)));
		stream_write(stream, "01234567890123456789");
		try {
			await (stream_readline(stream));
		} except (ValueError, e) {
			note("%s.", e->message);
		} end_try
		await (hang_up(stream));
	} end_with
}

static void a_line_longer_than_the_limit_raises_and_is_dropped(void **state)
{
	(void)state;
	assert_notes(exceed_the_limit(),
		     "Separator is found, but chunk is longer than limit. "
		     "Separator is found, but chunk is longer than limit. next\n "
		     "Separator is not found, and chunk exceed the limit. ");
}

async (void, read_one, (struct stream *, stream))
{
	note("%s", await (stream_readline(stream)));
}

async (void, read_twice)
{
	SERVE(echo)
	{
		struct stream *stream = await (connect());
		Task(void) first = create_task(read_one(stream));

		await (async_sleep(0));
		try {
			await (stream_read(stream, 1));
		} except (RuntimeError, e) {
			note("%s", e->message);
		} end_try
		cancel_and_wait(first);
		stream_write(stream, "line\n");
		await (read_one(stream));
		await (hang_up(stream));
	} end_with
}

static void one_task_reads_at_a_time_and_may_be_cancelled(void **state)
{
	(void)state;
	assert_notes(read_twice(),
		     "read() called while another coroutine is already waiting "
		     "for incoming data cancelled line\n ");
}

async (void, close_under_a_reader)
{
	SERVE(echo)
	{
		struct stream *stream = await (connect());
		Task(void) reader = create_task(read_one(stream));

		await (async_sleep(0));
		stream_close(stream);
		stream_close(stream);
		await (reader);
		note("%d", stream_is_closing(stream));
		await (stream_wait_closed(stream));
		await (stream_wait_closed(stream));
		stream_write(stream, "to nobody");
		try {
			await (stream_drain(stream));
		} except (ConnectionResetError, e) {
			note("%s", e->message);
		} end_try
	} end_with
}

static void closing_ends_a_read_and_drain_tells(void **state)
{
	(void)state;
	assert_notes(close_under_a_reader(), "(null) 1 Connection lost ");
}

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
		volatile int before = count_descriptors();

		await (connect_by(host));
		before += await (descriptors_more_than(before));
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

/* ---- writing ---- */

#define MUCH ((size_t)16 << 20)

static char *much_data;
static struct event may_read;

async (void, read_all_when_told, (struct stream *, stream))
{
	await (event_wait(&may_read));
	await (stream_read(stream, -1));
	note("%zu", stream_length(stream));
}

async (void, write_much, (struct stream *, stream))
{
	stream_write_bytes(stream, much_data, MUCH);
	await (stream_drain(stream));
	note("drained");
}

async (void, drain_again, (struct stream *, stream))
{
	await (stream_drain(stream));
	note("drained too");
}

async (void, press_back)
{
	may_read = Event();
	SERVE(read_all_when_told)
	{
		struct stream *stream = await (connect());
		Task(void) writing = create_task(write_much(stream));
		Task(void) second = create_task(drain_again(stream));

		await (some_turns(20));
		note("%d", task_done(writing));
		cancel_and_wait(writing);
		event_set(&may_read);
		await (second);
		stream_close(stream);
		await (stream_wait_closed(stream));
		await (wait_for_note("16777216"));
	} end_with
}

static void drain_waits_under_back_pressure_and_may_be_cancelled(void **state)
{
	(void)state;
	much_data = calloc(1, MUCH);
	assert_notes(press_back(), "0 cancelled drained too 16777216 ");
	free(much_data);
}

async (void, leave_unread, (struct stream *, stream))
{
	stream_write(stream, "bye");
	await (stream_drain(stream));
}

/* The other side has closed without having read: the kernel resets. */
async (void, lose_the_connection)
{
	SERVE(leave_unread)
	{
		struct stream *stream = await (connect());

		stream_write(stream, "never read");
		try {
			for (;;) {
				stream_write(stream, "never read");
				await (stream_drain(stream));
				await (async_sleep(0));
			}
		} except (ConnectionError, e) {
			note("lost");
		} end_try
		try {
			await (stream_read(stream, -1));
		} except (ConnectionError, e) {
			note("%d", e->error_number != 0);
		} end_try
		try {
			await (hang_up(stream));
		} except (ConnectionError, e) {
			note("wait_closed");
		} end_try
	} end_with
}

static void a_lost_connection_is_a_connection_error_of_all_calls(void **state)
{
	(void)state;
	assert_notes(lose_the_connection(), "lost 1 wait_closed ");
}

/* ---- serving ---- */

async (void, close_with_connections)
{
	struct stream *volatile stream = NULL;

	SERVE(echo)
	{
		note("%d", server->port > 0);
		stream = await (connect());
		await (some_turns(10));
	} end_with
	server_close(server);
	await (server_wait_closed(server));
	stream_write(stream, "still there\n");
	note("%s", await (stream_readline(stream)));
	try {
		await (connect());
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
		     "1 still there\n refused server is closed ");
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
	stream = await (connect());
	cancel_and_wait(serving);
	try {
		await (connect());
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
	await (connect());
	stream_release(await (connect()));
	await (connect());
	stream_close(await (connect()));
	create_task(connect());
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
		struct stream *stream = await (connect());

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
	volatile int before = count_descriptors();

	server = await (start_method_server(&counter, count_connection, "127.0.0.1", 0));
	async_with (server) {
		for (int i = 0; i < 1000; i++) {
			struct stream *stream = await (connect());

			last = atoi(await (stream_readline(stream)));
			await (hang_up(stream));
			if (i > 0)
				continue;
			before += await (descriptors_more_than(before));
		}
		note("%d %d", last, await (descriptors_more_than(before)));
	} end_with
}

static void a_thousand_connections_leave_no_descriptor(void **state)
{
	(void)state;
	assert_notes(connect_often(), "1000 0 ");
}

/* Gives up what it holds, however it ends. */
async (void, exchange_lines)
{
	struct stream *stream = await (open_connection("127.0.0.1", server->port));

	try {
		stream_write(stream, "one\n");
		await (stream_drain(stream));
		await (stream_readline(stream));
		stream_write_eof(stream);
		await (stream_read(stream, -1));
		stream_close(stream);
		await (stream_wait_closed(stream));
	} finally {
		stream_release(stream);
	} end_try
}

async (void, serve_and_exchange)
{
	SERVE(echo)
	{
		await (exchange_lines());
	} end_with
}

static void an_exchange_may_be_cancelled_anywhere(void **state)
{
	(void)state;
	assert_cancellable(serve_and_exchange());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read_with_their_newlines_until_the_end),
		cmocka_unit_test(what_is_there_is_read_by_number_and_by_separator),
		cmocka_unit_test(an_end_that_comes_too_early_raises),
		cmocka_unit_test(a_line_longer_than_the_limit_raises_and_is_dropped),
		cmocka_unit_test(one_task_reads_at_a_time_and_may_be_cancelled),
		cmocka_unit_test(closing_ends_a_read_and_drain_tells),
		cmocka_unit_test(a_connection_that_cannot_be_had_says_why),
		cmocka_unit_test(a_host_may_be_given_by_name),
		cmocka_unit_test(a_port_that_is_taken_cannot_be_listened_at),
		cmocka_unit_test(a_cancelled_connect_leaves_no_descriptor),
		cmocka_unit_test(drain_waits_under_back_pressure_and_may_be_cancelled),
		cmocka_unit_test(a_lost_connection_is_a_connection_error_of_all_calls),
		cmocka_unit_test(connections_outlive_the_server_that_accepted_them),
		cmocka_unit_test(a_server_that_serves_forever_is_closed_by_cancellation),
		cmocka_unit_test(what_is_open_at_the_end_is_closed_with_the_loop),
		cmocka_unit_test(a_handler_that_raises_is_reported_and_its_stream_closed),
		cmocka_unit_test(a_thousand_connections_leave_no_descriptor),
		cmocka_unit_test(an_exchange_may_be_cancelled_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
