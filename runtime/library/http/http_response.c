/* What a program reads of an answer. */
#include <async/http_session.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "transfer.h"

#define LINE_LIMIT ((size_t)65536)

const char *response_header(const struct http_response *response, const char *name)
{
	const struct bytes *head = &transfer_of(response)->head;
	const char *found = NULL;

	for (size_t at = 0; at < head->length;) {
		const char *value = head->data + at + strlen(head->data + at) + 1;

		if (strcasecmp(head->data + at, name) == 0)
			found = value;
		at = (size_t)(value - head->data) + strlen(value) + 1;
	}
	return found;
}

void response_raise_for_status(const struct http_response *response)
{
	struct exception *error;

	if (response->status < 400)
		return;
	error = exception_new(ClientResponseError, "%d, message='%s', url='%s'",
			      response->status, response->reason, response->url);
	error->error_number = response->status;
	try {
		raise (error);
	} finally {
		exception_release(error);
	} end_try
}

/* ---- as a whole ---- */

/* Of a body that came in one piece, that piece is the text. */
static void keep_piece(struct transfer *transfer)
{
	struct bytes *text = &transfer->text, *piece = &transfer->given;

	if (text->length + piece->length > transfer->session->options.body_limit)
		raise (ClientPayloadError, "the body has more than %zu bytes",
		      transfer->session->options.body_limit);
	if (!text->data) {
		*text = *piece;
		*piece = (struct bytes){ 0 };
	} else if (!bytes_add(text, piece->data, piece->length)) {
		raise (MemoryError, "no room for a body");
	}
}

async_define (char *, response_text, (struct http_response *, response))
{
	struct transfer *transfer = transfer_of(response);

	while (!transfer->text_is_whole)
		if (await (transfer_next_piece(transfer)))
			keep_piece(transfer);
		else
			transfer->text_is_whole = true;
	if (!transfer->text.data && !bytes_add_text(&transfer->text, ""))
		raise (MemoryError, "no room for a body");
	return transfer->text.data;
}

size_t response_length(const struct http_response *response)
{
	return transfer_of(response)->text.length;
}

async_define (struct json_t *, response_json, (struct http_response *, response))
{
	struct transfer *transfer = transfer_of(response);
	char *text = await (response_text(response));
	json_error_t error;

	if (!transfer->json)
		transfer->json =
			json_loadb(text, transfer->text.length, JSON_DECODE_ANY, &error);
	if (!transfer->json)
		raise (ValueError, "%s: line %d column %d", error.text, error.line,
		      error.column);
	return transfer->json;
}

/* ---- piece by piece, line by line ---- */

async_generator (struct http_chunk, pieces, (struct transfer *, transfer))
{
	while (await (transfer_next_piece(transfer)))
		yield ((struct http_chunk){ transfer->given.data,
					   transfer->given.length });
}

AsyncGenerator(struct http_chunk) response_chunks(struct http_response *response)
{
	return pieces(transfer_of(response));
}

/* Adds to the line up to its end, which a piece may lack; gives how much that was. */
static size_t add_to_line(struct transfer *transfer, const char *at, size_t length)
{
	const char *end = memchr(at, '\n', length);
	size_t taken = end ? (size_t)(end - at) : length;

	if (transfer->line.length + taken > LINE_LIMIT)
		raise (ValueError, "a line of the body is longer than %zu bytes",
		      LINE_LIMIT);
	if (!bytes_add(&transfer->line, at, taken))
		raise (MemoryError, "no room for a line");
	return taken;
}

static char *whole_line(struct transfer *transfer)
{
	struct bytes *line = &transfer->line;

	if (line->length > 0 && line->data[line->length - 1] == '\r')
		line->data[--line->length] = '\0';
	return line->data;
}

async_generator (char *, lines, (struct transfer *, transfer))
{
	while (await (transfer_next_piece(transfer))) {
		size_t length = transfer->given.length;

		for (size_t at = 0; at < length; at++) {
			at += add_to_line(transfer, transfer->given.data + at,
					  length - at);
			if (at == length)
				break;
			yield (whole_line(transfer));
			transfer->line.length = 0;
		}
	}
	if (transfer->line.length > 0)
		yield (whole_line(transfer));
}

AsyncGenerator(char *) response_lines(struct http_response *response)
{
	return lines(transfer_of(response));
}
