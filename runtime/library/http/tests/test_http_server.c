/* The server: what it makes of what clients send, word by word. */
#include <async/http_server.h>

#include "../../../tests/note.h"
#include "../http_message.h"

/* Says what was asked, in a line. */
async (void, tell, (struct http_exchange *, exchange))
{
	const char *name = exchange_query(exchange, "name");
	const char *header = exchange_header(exchange, "x-test");
	char text[400];

	if (strcmp(exchange->path, "/raise") == 0)
		raise (ValueError, "on purpose");
	if (strcmp(exchange->path, "/nothing") == 0)
		return;
	snprintf(text, sizeof text, "%s %s name=%s x=%s body=%s(%zu)", exchange->method,
		 exchange->path, name ? name : "", header ? header : "", exchange->body,
		 exchange->length);
	await (exchange_answer(exchange, 200, "text/plain", text));
}

/* What comes back until the server hangs up, which it does when it has answered what
 * it could. */
async (void, send_and_note, (int, port), (const char *, text), (size_t, length))
{
	struct stream *stream = await (open_connection("127.0.0.1", port));
	char *line;

	stream_write_bytes(stream, text, length);
	stream_write_eof(stream);
	try {
		while ((line = await (stream_readline(stream)))) {
			line[strcspn(line, "\r\n")] = '\0';
			note("%s;", line);
		}
	} except (ConnectionError, e) {
		note("reset");
	} end_try
	stream_release(stream);
}

async (void, send_to_server, (const char *, text), (size_t, length))
{
	async_with (server, http_server(tell, "127.0.0.1", 0)) {
		await (send_and_note(http_server_port(server), text, length));
		note("%d/%d", http_server_requests(server),
		     http_server_connections(server));
	} end_with
}

#define assert_answer(text, expected)                                                    \
	assert_notes(send_to_server(text, sizeof(text) - 1), expected)

#define OK_HEAD(length)                                                                  \
	"HTTP/1.1 200 OK; Content-Type: text/plain; Content-Length: " length "; ; "
#define CLOSING_HEAD(status, length)                                                     \
	"HTTP/1.1 " status "; Content-Type: text/plain; Content-Length: " length         \
	"; Connection: close; ; "

static void requests_are_answered_in_their_order(void **state)
{
	(void)state;
	assert_answer(
		"GET /a HTTP/1.1\r\n\r\nGET /b?name=x HTTP/1.1\r\nX-Test: 7\r\n\r\n",
		OK_HEAD("24") "GET /a name= x= body=(0)HTTP/1.1 200 OK; "
			      "Content-Type: text/plain; Content-Length: 26; ; "
			      "GET /b name=x x=7 body=(0); 2/1 ");
}

static void a_body_is_taken_in_whole_or_in_chunks(void **state)
{
	(void)state;
	assert_answer("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody",
		      OK_HEAD("29") "POST /a name= x= body=body(4); 1/1 ");
	assert_answer("PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
		      "3\r\nin \r\n6\r\nchunks\r\n0\r\n\r\n",
		      OK_HEAD("33") "PUT /a name= x= body=in chunks(9); 1/1 ");
}

static void a_path_and_a_query_are_decoded(void **state)
{
	(void)state;
	assert_answer(
		"GET /a%20b+c/%zz?other=1&name=%C3%A4+%26%3d&#name=2 HTTP/1.1\r\n\r\n",
		OK_HEAD("37") "GET /a b+c/%zz name=\xc3\xa4 &= x= body=(0); 1/1 ");
	assert_answer("GET /?name HTTP/1.1\r\n\r\n",
		      OK_HEAD("23") "GET / name= x= body=(0); 1/1 ");
	assert_answer("GET /?name=%00 HTTP/1.1\r\nX-Test:\r\n\r\n",
		      OK_HEAD("24") "GET / name=  x= body=(0); 1/1 ");
}

static void a_head_has_no_body_and_an_old_client_no_second_request(void **state)
{
	(void)state;
	assert_answer("HEAD / HTTP/1.1\r\n\r\n", OK_HEAD("24") "1/1 ");
	assert_answer("GET / HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n",
		      CLOSING_HEAD("200 OK", "23") "GET / name= x= body=(0); 1/1 ");
	assert_answer("GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
		      CLOSING_HEAD("200 OK", "23") "GET / name= x= body=(0); 1/1 ");
}

#define REFUSED "this could not be read as a request; 0/1 "

static void what_is_no_request_is_refused(void **state)
{
	(void)state;
	assert_answer("hello\r\n\r\n", CLOSING_HEAD("400 Bad Request", "36") REFUSED);
	assert_answer("GET  HTTP/1.1\r\n\r\n",
		      CLOSING_HEAD("400 Bad Request", "36") REFUSED);
	assert_answer("GET / HTTP/1.1\r\nno colon\r\n\r\n",
		      CLOSING_HEAD("400 Bad Request", "36") REFUSED);
	assert_answer("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
		      CLOSING_HEAD("400 Bad Request", "36") REFUSED);
	assert_answer("POST / HTTP/1.1\r\nContent-Length: 4\r\n"
		      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		      CLOSING_HEAD("400 Bad Request", "36") REFUSED);
	assert_answer("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
		      CLOSING_HEAD("413 Payload Too Large", "36") REFUSED);
}

static void what_breaks_off_is_no_request(void **state)
{
	(void)state;
	assert_answer("", "0/1 ");
	assert_answer("GET / HTTP/1.1\r\nX-Te", "0/1 ");
	assert_answer("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo", "0/1 ");
}

/* Repeats a piece, with something before and behind it. */
async (void, send_much, (const char *, before), (const char *, piece), (int, times))
{
	size_t size = strlen(before) + strlen(piece) * (size_t)times + 1;
	char *text = malloc(size), *at = stpcpy(text, before);

	for (int i = 0; i < times; i++)
		at = stpcpy(at, piece);
	await (send_to_server(text, size - 1));
	free(text);
	notes[strcspn(notes, ";")] = '\0';
}

static void what_is_too_long_is_refused(void **state)
{
	(void)state;
	assert_notes(send_much("GET / HTTP/1.1\r\n", "A: b\r\n", 101),
		     "HTTP/1.1 431 Request Header Fields Too Large");
	assert_notes(send_much("GET / HTTP/1.1\r\nA: ", "bbbbbbbbbbbbbbbb", 10000),
		     "HTTP/1.1 431 Request Header Fields Too Large");
	assert_notes(send_much("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
			       "10000\r\n", 1),
		     "0/1 ");
}

static void note_report(const struct exception_context *context)
{
	note("(%s: %s)", context->message, context->exception->message);
}

/* The same numbers each time. */
static unsigned next_number(unsigned *state, unsigned below)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % below;
}

static const char sound[] =
	"POST /items?page=2&q=%41 HTTP/1.1\r\nHost: here\r\nEmpty:\r\n"
	"Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"
	"4\r\nbody\r\n0\r\nTrailer: x\r\n\r\n";

/* Some of its bytes become others, and it comes in pieces of any length. */
static void take_damaged(struct http_message *message, unsigned *state)
{
	char text[sizeof sound];
	size_t at = 0;

	memcpy(text, sound, sizeof sound);
	for (unsigned i = next_number(state, 4); i > 0; i--)
		text[next_number(state, sizeof sound - 1)] =
			"\r\n :\0\xff;=%0Zg"[next_number(state, 13)];
	message_reset(message);
	while (at < sizeof sound - 1 && !message->is_complete && !message->status) {
		size_t length = 1 + next_number(state, (unsigned)(sizeof sound - 1 - at));
		size_t taken = message_take(message, text + at, length);

		assert_true(taken <= length);
		at += length;
	}
	if (message->is_complete) {
		message_header(message, "host");
		assert_true(message->body.length <= sizeof sound);
	}
}

static void damaged_requests_do_no_harm(void **state)
{
	unsigned numbers = 1, whole = 0, refused = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct http_message message;

		message_init(&message);
		take_damaged(&message, &numbers);
		whole += message.is_complete;
		refused += message.status != 0;
		message_free(&message);
	}
	/* Both have been tried. */
	assert_true(whole > 5000);
	assert_true(refused > 5000);
}

async (void, fail_twice)
{
	static const char requests[] =
		"GET /raise HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\n";

	set_exception_handler(note_report);
	await (send_to_server(requests, sizeof requests - 1));
}

static void a_handler_that_raises_is_reported_and_the_client_told(void **state)
{
#define FAILED                                                                           \
	"HTTP/1.1 500 Internal Server Error; Content-Type: text/plain; "                 \
	"Content-Length: 27; ; the handler gave no answer; "
	(void)state;
	assert_notes(fail_twice(),
		     "(the handler of a request has raised: on purpose) " FAILED FAILED
		     "2/1 ");
}

/* ---- answers that take their time ---- */

async (void, answer_slowly, (struct http_exchange *, exchange))
{
	bool in_chunks = exchange->path[1] == 'c';

	exchange_set_header(exchange, "X-Slow", "yes");
	await (exchange_begin(exchange, 201, "text/plain", in_chunks ? -1 : 6));
	await (exchange_send(exchange, "one", 3));
	await (async_sleep(0));
	if (exchange->path[1] != 'b')
		await (exchange_send(exchange, "two", 3));
}

async (void, ask_slow_one, (const char *, text))
{
	async_with (server, http_server(answer_slowly, "127.0.0.1", 0)) {
		await (send_and_note(http_server_port(server), text, strlen(text)));
		note("%d", http_server_requests(server));
	} end_with
}

#define SLOW_HEAD "HTTP/1.1 201 Created; Content-Type: text/plain; "

static void an_answer_may_come_in_pieces(void **state)
{
	(void)state;
	assert_notes(ask_slow_one("GET /chunks HTTP/1.1\r\n\r\n"),
		     SLOW_HEAD "Transfer-Encoding: chunked; X-Slow: yes; ; "
			       "3; one; 3; two; 0; ; 1 ");
	assert_notes(
		ask_slow_one("GET /length HTTP/1.1\r\n\r\nGET /length HTTP/1.1\r\n\r\n"),
		SLOW_HEAD "Content-Length: 6; X-Slow: yes; ; "
			  "onetwo" SLOW_HEAD
			  "Content-Length: 6; X-Slow: yes; ; onetwo; 2 ");
}

static void a_promise_that_is_not_kept_breaks_the_connection_off(void **state)
{
	(void)state;
	assert_notes(
		ask_slow_one("GET /broken HTTP/1.1\r\n\r\nGET /length HTTP/1.1\r\n\r\n"),
		SLOW_HEAD "Content-Length: 6; X-Slow: yes; ; one; 1 ");
}

/* ---- its end ---- */

async (void, never_answer, (struct event *, asked), (struct http_exchange *, exchange))
{
	event_set(asked);
	try {
		await (exchange_wait_until_gone(exchange));
		note("gone");
	} except (CancelledError, e) {
		note("cancelled");
		raise ();
	} end_try
}

async (void, leave_early)
{
	struct event asked = { 0 };
	struct stream *volatile stream = NULL;

	async_with (server, http_method_server(&asked, never_answer, "127.0.0.1", 0)) {
		stream = await (open_connection("127.0.0.1", http_server_port(server)));
		stream_write(stream, "GET / HTTP/1.1\r\n\r\n");
		await (event_wait(&asked));
	} end_with
	note("left");
	note("%d", await (stream_read(stream, 10)) == NULL);
}

static void leaving_a_server_ends_its_handlers(void **state)
{
	(void)state;
	assert_notes(leave_early(), "cancelled left 1 ");
}

async (void, hang_up)
{
	struct event asked = { 0 };

	async_with (server, http_method_server(&asked, never_answer, "127.0.0.1", 0)) {
		struct stream *stream =
			await (open_connection("127.0.0.1", http_server_port(server)));

		stream_write(stream, "GET / HTTP/1.1\r\n\r\n");
		await (event_wait(&asked));
		stream_close(stream);
		while (!*notes)
			await (async_sleep(0));
	} end_with
}

static void a_handler_can_wait_until_the_client_has_gone(void **state)
{
	(void)state;
	assert_notes(hang_up(), "gone ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_answered_in_their_order),
		cmocka_unit_test(a_body_is_taken_in_whole_or_in_chunks),
		cmocka_unit_test(a_path_and_a_query_are_decoded),
		cmocka_unit_test(a_head_has_no_body_and_an_old_client_no_second_request),
		cmocka_unit_test(what_is_no_request_is_refused),
		cmocka_unit_test(what_breaks_off_is_no_request),
		cmocka_unit_test(what_is_too_long_is_refused),
		cmocka_unit_test(damaged_requests_do_no_harm),
		cmocka_unit_test(a_handler_that_raises_is_reported_and_the_client_told),
		cmocka_unit_test(an_answer_may_come_in_pieces),
		cmocka_unit_test(a_promise_that_is_not_kept_breaks_the_connection_off),
		cmocka_unit_test(leaving_a_server_ends_its_handlers),
		cmocka_unit_test(a_handler_can_wait_until_the_client_has_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
