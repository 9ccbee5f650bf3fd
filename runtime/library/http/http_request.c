/* What is asked: a request is put together from the options of its call. */
#include <async/http_session.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <async/timeout.h>

#include "exception.h"
#include "transfer.h"

/* ---- headers ---- */

static size_t name_length(const char *header)
{
	return strcspn(header, ":;");
}

static bool has_header(const struct curl_slist *list, const char *header)
{
	size_t length = name_length(header);

	for (; list; list = list->next)
		if (name_length(list->data) == length &&
		    strncasecmp(list->data, header, length) == 0)
			return true;
	return false;
}

static void add_line(struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*list, line);

	if (!longer)
		raise (MemoryError, "no room for a header");
	*list = longer;
}

/* A line end in a value would be another header, of whoever gave the value. */
static void check_field(const struct http_field *field)
{
	if (!*field->name || strpbrk(field->name, ":; \t\r\n"))
		raise (ValueError, "'%s' is no name of a header", field->name);
	if (strpbrk(field->value, "\r\n"))
		raise (ValueError, "the value of the header %s has a line end in it",
		      field->name);
}

static void add_field(struct curl_slist **list, const struct http_field *field)
{
	struct bytes line = { 0 };
	const char *between = *field->value ? ": " : ":";

	check_field(field);
	if (!bytes_add_format(&line, "%s%s%s", field->name, between, field->value))
		raise (MemoryError, "no room for a header");
	try {
		add_line(list, line.data);
	} finally {
		bytes_free(&line);
	} end_try
}

void request_add_headers(struct curl_slist **list, const struct http_field *fields)
{
	for (; fields && fields->name; fields++)
		add_field(list, fields);
}

/* Those of the session that the request does not have itself. */
static void add_common_headers(struct curl_slist **list, const struct curl_slist *common)
{
	for (; common; common = common->next)
		if (!has_header(*list, common->data))
			add_line(list, common->data);
}

/* ---- url and body ---- */

static bool add_fields(struct bytes *bytes, const struct http_field *fields,
		       const char *between)
{
	bool good = true;

	for (; fields && fields->name && good; fields++, between = "&")
		good = bytes_add_text(bytes, between) &&
		       bytes_add_encoded(bytes, fields->name) &&
		       bytes_add_text(bytes, "=") &&
		       bytes_add_encoded(bytes, fields->value);
	return good;
}

/* What stands behind a «#» is not for servers. */
static bool put_url(struct transfer *transfer, const char *url,
		    const struct http_field *query)
{
	const char *base = transfer->session->base_url;
	size_t length = strcspn(url, "#");
	bool has_query = memchr(url, '?', length) != NULL;

	return bytes_add_text(&transfer->url, base && *url == '/' ? base : "") &&
	       bytes_add(&transfer->url, url, length) &&
	       add_fields(&transfer->url, query, has_query ? "&" : "?");
}

static bool put_body(struct transfer *transfer, const struct request_options *options)
{
	const char *data = options->json ? options->json : options->data;

	transfer->has_body = data || options->form || transfer->method[0] == 'P';
	if (options->form)
		return add_fields(&transfer->sent, options->form, "");
	if (!data)
		return true;
	return bytes_add(&transfer->sent, data,
			 options->length && !options->json ? options->length
							   : strlen(data));
}

static void put_headers(struct transfer *transfer, const struct request_options *options)
{
	struct curl_slist **list = &transfer->headers;

	request_add_headers(list, options->headers);
	add_common_headers(list, transfer->session->headers);
	if (options->json && !has_header(*list, "Content-Type:"))
		add_line(list, "Content-Type: application/json");
	if (options->data && !has_header(*list, "Content-Type:"))
		add_line(list, "Content-Type: application/octet-stream");
	/* It would wait for a second to be told that it may go on. */
	if (!has_header(*list, "Expect:"))
		add_line(list, "Expect:");
}

/* ---- the whole ---- */

static double seconds_of(double wanted, double otherwise)
{
	return wanted > 0 ? wanted : otherwise;
}

static void fill_in(struct transfer *transfer, const char *url,
		    const struct request_options *options)
{
	const struct session_options *usual = &transfer->session->options;
	double now = loop_time();

	transfer->no_redirects = options->no_redirects;
	transfer->deadline = now + seconds_of(options->timeout, usual->timeout);
	transfer->connect_deadline =
		now + seconds_of(options->connect_timeout, usual->connect_timeout);
	if (!strstr(url, "://") && !(*url == '/' && transfer->session->base_url))
		raise (InvalidURL, "%s", url);
	if (!put_url(transfer, url, options->query) || !put_body(transfer, options))
		raise (MemoryError, "no room for a request");
	put_headers(transfer, options);
}

static void end_with_loop(struct kept *kept)
{
	transfer_free(
		(struct transfer *)((char *)kept - offsetof(struct transfer, kept)));
}

struct http_response *session_request_(struct http_session *session, const char *method,
				       const char *url,
				       const struct request_options *options)
{
	struct transfer *transfer;

	if (!session->is_open)
		raise (RuntimeError, "Session is closed");
	transfer = calloc(1, sizeof *transfer);
	if (!transfer)
		raise (MemoryError, "no room for a request");
	transfer->method = method;
	session_add(session, transfer);
	kept_add(&transfer->kept, end_with_loop);
	try {
		fill_in(transfer, url, options);
	} except (BaseException) {
		transfer_free(transfer);
		raise ();
	} end_try
	return &transfer->response;
}

/* ---- asking ---- */

async (void, take_place, (struct transfer *, transfer))
{
	await (semaphore_acquire(&transfer->session->places));
	transfer->has_place = true;
	if (!transfer->session->is_open)
		raise (RuntimeError, "Session is closed");
}

async (void, connect_to_server, (struct transfer *, transfer))
{
	await (take_place(transfer));
	transfer_begin(transfer);
	while (!transfer->is_connected && !transfer->is_over)
		transfer_wait(transfer);
}

async (void, connect_in_time, (struct transfer *, transfer))
{
	try {
		async_with (timeout_at(transfer->connect_deadline)) {
			await (connect_to_server(transfer));
		} end_with
	} except (TimeoutError, e) {
		raise_from (e, ServerTimeoutError, "Connection timeout to host %s",
			   transfer->url.data);
	} end_try
}

async (void, ask, (struct transfer *, transfer))
{
	if (transfer->connect_deadline < transfer->deadline)
		await (connect_in_time(transfer));
	else
		await (connect_to_server(transfer));
	while (!transfer->head_is_here && !transfer->is_over)
		transfer_wait(transfer);
	if (!transfer->head_is_here && transfer->failure)
		raise (transfer->failure);
	if (transfer->session->options.raise_for_status)
		response_raise_for_status(&transfer->response);
}

async (void, ask_in_time, (struct transfer *, transfer))
{
	async_with (timeout_at(transfer->deadline)) {
		await (ask(transfer));
	} end_with
}

async_define (struct http_response *, http_request_aenter,
	     (struct http_response *, response))
{
	struct transfer *transfer = transfer_of(response);

	try {
		await (ask_in_time(transfer));
	} except (BaseException) {
		transfer_free(transfer);
		raise ();
	} end_try
	return response;
}

async_define (void, http_request_aexit, (struct http_response *, response),
	     (struct exception *, exception))
{
	(void)exception;
	transfer_free(transfer_of(response));
}
