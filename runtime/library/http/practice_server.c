/* What the practice server serves. */
#include <async/practice_server.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "connection.h"

#define PROMISED 100 /* bytes, of what then stalls or is dropped */

static const char text_type[] = "text/plain; charset=utf-8";
static const char html_type[] = "text/html; charset=utf-8";
static const char json_type[] = "application/json";

/* How often a key of /flaky was asked for, or when one of /limited was last. */
struct practice_count {
	struct practice_count *next;
	int times;
	double since;
	char key[];
};

/* ---- fields of a query, within bounds ---- */

static double number_of(const struct http_exchange *exchange, const char *name,
			double otherwise, double greatest)
{
	const char *text = exchange_query(exchange, name);
	double number = text ? strtod(text, NULL) : otherwise;

	return number >= 0 && number <= greatest ? number : otherwise;
}

static int count_of(const struct http_exchange *exchange, const char *name, int otherwise)
{
	return (int)number_of(exchange, name, otherwise, 100000000);
}

/* ---- what it remembers ---- */

static struct practice_count *count_for(struct practice *self, const char *kind,
					const struct http_exchange *exchange)
{
	const char *key = exchange_query(exchange, "key");
	struct practice_count *count;
	char name[80];

	snprintf(name, sizeof name, "%s %s", kind, key ? key : "");
	for (count = self->counts; count; count = count->next)
		if (strcmp(count->key, name) == 0)
			return count;
	count = calloc(1, sizeof *count + strlen(name) + 1);
	if (!count)
		raise (MemoryError, "no room for a count");
	strcpy(count->key, name);
	count->next = self->counts;
	self->counts = count;
	return count;
}

void practice_free(struct practice *self)
{
	struct practice_count *next;

	for (; self->counts; self->counts = next) {
		next = self->counts->next;
		free(self->counts);
	}
}

/* ---- texts that are put together ---- */

/* Answers with them, and frees them. */
async (void, answer_with, (struct http_exchange *, exchange), (const char *, type),
      (struct bytes, text))
{
	try {
		await (exchange_answer_bytes(exchange, 200, type,
					    text.data ? text.data : "", text.length));
	} finally {
		bytes_free(&text);
	} end_try
}

/* As a string of JSON. */
static void add_quoted(struct bytes *to, const char *text)
{
	bytes_add_text(to, "\"");
	for (; text && *text; text++)
		if (*text == '"' || *text == '\\')
			bytes_add_format(to, "\\%c", *text);
		else if ((unsigned char)*text < ' ')
			bytes_add_format(to, "\\u%04x", (unsigned)*text);
		else
			bytes_add(to, text, 1);
	bytes_add_text(to, "\"");
}

/* ---- items ---- */

struct page {
	int number, pages, size;
};

static struct page page_of(const struct http_exchange *exchange)
{
	struct page page = {
		.number = count_of(exchange, "page", 1),
		.pages = count_of(exchange, "pages", 3),
		.size = count_of(exchange, "size", 2),
	};

	if (page.size > 1000)
		page.size = 1000;
	return page;
}

static bool is_there(const struct page *page)
{
	return page->number >= 1 && page->number <= page->pages;
}

/* The number of the first item, and of the one behind the last. */
static int first_of(const struct page *page)
{
	return (page->number - 1) * page->size + 1;
}

static int end_of(const struct page *page)
{
	return is_there(page) ? first_of(page) + page->size : first_of(page);
}

static void add_path_of_next(struct bytes *to, const char *path, const struct page *page)
{
	bytes_add_format(to, "%s?page=%d&pages=%d&size=%d", path, page->number + 1,
			 page->pages, page->size);
}

async (void, answer_items, (struct practice *, self), (struct http_exchange *, exchange))
{
	struct page page = page_of(exchange);
	struct bytes text = { 0 };
	const char *between = "";

	bytes_add_format(&text, "{\"page\": %d, \"items\": [", page.number);
	for (int i = first_of(&page); i < end_of(&page); i++, between = ", ")
		bytes_add_format(&text, "%s{\"id\": %d, \"name\": \"item %d\"}", between,
				 i, i);
	bytes_add_text(&text, "], \"next\": ");
	if (page.number < page.pages) {
		bytes_add_text(&text, "\"");
		add_path_of_next(&text, "/items", &page);
		bytes_add_text(&text, "\"");
	} else {
		bytes_add_text(&text, "null");
	}
	bytes_add_text(&text, "}\n");
	await (answer_with(exchange, json_type, text));
}

/* What follows the last slash of the path; 0: no number. */
static int number_in(const struct http_exchange *exchange)
{
	const char *slash = strrchr(exchange->path, '/');

	return isdigit((unsigned char)slash[1]) ? atoi(slash + 1) : 0;
}

async (void, answer_item, (struct practice *, self), (struct http_exchange *, exchange))
{
	struct bytes text = { 0 };
	int number = number_in(exchange);

	bytes_add_format(&text,
			 "{\"id\": %d, \"name\": \"item %d\", \"price\": %d.%02d}\n",
			 number, number, number % 90 + 10, number * 37 % 100);
	await (answer_with(exchange, json_type, text));
}

async (void, answer_catalogue, (struct practice *, self),
      (struct http_exchange *, exchange))
{
	struct page page = page_of(exchange);
	struct bytes text = { 0 };

	bytes_add_format(&text,
			 "<!doctype html>\n<title>Catalogue, page %d</title>\n"
			 "<ul class=\"items\">\n",
			 page.number);
	for (int i = first_of(&page); i < end_of(&page); i++)
		bytes_add_format(&text,
				 "  <li class=\"item\"><a href=\"/catalogue/%d\">Item "
				 "%d</a></li>\n",
				 i, i);
	bytes_add_text(&text, "</ul>\n");
	if (page.number < page.pages) {
		bytes_add_text(&text, "<a class=\"next\" href=\"");
		bytes_add_format(&text, "/catalogue?page=%d&amp;pages=%d&amp;size=%d",
				 page.number + 1, page.pages, page.size);
		bytes_add_text(&text, "\">next page</a>\n");
	}
	await (answer_with(exchange, html_type, text));
}

async (void, answer_detail, (struct practice *, self), (struct http_exchange *, exchange))
{
	static const char *const colours[] = { "blue", "green", "red", "white" };
	struct bytes text = { 0 };
	int number = number_in(exchange);

	bytes_add_format(
		&text,
		"<!doctype html>\n<title>Item %d</title>\n<h1>Item %d</h1>\n"
		"<p class=\"price\">%d.%02d</p>\n"
		"<div class=\"description\"><p>A <b>%s</b> vase,\n  number %d of its "
		"kind.</p></div>\n",
		number, number, number % 90 + 10, number * 37 % 100, colours[number % 4],
		number);
	await (answer_with(exchange, html_type, text));
}

/* ---- bodies that take their time ---- */

async (void, answer_lines, (struct practice *, self), (struct http_exchange *, exchange))
{
	int count = count_of(exchange, "count", 5);
	double every = number_of(exchange, "every", 1, 86400);
	char line[32];

	await (exchange_begin(exchange, 200, text_type, -1));
	for (int i = 1; i <= count; i++) {
		int length = snprintf(line, sizeof line, "line %d\n", i);

		if (i > 1)
			await (async_sleep(every));
		await (exchange_send(exchange, line, (size_t)length));
	}
}

async (void, answer_bytes, (struct practice *, self), (struct http_exchange *, exchange))
{
	static const char piece[16384] = { [0 ... sizeof piece - 1] = 'x' };
	size_t left = (size_t)count_of(exchange, "count", 1000);

	await (exchange_begin(exchange, 200, "application/octet-stream", (long long)left));
	while (left > 0) {
		size_t length = left < sizeof piece ? left : sizeof piece;

		await (exchange_send(exchange, piece, length));
		left -= length;
	}
}

/* ---- what goes wrong ---- */

async (void, send_a_part, (struct http_exchange *, exchange))
{
	int after = count_of(exchange, "after", 0);
	char piece[PROMISED];

	memset(piece, '.', sizeof piece);
	if (after >= PROMISED)
		after = PROMISED - 1;
	await (exchange_begin(exchange, 200, text_type, PROMISED));
	await (exchange_send(exchange, piece, (size_t)after));
}

async (void, answer_stall, (struct practice *, self), (struct http_exchange *, exchange))
{
	await (send_a_part(exchange));
	await (exchange_wait_until_gone(exchange));
}

async (void, answer_drop, (struct practice *, self), (struct http_exchange *, exchange))
{
	await (send_a_part(exchange));
}

async (void, answer_hang_up, (struct practice *, self), (struct http_exchange *, exchange))
{
	exchange_break_off(exchange);
}

async (void, answer_flaky, (struct practice *, self), (struct http_exchange *, exchange))
{
	struct practice_count *count = count_for(self, "flaky", exchange);
	bool fails = count->times++ < count_of(exchange, "fails", 2);

	await (exchange_answer(exchange, fails ? 500 : 200, text_type,
			      fails ? "not now\n" : "at last\n"));
}

/* So many in each span of time, which begins with the first of them. */
async (void, answer_limited, (struct practice *, self), (struct http_exchange *, exchange))
{
	struct practice_count *count = count_for(self, "limited", exchange);
	double per = number_of(exchange, "per", 1, 86400);
	double now = loop_time();
	char seconds[32];

	if (count->times == 0 || now - count->since >= per) {
		count->since = now;
		count->times = 0;
	}
	if (count->times >= count_of(exchange, "rate", 2)) {
		snprintf(seconds, sizeof seconds, "%.0f",
			 ceil(count->since + per - now - 1e-6));
		exchange_set_header(exchange, "Retry-After", seconds);
		await (exchange_answer(exchange, 429, text_type, "too many\n"));
		return;
	}
	count->times++;
	await (exchange_answer(exchange, 200, text_type, "welcome\n"));
}

async (void, answer_status, (struct practice *, self), (struct http_exchange *, exchange))
{
	int status = number_in(exchange);
	char text[32];

	if (status < 200 || status > 599)
		status = 404;
	snprintf(text, sizeof text, "this is a %d\n", status);
	await (exchange_answer(exchange, status, text_type, text));
}

async (void, answer_redirect, (struct practice *, self),
      (struct http_exchange *, exchange))
{
	int times = count_of(exchange, "times", 1);
	char location[64] = "/hello";

	if (times > 1)
		snprintf(location, sizeof location, "/redirect?times=%d", times - 1);
	exchange_set_header(exchange, "Location", location);
	await (exchange_answer(exchange, 302, text_type, "elsewhere\n"));
}

/* ---- what tells of the request ---- */

async (void, answer_hello, (struct practice *, self), (struct http_exchange *, exchange))
{
	const char *name = exchange_query(exchange, "name");
	struct bytes text = { 0 };

	bytes_add_format(&text, "hello, %s\n", name ? name : "you");
	await (answer_with(exchange, text_type, text));
}

async (void, answer_echo, (struct practice *, self), (struct http_exchange *, exchange))
{
	const char *type = exchange_header(exchange, "Content-Type");
	struct bytes text = { 0 };

	bytes_add_format(&text, "{\"method\": \"%s\", \"target\": ", exchange->method);
	add_quoted(&text, exchange->target);
	bytes_add_text(&text, ", \"type\": ");
	add_quoted(&text, type ? type : "");
	bytes_add_text(&text, ", \"agent\": ");
	add_quoted(&text, exchange_header(exchange, "User-Agent"));
	bytes_add_text(&text, ", \"body\": ");
	add_quoted(&text, exchange->body);
	bytes_add_text(&text, "}\n");
	await (answer_with(exchange, json_type, text));
}

async (void, answer_cookie, (struct practice *, self), (struct http_exchange *, exchange))
{
	const char *set = exchange_query(exchange, "set");
	const char *cookie = exchange_header(exchange, "Cookie");
	struct bytes text = { 0 };
	char value[64];

	if (set) {
		snprintf(value, sizeof value, "practice=%.40s", set);
		exchange_set_header(exchange, "Set-Cookie", value);
	}
	bytes_add_format(&text, "%s\n", cookie ? cookie : "no cookie");
	await (answer_with(exchange, text_type, text));
}

async (void, answer_counts, (struct practice *, self), (struct http_exchange *, exchange))
{
	struct bytes text = { 0 };

	bytes_add_format(&text, "{\"requests\": %d, \"connections\": %d}\n",
			 exchange->request,
			 ((const struct connection *)exchange)->server->connection_count);
	await (answer_with(exchange, json_type, text));
}

/* ---- what there is ---- */

static const struct coroutine_type answer_list_type;

/* A path that ends in a slash stands for what follows it, too. */
static const struct place {
	const char *path;
	const struct coroutine_type *answer;
	const char *says; /* for the list */
} places[] = {
	{ "/", &answer_list_type, "this list" },
	{ "/hello", &answer_hello_type, "?name=you  a line of text" },
	{ "/items", &answer_items_type, "?page=1&pages=3&size=2  a page of JSON" },
	{ "/items/", &answer_item_type, "7  one item, as JSON" },
	{ "/catalogue", &answer_catalogue_type,
	  "?page=1&pages=3&size=2  a page of HTML" },
	{ "/catalogue/", &answer_detail_type, "7  one item, as HTML" },
	{ "/lines", &answer_lines_type, "?count=5&every=1  a line each second" },
	{ "/bytes", &answer_bytes_type, "?count=100000  so many bytes" },
	{ "/stall", &answer_stall_type, "?after=10  so many bytes, and then no more" },
	{ "/drop", &answer_drop_type, "?after=10  so many bytes, and hangs up" },
	{ "/hang-up", &answer_hang_up_type, "  hangs up without an answer" },
	{ "/flaky", &answer_flaky_type, "?fails=2&key=a  so many times 500, then 200" },
	{ "/limited", &answer_limited_type, "?rate=2&per=1  429 beyond that rate" },
	{ "/status/", &answer_status_type, "404  that status" },
	{ "/redirect", &answer_redirect_type, "?times=2  leads to /hello" },
	{ "/echo", &answer_echo_type, "  what was asked, as JSON" },
	{ "/cookie", &answer_cookie_type, "?set=1  gives a cookie" },
	{ "/counts", &answer_counts_type, "  requests and connections so far" },
};

async (void, answer_list, (struct practice *, self), (struct http_exchange *, exchange))
{
	struct bytes text = { 0 };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		bytes_add_format(&text, "%s%s\n", places[i].path, places[i].says);
	bytes_add_text(&text, "with each: delay=0.2  waits so long before it answers\n");
	await (answer_with(exchange, text_type, text));
}

async (void, answer_nothing, (struct practice *, self), (struct http_exchange *, exchange))
{
	await (exchange_answer(exchange, 404, text_type, "there is no such page\n"));
}

static bool is_at(const struct place *place, const char *path)
{
	size_t length = strlen(place->path);

	if (strcmp(place->path, path) == 0)
		return true;
	return length > 1 && place->path[length - 1] == '/' &&
	       strncmp(place->path, path, length) == 0;
}

static const struct coroutine_type *find_answer(const char *path)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (is_at(&places[i], path))
			return places[i].answer;
	return &answer_nothing_type;
}

async_define (void, practice_answer, (struct practice *, self),
	     (struct http_exchange *, exchange))
{
	/* All of the above take the same arguments: their objects are alike. */
	struct stream_handler answer = HTTP_METHOD_(self, answer_list);
	double delay = number_of(exchange, "delay", 0, 86400);

	if (delay > 0)
		await (async_sleep(delay));
	answer.type = find_answer(exchange->path);
	handler_run(answer, exchange);
}
