#include "http_message.h"

#include <string.h>
#include <strings.h>

/* http-parser itself takes no more than 80 KiB of a head. */
#define BODY_MAX ((size_t)1 << 20)

enum { OK = 0, STOP = 1 };

static struct http_message *message_of(const http_parser *parser)
{
	return parser->data;
}

static int refuse(struct http_message *message, int status)
{
	message->status = status;
	return STOP;
}

static int add(struct http_message *message, const char *text, size_t length)
{
	return bytes_add(&message->text, text, length) ? OK : refuse(message, 500);
}

/* ---- pieces, as they come ---- */

static int on_url(http_parser *parser, const char *text, size_t length)
{
	struct http_message *message = message_of(parser);

	message->target_length += length;
	return add(message, text, length);
}

/* A name begins where the target ended, or a value. */
static int on_name(http_parser *parser, const char *text, size_t length)
{
	struct http_message *message = message_of(parser);

	if (message->in_value || message->header_count == 0) {
		if (++message->header_count > HEADERS_MAX)
			return refuse(message, 431);
		if (add(message, "", 1) != OK)
			return STOP;
	}
	message->in_value = false;
	return add(message, text, length);
}

static int on_value(http_parser *parser, const char *text, size_t length)
{
	struct http_message *message = message_of(parser);

	if (!message->in_value && add(message, "", 1) != OK)
		return STOP;
	message->in_value = true;
	return add(message, text, length);
}

/* The last NUL is that of the text itself. */
static int on_head(http_parser *parser)
{
	struct http_message *message = message_of(parser);

	if (parser->content_length != UINT64_MAX && parser->content_length > BODY_MAX)
		return refuse(message, 413);
	return add(message, "", 1);
}

static int on_body(http_parser *parser, const char *data, size_t length)
{
	struct http_message *message = message_of(parser);

	if (message->body.length + length > BODY_MAX)
		return refuse(message, 413);
	return bytes_add(&message->body, data, length) ? OK : refuse(message, 500);
}

static int on_end(http_parser *parser)
{
	struct http_message *message = message_of(parser);

	message->is_complete = true;
	message->keeps_alive = http_should_keep_alive(parser) && !parser->upgrade;
	http_parser_pause(parser, 1); /* the next one has to wait */
	return OK;
}

static const http_parser_settings settings = {
	.on_url = on_url,
	.on_header_field = on_name,
	.on_header_value = on_value,
	.on_headers_complete = on_head,
	.on_body = on_body,
	.on_message_complete = on_end,
};

/* ---- the whole ---- */

void message_init(struct http_message *message)
{
	*message = (struct http_message){ 0 };
	http_parser_init(&message->parser, HTTP_REQUEST);
	message->parser.data = message;
}

void message_reset(struct http_message *message)
{
	http_parser_pause(&message->parser, 0);
	message->text.length = message->body.length = message->target_length = 0;
	message->header_count = 0;
	message->in_value = message->is_complete = false;
}

void message_free(struct http_message *message)
{
	bytes_free(&message->text);
	bytes_free(&message->body);
}

size_t message_take(struct http_message *message, const char *data, size_t length)
{
	http_parser *parser = &message->parser;
	size_t taken;

	if (message->is_complete || message->status)
		return 0;
	taken = http_parser_execute(parser, &settings, data, length);
	if (message->is_complete || message->status ||
	    HTTP_PARSER_ERRNO(parser) == HPE_OK)
		return taken;
	message->status = HTTP_PARSER_ERRNO(parser) == HPE_HEADER_OVERFLOW ? 431 : 400;
	return taken;
}

bool message_has_begun(const struct http_message *message)
{
	return message->text.length > 0;
}

const char *message_header(const struct http_message *message, const char *name)
{
	const char *at = message->text.data + message->target_length + 1;

	for (int i = 0; i < message->header_count; i++) {
		const char *value = at + strlen(at) + 1;

		if (strcasecmp(at, name) == 0)
			return value;
		at = value + strlen(value) + 1;
	}
	return NULL;
}
