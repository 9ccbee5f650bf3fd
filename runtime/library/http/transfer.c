#include "transfer.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <async/timeout.h>

#include "exception.h"
#include "http_error.h"
#include "task.h"

/* As much of a body is received before anybody reads it. */
#define HIGH_WATER ((size_t)65536)

/* ---- waiting for it ---- */

static void wake(struct transfer *transfer)
{
	if (transfer->waiter)
		future_set_result(transfer->waiter);
}

void transfer_wait(struct transfer *transfer)
{
	struct future changed;
	struct exception *cancelled;

	if (transfer->waiter)
		raise (RuntimeError, "another task waits for this response already");
	future_init(&changed);
	transfer->waiter = &changed;
	cancelled = future_wait_caught(&changed);
	transfer->waiter = NULL;
	if (cancelled)
		exception_pass_on(cancelled);
}

/* ---- what libcurl calls: it must not be jumped through ---- */

static size_t no_room(struct transfer *transfer)
{
	transfer->out_of_memory = true;
	return 0;
}

static size_t trimmed(const char *text, size_t length)
{
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		length--;
	return length;
}

/* «HTTP/1.1 200 OK»: another head begins, as after a redirection. */
static bool take_status_line(struct transfer *transfer, const char *line, size_t length)
{
	const char *end = line + trimmed(line, length);
	const char *reason = memchr(line, ' ', length);

	transfer->head.length = transfer->reason.length = 0;
	reason = reason ? memchr(reason + 1, ' ', (size_t)(line + length - reason - 1))
			: NULL;
	if (!reason || reason >= end)
		return bytes_add_text(&transfer->reason, "");
	return bytes_add(&transfer->reason, reason + 1, (size_t)(end - reason - 1));
}

static bool take_field(struct transfer *transfer, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	const char *value;

	if (!colon)
		return true;
	value = colon + 1;
	length = trimmed(value, length - (size_t)(value - line));
	while (length > 0 && (*value == ' ' || *value == '\t')) {
		value++;
		length--;
	}
	return bytes_add(&transfer->head, line, (size_t)(colon - line)) &&
	       bytes_add(&transfer->head, "", 1) &&
	       bytes_add(&transfer->head, value, length) &&
	       bytes_add(&transfer->head, "", 1);
}

static bool is_followed(const struct transfer *transfer, long status)
{
	static const long followed[] = { 301, 302, 303, 307, 308 };

	if (transfer->no_redirects || !response_header(&transfer->response, "Location"))
		return false;
	for (size_t i = 0; i < sizeof followed / sizeof *followed; i++)
		if (followed[i] == status)
			return true;
	return false;
}

/* The head is complete: that of the answer, unless it is only an interim one, or that
 * of a redirection. */
static bool take_head(struct transfer *transfer)
{
	char *url = NULL;
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status < 200 || is_followed(transfer, status))
		return true;
	curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	transfer->origin.length = 0;
	if (!bytes_add_text(&transfer->origin, url ? url : ""))
		return false;
	transfer->response.status = (int)status;
	transfer->response.reason = transfer->reason.data;
	transfer->response.url = transfer->origin.data;
	transfer->head_is_here = true;
	wake(transfer);
	return true;
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	bool good;

	count *= size;
	/* Behind a body in chunks there may be trailers. */
	if (transfer->head_is_here)
		return count;
	if (count >= 5 && memcmp(line, "HTTP/", 5) == 0)
		good = take_status_line(transfer, line, count);
	else if (trimmed(line, count) > 0)
		good = take_field(transfer, line, count);
	else
		good = take_head(transfer);
	return good ? count : no_room(transfer);
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;

	if (transfer->body.length >= HIGH_WATER) {
		transfer->is_paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	if (!bytes_add(&transfer->body, data, size * count))
		return no_room(transfer);
	wake(transfer);
	return size * count;
}

static void note_connection(struct transfer *transfer, int port)
{
	long connects = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &connects);
	if (connects != transfer->connects)
		session_note_connection(transfer->session, port);
	transfer->connects = connects;
}

/* CURLOPT_PREREQFUNCTION: there is a connection, a new one or one from before. */
/* NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's */
static int on_connected(void *context, char *their_address, char *our_address,
			int their_port, int our_port)
{
	struct transfer *transfer = context;

	(void)their_address;
	(void)our_address;
	(void)their_port;
	note_connection(transfer, our_port);
	transfer->is_connected = true;
	wake(transfer);
	return CURL_PREREQFUNC_OK;
}

/* ---- its beginning ---- */

/* What differs from request to request: all of it, for the handle was used before. */
static void describe_request(const struct transfer *transfer, CURL *easy)
{
	bool is_head = strcmp(transfer->method, "HEAD") == 0;
	const char *usual = transfer->has_body ? "POST" : "GET";
	bool is_usual = is_head || strcmp(transfer->method, usual) == 0;

	curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(easy, CURLOPT_NOBODY, (long)is_head);
	if (transfer->has_body) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)transfer->sent.length);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
				 transfer->sent.data ? transfer->sent.data : "");
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, is_usual ? NULL : transfer->method);
	curl_easy_setopt(easy, CURLOPT_URL, transfer->url.data);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, (long)!transfer->no_redirects);
}

static void attach(struct transfer *transfer, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->words);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}

void transfer_begin(struct transfer *transfer)
{
	CURL *easy = session_take_handle(transfer->session);

	if (!easy)
		raise (MemoryError, "no room for a request");
	describe_request(transfer, easy);
	attach(transfer, easy);
	transfer->easy = easy;
	if (curl_multi_add_handle(transfer->session->loop.multi, easy) == CURLM_OK)
		return;
	transfer->easy = NULL;
	curl_easy_cleanup(easy);
	raise (MemoryError, "no room for a request");
}

/* ---- its end ---- */

/* libcurl has no more to do with it, so others may take its place. */
static void let_go(struct transfer *transfer)
{
	struct http_session *session = transfer->session;

	if (transfer->easy) {
		curl_multi_remove_handle(session->loop.multi, transfer->easy);
		session_give_back_handle(session, transfer->easy);
		transfer->easy = NULL;
	}
	transfer->is_over = true;
	if (transfer->has_place) {
		transfer->has_place = false;
		semaphore_release(&session->places);
	}
}

void transfer_stop(struct transfer *transfer)
{
	let_go(transfer);
}

void transfer_break_off(struct transfer *transfer)
{
	if (transfer->is_over)
		return;
	transfer->failure = exception_new(ClientConnectionError, "Session is closed");
	let_go(transfer);
	wake(transfer);
}

void transfer_ended(CURL *easy, CURLcode code)
{
	struct transfer *transfer = NULL;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&transfer);
	if (transfer->out_of_memory)
		code = CURLE_OUT_OF_MEMORY;
	if (code != CURLE_OK)
		transfer->failure =
			http_error_of(easy, code,
				      transfer->head_is_here   ? STAGE_BODY
				      : transfer->is_connected ? STAGE_HEAD
							       : STAGE_CONNECTING,
				      transfer->words);
	let_go(transfer);
	wake(transfer);
}

void transfer_free(struct transfer *transfer)
{
	let_go(transfer);
	session_remove(transfer);
	kept_remove(&transfer->kept);
	curl_slist_free_all(transfer->headers);
	exception_release(transfer->failure);
	json_decref(transfer->json);
	bytes_free(&transfer->url);
	bytes_free(&transfer->sent);
	bytes_free(&transfer->head);
	bytes_free(&transfer->reason);
	bytes_free(&transfer->origin);
	bytes_free(&transfer->body);
	bytes_free(&transfer->given);
	bytes_free(&transfer->text);
	bytes_free(&transfer->line);
	free(transfer);
}

/* ---- its body ---- */

static bool has_news(const struct transfer *transfer)
{
	return transfer->body.length > 0 || transfer->is_over;
}

async (void, wait_for_news, (struct transfer *, transfer))
{
	async_with (timeout_at(transfer->deadline)) {
		while (!has_news(transfer))
			transfer_wait(transfer);
	} end_with
}

/* The program gets what was received, and the room of what it has seen is free. */
static void exchange(struct transfer *transfer)
{
	struct bytes free_room = transfer->given;

	free_room.length = 0;
	transfer->given = transfer->body;
	transfer->body = free_room;
	if (!transfer->is_paused || !transfer->easy)
		return;
	transfer->is_paused = false;
	curl_easy_pause(transfer->easy, CURLPAUSE_CONT);
}

async_define (bool, transfer_next_piece, (struct transfer *, transfer))
{
	if (!has_news(transfer))
		await (wait_for_news(transfer));
	exchange(transfer);
	if (transfer->given.length == 0 && transfer->failure)
		raise (transfer->failure);
	return transfer->given.length > 0;
}
