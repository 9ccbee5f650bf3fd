/* Streams over the loopback: what is read and written, and what is lost. */
#include <async.h>

#include "cancel_everywhere.h"
#include "loopback.h"

/* ---- reading ---- */

async (void, read_lines)
{
	SERVE(echo)
	{
		struct stream *stream = await (dial());

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
		struct stream *stream = await (dial());
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
		struct stream *stream = await (dial());

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
		struct stream *stream = await (dial());

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
		struct stream *stream = await (dial());
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
		struct stream *stream = await (dial());
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

async (void, wait_for_note, (const char *, text))
{
	while (!strstr(notes, text))
		await (async_sleep(0));
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
		struct stream *stream = await (dial());
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
		struct stream *stream = await (dial());

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
		cmocka_unit_test(drain_waits_under_back_pressure_and_may_be_cancelled),
		cmocka_unit_test(a_lost_connection_is_a_connection_error_of_all_calls),
		cmocka_unit_test(an_exchange_may_be_cancelled_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
