/* A request, as its handler sees it, and the answer that it gives. */
#include <async/http_server.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "connection.h"

static struct connection *connection_of(const struct http_exchange *exchange)
{
	return (struct connection *)((const char *)exchange -
				     offsetof(struct connection, exchange));
}

static void expect_room(bool there_was)
{
	if (!there_was)
		raise (MemoryError, "no room for an answer");
}

/* ---- the request ---- */

static int digit(char c)
{
	return c <= '9' ? c - '0' : (c | ' ') - 'a' + 10;
}

/* A part of the target; what is no %XX stays as it is. In a query, a «+» is a blank. */
static bool add_decoded(struct bytes *to, const char *text, size_t length, char plus)
{
	bool good = true;

	for (size_t i = 0; i < length && good; i++) {
		char c = text[i];

		if (c == '%' && i + 2 < length && isxdigit((unsigned char)text[i + 1]) &&
		    isxdigit((unsigned char)text[i + 2])) {
			c = (char)(digit(text[i + 1]) * 16 + digit(text[i + 2]));
			i += 2;
		} else if (c == '+') {
			c = plus;
		}
		/* A NUL would end the text before its end. */
		good = bytes_add(to, c ? &c : " ", 1);
	}
	return good && bytes_add(to, "", 1);
}

static bool add_field(struct bytes *to, const char *field, size_t length)
{
	const char *equals = memchr(field, '=', length);
	size_t name = equals ? (size_t)(equals - field) : length;

	return add_decoded(to, field, name, ' ') &&
	       add_decoded(to, equals ? equals + 1 : "", equals ? length - name - 1 : 0,
			   ' ');
}

static bool decode_target(struct bytes *to, const char *target)
{
	size_t length = strcspn(target, "?#");
	bool good = add_decoded(to, target, length, '+');

	target += length;
	while (good && (*target == '?' || *target == '&')) {
		length = strcspn(++target, "&#");
		if (length > 0)
			good = add_field(to, target, length);
		target += length;
	}
	return good;
}

void exchange_start(struct connection *connection)
{
	struct http_exchange *exchange = &connection->exchange;
	const struct http_message *message = &connection->message;

	connection->query.length = connection->fields.length = 0;
	connection->answer = ANSWER_NONE;
	connection->is_broken = false;
	connection->is_last = !message->keeps_alive;
	expect_room(decode_target(&connection->query, message->text.data));
	exchange->method = http_method_str((enum http_method)message->parser.method);
	exchange->target = message->text.data;
	exchange->path = connection->query.data;
	exchange->body = message->body.length > 0 ? message->body.data : "";
	exchange->length = message->body.length;
}

const char *exchange_query(const struct http_exchange *exchange, const char *name)
{
	const struct bytes *query = &connection_of(exchange)->query;

	for (size_t at = strlen(query->data) + 1; at < query->length;) {
		const char *value = query->data + at + strlen(query->data + at) + 1;

		if (strcmp(query->data + at, name) == 0)
			return value;
		at = (size_t)(value - query->data) + strlen(value) + 1;
	}
	return NULL;
}

const char *exchange_header(const struct http_exchange *exchange, const char *name)
{
	return message_header(&connection_of(exchange)->message, name);
}

/* ---- the answer ---- */

void exchange_set_header(struct http_exchange *exchange, const char *name,
			 const char *value)
{
	struct connection *connection = connection_of(exchange);

	if (connection->answer != ANSWER_NONE)
		raise (RuntimeError, "the answer has begun");
	if (!*name || strpbrk(name, ": \t\r\n") || strpbrk(value, "\r\n"))
		raise (ValueError, "'%s: %s' is no header", name, value);
	expect_room(bytes_add_format(&connection->fields, "%s: %s\r\n", name, value));
}

static bool has_body(const struct connection *connection)
{
	return strcmp(connection->exchange.method, "HEAD") != 0;
}

/* Puts the head into what is to be sent. */
static void begin(struct connection *connection, int status, const char *type,
		  long long length)
{
	struct bytes *out = &connection->out;

	if (connection->answer != ANSWER_NONE)
		raise (RuntimeError, "the answer has begun");
	out->length = 0;
	connection->answer = length < 0 ? ANSWER_IN_CHUNKS : ANSWER_OF_LENGTH;
	connection->left = has_body(connection) ? length : 0;
	expect_room(
		bytes_add_format(out, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\n", status,
				 http_status_str((enum http_status)status), type) &&
		(length < 0
			 ? bytes_add_text(out, "Transfer-Encoding: chunked\r\n")
			 : bytes_add_format(out, "Content-Length: %lld\r\n", length)) &&
		bytes_add_text(out, connection->is_last ? "Connection: close\r\n" : "") &&
		bytes_add(out, connection->fields.data, connection->fields.length) &&
		bytes_add_text(out, "\r\n"));
}

static void add_piece(struct connection *connection, const void *data, size_t length)
{
	struct bytes *out = &connection->out;
	bool in_chunks = connection->answer == ANSWER_IN_CHUNKS;

	if (length == 0 || !has_body(connection))
		return;
	if (!in_chunks && (long long)length > connection->left)
		raise (ValueError, "%zu bytes are %lld more than were promised", length,
		      (long long)length - connection->left);
	connection->left -= (long long)length;
	if (in_chunks)
		expect_room(bytes_add_format(out, "%zx\r\n", length));
	expect_room(bytes_add(out, data, length));
	if (in_chunks)
		expect_room(bytes_add_text(out, "\r\n"));
}

async (void, send_out, (struct connection *, connection))
{
	stream_write_bytes(connection->stream, connection->out.data,
			   connection->out.length);
	connection->out.length = 0;
	await (stream_drain(connection->stream));
}

async_define (void, exchange_answer_bytes, (struct http_exchange *, exchange),
	     (int, status), (const char *, type), (const void *, data), (size_t, length))
{
	struct connection *connection = connection_of(exchange);

	begin(connection, status, type, (long long)length);
	add_piece(connection, data, length);
	await (send_out(connection));
}

async_define (void, exchange_answer, (struct http_exchange *, exchange), (int, status),
	     (const char *, type), (const char *, text))
{
	await (exchange_answer_bytes(exchange, status, type, text, strlen(text)));
}

async_define (void, exchange_begin, (struct http_exchange *, exchange), (int, status),
	     (const char *, type), (long long, length))
{
	struct connection *connection = connection_of(exchange);

	begin(connection, status, type, length);
	await (send_out(connection));
}

async_define (void, exchange_send, (struct http_exchange *, exchange),
	     (const void *, data), (size_t, length))
{
	struct connection *connection = connection_of(exchange);

	if (connection->answer == ANSWER_NONE)
		raise (RuntimeError, "the answer has not begun: exchange_begin");
	add_piece(connection, data, length);
	await (send_out(connection));
}

async_define (void, exchange_wait_until_gone, (struct http_exchange *, exchange))
{
	struct connection *connection = connection_of(exchange);

	connection->is_broken = true;
	while (await (stream_read(connection->stream, 65536)))
		continue;
}

void exchange_break_off(struct http_exchange *exchange)
{
	struct connection *connection = connection_of(exchange);

	connection->is_broken = true;
	if (connection->answer == ANSWER_NONE)
		connection->answer = ANSWER_OF_LENGTH;
}

void exchange_fail(struct connection *connection)
{
	if (connection->answer != ANSWER_NONE)
		connection->is_broken = true;
}

async_define (void, exchange_finish, (struct connection *, connection))
{
	struct http_exchange *exchange = &connection->exchange;

	if (connection->answer == ANSWER_NONE) {
		connection->fields.length = 0;
		await (exchange_answer(exchange, 500, "text/plain",
				      "the handler gave no answer\n"));
		return;
	}
	if (connection->answer == ANSWER_OF_LENGTH && connection->left > 0)
		connection->is_broken = true;
	if (connection->is_broken)
		connection->is_last = true;
	else if (connection->answer == ANSWER_IN_CHUNKS)
		stream_write(connection->stream, "0\r\n\r\n");
}

async_define (void, exchange_refuse, (struct connection *, connection), (int, status))
{
	struct http_exchange *exchange = &connection->exchange;

	connection->is_last = true;
	connection->answer = ANSWER_NONE;
	connection->fields.length = 0;
	exchange->method = "";
	await (exchange_answer(exchange, status, "text/plain",
			      "this could not be read as a request\n"));
}

void connection_free(struct connection *connection)
{
	message_free(&connection->message);
	bytes_free(&connection->query);
	bytes_free(&connection->fields);
	bytes_free(&connection->out);
	free(connection);
}
