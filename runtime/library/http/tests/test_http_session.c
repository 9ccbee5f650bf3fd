/* The client, beside a server in the same loop. Time: test_practice.sh. */
#include <arpa/inet.h>
#include <dirent.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <jansson.h>

#include <async/http_session.h>
#include <async/practice_server.h>

#include "../../../tests/cancel_everywhere.h"
#include "../../../tests/note.h"

static char url[256];

/* An address of the server's. */
static const char *at(const struct http_server *server, const char *path)
{
	snprintf(url, sizeof url, "http://127.0.0.1:%d%s", http_server_port(server),
		 path);
	return url;
}

static struct practice practice;

#define PRACTICE(server)                                                                 \
	server, http_method_server(&practice, practice_answer, "127.0.0.1", 0)

/* ---- what is asked and answered ---- */

async (void, look_at_answer)
{
	async_with (PRACTICE(server), session, http_session()) {
		async_with (response,
			    session_get(session, at(server, "/hello?name=Ada"))) {
			note("%d %s %s", response->status, response->reason,
			     response_header(response, "content-TYPE"));
			note("%d", response_header(response, "X-None") == NULL);
			note("%d", strcmp(response->url, url) == 0);
			note("%s", await (response_text(response)));
			note("%s%zu", await (response_text(response)),
			     response_length(response));
		} end_with
	} end_with
}

static void status_headers_and_text_are_there(void **state)
{
	(void)state;
	assert_notes(look_at_answer(), "200 OK text/plain; charset=utf-8 1 1 "
				       "hello, Ada\n hello, Ada\n11 ");
}

async (void, note_echo, (struct http_request_async_context_manager, request))
{
	async_with (response, request) {
		json_t *echo = await (response_json(response));

		note("%s %s %s %s %s;",
		     json_string_value(json_object_get(echo, "method")),
		     json_string_value(json_object_get(echo, "target")),
		     json_string_value(json_object_get(echo, "type")),
		     json_string_value(json_object_get(echo, "agent")),
		     json_string_value(json_object_get(echo, "body")));
	} end_with
}

async (void, ask_for_echoes, (struct http_session *, session))
{
	await (note_echo(
		session_get(session, "/echo?a=1#b",
			    .query = http_fields({ "q", "a b&c" }, { "\xc3\xa4", "" }))));
	await (note_echo(session_post(session, "/echo", .data = "some\ntext")));
	await (note_echo(session_post(session, "/echo", .data = "some", .length = 2,
				     .headers = http_fields({ "content-type", "x/y" }))));
	await (note_echo(session_put(session, "/echo", .json = "{}")));
	await (note_echo(session_post(session, "/echo",
				     .form = http_fields({ "a", "1 2" }, { "b", "=" }))));
	await (note_echo(session_post(session, "/echo")));
	await (note_echo(session_patch(session, "/echo", .data = "")));
	await (note_echo(session_delete(session, "/echo")));
	await (note_echo(session_get(session, "/echo",
				    .headers = http_fields({ "User-Agent", "me" }))));
	await (note_echo(session_request(session, "OPTIONS", "/echo")));
	async_with (response, session_head(session, "/echo")) {
		note("%d [%s] %s", response->status, await (response_text(response)),
		     response_header(response, "Content-Length"));
	} end_with
}

async (void, ask_in_many_ways)
{
	async_with (PRACTICE(server)) {
		async_with (session, http_session(.base_url = at(server, ""),
						  .headers = http_fields(
							  { "User-Agent", "test" }))) {
			await (ask_for_echoes(session));
			note("%d", session_connections_made(session));
		} end_with
	} end_with
}

static void what_is_asked_arrives(void **state)
{
	(void)state;
	assert_notes(ask_in_many_ways(),
		     "GET /echo?a=1&q=a+b%26c&%C3%A4=  test ; "
		     "POST /echo application/octet-stream test some\ntext; "
		     "POST /echo x/y test so; "
		     "PUT /echo application/json test {}; "
		     "POST /echo application/x-www-form-urlencoded test a=1+2&b=%3D; "
		     "POST /echo application/x-www-form-urlencoded test ; "
		     "PATCH /echo application/octet-stream test ; "
		     "DELETE /echo  test ; GET /echo  me ; OPTIONS /echo  test ; 200 [] "
		     "79 1 ");
}

async (void, follow)
{
	async_with (PRACTICE(server)) {
		async_with (session, http_session(.base_url = at(server, ""))) {
			async_with (response, session_get(session, "/redirect?times=3")) {
				note("%d %s", response->status,
				     strrchr(response->url, '/'));
			} end_with
			async_with (response, session_get(session, "/redirect",
							  .no_redirects = true)) {
				note("%d %s", response->status,
				     response_header(response, "location"));
			} end_with
			async_with (response, session_get(session, "/cookie?set=abc")) {
				note("%s", await (response_text(response)));
			} end_with
			async_with (response, session_get(session, "/cookie")) {
				note("%s", await (response_text(response)));
			} end_with
			note("%d", session_connections_made(session));
		} end_with
	} end_with
}

static void redirections_are_followed_and_cookies_kept(void **state)
{
	(void)state;
	assert_notes(follow(), "200 /hello 302 /hello no cookie\n practice=abc\n 1 ");
}

/* ---- bodies that come in pieces ---- */

async (void, read_in_pieces)
{
	async_with (PRACTICE(server), session, http_session()) {
		async_with (response,
			    session_get(session, at(server, "/lines?count=3&every=0"))) {
			async_for (char *, line, response_lines(response))
				note("%s", line);
		} end_with
		async_with (response,
			    session_get(session, at(server, "/bytes?count=300000"))) {
			size_t length = 0;

			async_for (struct http_chunk, chunk, response_chunks(response))
				length += chunk.length;
			note("%zu", length);
		} end_with
		async_with (response,
			    session_get(session, at(server, "/bytes?count=70000"))) {
			try {
				async_for (char *, line, response_lines(response))
					note("%s", line);
			} except (ValueError, e) {
				note("%s", e->message);
			} end_try
		} end_with
		async_with (response,
			    session_get(session, at(server, "/bytes?count=300000"))) {
			await (response_text(response));
			note("%zu", response_length(response));
		} end_with
	} end_with
}

static void a_body_can_be_read_in_pieces_and_lines(void **state)
{
	(void)state;
	assert_notes(read_in_pieces(),
		     "line 1 line 2 line 3 300000 "
		     "a line of the body is longer than 65536 bytes 300000 ");
}

/* How much the server could send before somebody has read. */
struct flood {
	size_t sent;
	bool is_over;
};

async (void, send_flood, (struct flood *, flood), (struct http_exchange *, exchange))
{
	static const char piece[10000];

	await (exchange_begin(exchange, 200, "application/octet-stream", 50000000));
	for (int i = 0; i < 5000; i++) {
		await (exchange_send(exchange, piece, sizeof piece));
		flood->sent += sizeof piece;
	}
	flood->is_over = true;
}

/* Turns of the loop, until nothing more is sent: no time is waited. */
async (void, let_flow, (const struct flood *, flood))
{
	size_t before;

	do {
		before = flood->sent;
		for (int turn = 0; turn < 200; turn++)
			await (async_sleep(0));
	} while (flood->sent != before);
}

async (void, read_slowly)
{
	struct flood flood = { 0 };
	volatile size_t length = 0;

	async_with (server, http_method_server(&flood, send_flood, "127.0.0.1", 0)) {
		async_with (session, http_session()) {
			async_with (response, session_get(session, at(server, "/"))) {
				await (let_flow(&flood));
				note("%d", flood.sent < 20000000);
				async_for (struct http_chunk, chunk,
					   response_chunks(response)) {
					if (length == 0)
						await (let_flow(&flood));
					if (length == 0)
						note("%d", flood.is_over);
					note("%s", chunk.length > 200000 ? "much" : "");
					notes[strlen(notes) - 1] = '\0';
					length += chunk.length;
				}
			} end_with
			note("%zu %d", length, flood.is_over);
		} end_with
	} end_with
}

static void who_does_not_read_gets_nothing_sent(void **state)
{
	(void)state;
	assert_notes(read_slowly(), "1 0 50000000 1 ");
}

async (void, read_too_much)
{
	async_with (PRACTICE(server), session, http_session(.body_limit = 1000)) {
		try {
			async_with (response,
				    session_get(session,
						at(server, "/bytes?count=1001"))) {
				await (response_text(response));
			} end_with
		} except (ClientPayloadError, e) {
			note("%s", e->message);
		} end_try
		async_with (response,
			    session_get(session, at(server, "/bytes?count=1000"))) {
			await (response_text(response));
			note("%zu", response_length(response));
		} end_with
		try {
			async_with (response,
				    session_get(session, at(server, "/hello"))) {
				await (response_json(response));
			} end_with
		} except (ValueError, e) {
			note("%s", e->message);
		} end_try
	} end_with
}

static void a_body_has_a_limit_and_json_a_grammar(void **state)
{
	(void)state;
	assert_notes(read_too_much(), "the body has more than 1000 bytes 1000 "
				      "invalid token near 'hello': line 1 column 5 ");
}

/* ---- what goes wrong ---- */

async (void, note_error, (struct http_request_async_context_manager, request))
{
	try {
		async_with (response, request) {
			note("%d", response->status);
			await (response_text(response));
			response_raise_for_status(response);
		} end_with
	} except (ClientError, e) {
		note("%s %s%s;", e->type->name,
		     exception_is(e, OSError) ? "OSError " : "",
		     exception_is(e, TimeoutError) ? "TimeoutError" : "");
	} except (ValueError, RuntimeError, TimeoutError, e) {
		note("%s;", e->type->name);
	} end_try
}

async (void, make_errors)
{
	const char *refused = "http://127.0.0.1:1/"; /* tcpmux: nobody listens there */

	async_with (PRACTICE(server)) {
		async_with (session, http_session(.base_url = at(server, ""))) {
			await (note_error(session_get(session, refused)));
			await (note_error(session_get(session, "/drop?after=3")));
			await (note_error(session_get(session, "/hang-up")));
			await (note_error(session_get(session, "/status/404")));
			await (note_error(session_get(session, "/redirect?times=11")));
			await (note_error(
				session_get(session, "/hello?delay=9", .timeout = 0.01)));
			await (note_error(session_get(session, "http://a..b/")));
			await (note_error(session_get(session, "http://[/")));
			await (note_error(session_get(session, "/hello")));
			note("%d", session_connections_open(session));
		} end_with
	} end_with
}

static void each_error_has_its_kind(void **state)
{
	(void)state;
	assert_notes(make_errors(),
		     "ClientConnectorError OSError ; 200 ClientPayloadError ; "
		     "ServerDisconnectedError ; 404 ClientResponseError ; "
		     "TooManyRedirects ; TimeoutError; "
		     "ClientConnectorDNSError OSError ; InvalidURL ; 200 1 ");
}

async (void, wait_for_the_rest)
{
	async_with (PRACTICE(server), session, http_session()) {
		await (note_error(session_get(session, at(server, "/stall?after=3"),
					     .timeout = 0.05)));
	} end_with
}

/* It may be up before there is a beginning. (When it is: test_practice.sh.) */
static void what_stalls_is_given_up_when_its_time_is(void **state)
{
	(void)state;
	notes[0] = '\0';
	async_run(wait_for_the_rest());
	assert_string_equal(strncmp(notes, "200 ", 4) ? notes : notes + 4,
			    "TimeoutError; ");
}

static void note_refusal(struct http_session *session, const char *address,
			 const struct http_field *headers)
{
	try {
		(void)session_get(session, address, .headers = headers).self;
		note("nothing wrong");
	} except (ValueError, e) {
		note("%s: %s;", e->type->name, e->message);
	} end_try
}

async (void, ask_for_nonsense)
{
	async_with (session, http_session()) {
		note_refusal(session, "/hello", NULL);
		note_refusal(session, "localhost", NULL);
		note_refusal(session, "http://x/", http_fields({ "A", "b\r\nC: d" }));
		note_refusal(session, "http://x/", http_fields({ "A b", "c" }));
		note_refusal(session, "http://x/", http_fields({ "", "c" }));
	} end_with
}

static void what_cannot_be_asked_is_refused_at_once(void **state)
{
	(void)state;
	assert_notes(ask_for_nonsense(),
		     "InvalidURL: /hello; InvalidURL: localhost; "
		     "ValueError: the value of the header A has a line end in it; "
		     "ValueError: 'A b' is no name of a header; "
		     "ValueError: '' is no name of a header; ");
}

/* A server that accepts no connection: its queue is full, and nobody answers. */
async (void, wait_in_vain_for_connection)
{
	int listening = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int filling[8];

	(void)bind(listening, (struct sockaddr *)&address, sizeof address);
	getsockname(listening, (struct sockaddr *)&address, &size);
	listen(listening, 0);
	for (int i = 0; i < 8; i++) {
		filling[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(filling[i], (struct sockaddr *)&address, size);
	}
	snprintf(url, sizeof url, "http://127.0.0.1:%d/", ntohs(address.sin_port));
	async_with (session, http_session(.connect_timeout = 0.01)) {
		await (note_error(session_get(session, url)));
		await (note_error(session_get(session, url, .timeout = 0.005)));
		note("%d", session_connections_open(session));
	} end_with
	for (int i = 0; i < 8; i++)
		close(filling[i]);
	close(listening);
}

static void connecting_has_a_limit_of_its_own(void **state)
{
	(void)state;
	assert_notes(wait_in_vain_for_connection(),
		     "ServerTimeoutError OSError TimeoutError; TimeoutError; 0 ");
}

async (void, raise_on_entering)
{
	async_with (PRACTICE(server)) {
		async_with (session, http_session(.base_url = at(server, ""),
						  .raise_for_status = true)) {
			try {
				async_with (session_get(session, "/status/503")) {
					note("entered");
				} end_with
			} except (ClientResponseError, e) {
				note("%d %.37s", e->error_number, e->message);
			} end_try
		} end_with
	} end_with
}

static void a_session_can_raise_for_each_status(void **state)
{
	(void)state;
	assert_notes(raise_on_entering(), "503 503, message='Service Unavailable', u ");
}

/* ---- many at the same time ---- */

struct crowd {
	int expected, inside, most;
};

/* The first ones stay until all are there that are expected: when a connection is there
 * is up to the kernel. Then some turns, for one more. */
async (void, count_inside, (struct crowd *, crowd), (struct http_exchange *, exchange))
{
	if (++crowd->inside > crowd->most)
		crowd->most = crowd->inside;
	while (crowd->most < crowd->expected)
		await (async_sleep(0));
	for (int turn = 0; turn < 20; turn++)
		await (async_sleep(0));
	crowd->inside--;
	await (exchange_answer(exchange, 200, "text/plain",
			      exchange_query(exchange, "n")));
}

async (void, fetch_number, (struct http_session *, session), (int, number))
{
	char path[16];

	snprintf(path, sizeof path, "/?n=%d", number);
	async_with (response, session_get(session, path)) {
		if (atoi(await (response_text(response))) != number)
			note("wrong answer");
	} end_with
}

async (void, fetch_many, (int, limit), (int, limit_per_host))
{
	struct crowd crowd = { .expected = limit_per_host ? limit_per_host : limit };

	async_with (server, http_method_server(&crowd, count_inside, "127.0.0.1", 0)) {
		async_with (session,
			    http_session(.base_url = at(server, ""), .limit = limit,
					 .limit_per_host = limit_per_host)) {
			async_with (group, task_group()) {
				for (int i = 0; i < 40; i++)
					group_create_task(group,
							  fetch_number(session, i));
			} end_with
			note("%d %d %d %d", crowd.most, session_connections_made(session),
			     session_connections_open(session),
			     http_server_requests(server));
		} end_with
	} end_with
}

static void a_limit_holds_and_connections_are_used_again(void **state)
{
	(void)state;
	assert_notes(fetch_many(1, 0), "1 1 1 40 ");
	assert_notes(fetch_many(5, 0), "5 5 5 40 ");
	assert_notes(fetch_many(100, 3), "3 3 3 40 ");
}

/* ---- leaving in the middle ---- */

async (void, leave_bodies)
{
	async_with (PRACTICE(server)) {
		async_with (session, http_session(.base_url = at(server, ""))) {
			async_with (session_get(session, "/bytes?count=5000000")) {
			} end_with
			note("%d", session_connections_open(session));
			async_with (session_get(session, "/stall?after=3")) {
			} end_with
			note("%d", session_connections_open(session));
			async_with (response, session_get(session, "/hello")) {
				await (response_text(response));
			} end_with
			note("%d %d", session_connections_open(session),
			     session_connections_made(session));
		} end_with
	} end_with
}

static void a_body_that_is_not_read_costs_its_connection(void **state)
{
	(void)state;
	assert_notes(leave_bodies(), "0 0 1 3 ");
}

async (void, read_for_ever, (struct http_session *, session), (struct event *, began))
{
	try {
		async_with (response, session_get(session, "/stall?after=3")) {
			event_set(began);
			note("%s", await (response_text(response)));
		} end_with
	} except (ClientConnectionError, e) {
		note("%s;", e->message);
	} end_try
}

async (void, close_under_reader)
{
	struct event began = { 0 };

	async_with (PRACTICE(server)) {
		async_with (session, http_session(.base_url = at(server, ""))) {
			create_task(read_for_ever(session, &began));
			await (event_wait(&began));
		} end_with
		while (!*notes)
			await (async_sleep(0));
	} end_with
}

static void a_session_that_is_left_ends_what_is_read_from_it(void **state)
{
	(void)state;
	assert_notes(close_under_reader(), "Session is closed; ");
}

/* ---- cancelled anywhere ---- */

async (void, use_all_of_it)
{
	async_with (PRACTICE(server)) {
		async_with (session, http_session(.base_url = at(server, ""), .limit = 1,
						  .connect_timeout = 1000)) {
			async_with (response, session_get(session, "/items")) {
				await (response_text(response));
			} end_with
			async_with (response,
				    session_get(session, "/lines?count=2&every=0")) {
				async_for (char *, line, response_lines(response))
					(void)line;
			} end_with
			async_with (session_get(session, "/redirect")) {
			} end_with
			async_with (session_get(session, "/stall?after=1")) {
			} end_with
		} end_with
	} end_with
}

static void cancelled_at_any_await_it_leaves_nothing_behind(void **state)
{
	(void)state;
	assert_cancellable(use_all_of_it());
}

async (void, fetch_two, (struct http_session *, session))
{
	await (gather(note_error(session_get(session, "/hello")),
		     note_error(session_get(session, "/drop?after=2"))));
}

async (void, wait_for_place)
{
	async_with (PRACTICE(server)) {
		async_with (session,
			    http_session(.base_url = at(server, ""), .limit = 1)) {
			await (fetch_two(session));
			notes[0] = '\0';
		} end_with
	} end_with
}

static void so_is_who_waits_for_a_place(void **state)
{
	(void)state;
	assert_cancellable(wait_for_place());
}

static int open_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static void many_sessions_leave_no_descriptor(void **state)
{
	int before;

	(void)state;
	async_run(look_at_answer());
	before = open_descriptors();
	for (int i = 0; i < 20; i++) {
		notes[0] = '\0';
		async_run(follow());
	}
	assert_int_equal(open_descriptors(), before);
}

/* ---- loops in several threads ----
 *
 * libuv closes descriptors past ThreadSanitizer: who then opens one of the same number
 * in another thread seems to race with who had it before. */

#ifdef __SANITIZE_THREAD__
#define THREAD_SANITIZER 1
#else
#define THREAD_SANITIZER 0
#endif

async (int, fetch_from_oneself)
{
	struct practice own = { 0 };
	char address[60];
	volatile int status = 0;

	async_with (server, http_method_server(&own, practice_answer, "127.0.0.1", 0),
		    session, http_session()) {
		snprintf(address, sizeof address, "http://localhost:%d/hello",
			 http_server_port(server));
		async_with (response, session_get(session, address)) {
			await (response_text(response));
			status = response->status;
		} end_with
	} end_with
	practice_free(&own);
	return status;
}

static void *fetch_in_thread(void *status)
{
	*(int *)status = async_run(fetch_from_oneself());
	return NULL;
}

static void loops_in_several_threads_may_use_it_at_once(void **state)
{
	pthread_t threads[2];
	int status[3] = { 0 };

	(void)state;
	if (THREAD_SANITIZER)
		skip();
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, fetch_in_thread, &status[i]),
			0);
	fetch_in_thread(&status[2]);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(status[i], 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loops_in_several_threads_may_use_it_at_once),
		cmocka_unit_test(status_headers_and_text_are_there),
		cmocka_unit_test(what_is_asked_arrives),
		cmocka_unit_test(redirections_are_followed_and_cookies_kept),
		cmocka_unit_test(a_body_can_be_read_in_pieces_and_lines),
		cmocka_unit_test(who_does_not_read_gets_nothing_sent),
		cmocka_unit_test(a_body_has_a_limit_and_json_a_grammar),
		cmocka_unit_test(each_error_has_its_kind),
		cmocka_unit_test(what_stalls_is_given_up_when_its_time_is),
		cmocka_unit_test(what_cannot_be_asked_is_refused_at_once),
		cmocka_unit_test(connecting_has_a_limit_of_its_own),
		cmocka_unit_test(a_session_can_raise_for_each_status),
		cmocka_unit_test(a_limit_holds_and_connections_are_used_again),
		cmocka_unit_test(a_body_that_is_not_read_costs_its_connection),
		cmocka_unit_test(a_session_that_is_left_ends_what_is_read_from_it),
		cmocka_unit_test(cancelled_at_any_await_it_leaves_nothing_behind),
		cmocka_unit_test(so_is_who_waits_for_a_place),
		cmocka_unit_test(many_sessions_leave_no_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
