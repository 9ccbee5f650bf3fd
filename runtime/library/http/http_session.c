/* A session's life: what it shares among its requests, and its end. */
#include <async/http_session.h>

#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exception.h"
#include "transfer.h"

#define TIMEOUT    300.0 /* seconds, as aiohttp's */
#define LIMIT      100
#define BODY_LIMIT ((size_t)256 << 20)
#define REDIRECTS  10L

/* ---- its memory ---- */

static void free_session(struct http_session *session)
{
	if (session->kept.free)
		kept_remove(&session->kept);
	curl_slist_free_all(session->headers);
	free(session->base_url);
	free(session->ca_file);
	free(session->idle);
	free(session->sockets);
	free(session);
}

void session_add(struct http_session *session, struct transfer *transfer)
{
	transfer->session = session;
	transfer->next = session->transfers;
	if (session->transfers)
		session->transfers->previous = transfer;
	session->transfers = transfer;
}

void session_remove(struct transfer *transfer)
{
	struct http_session *session = transfer->session;

	if (transfer->previous)
		transfer->previous->next = transfer->next;
	else
		session->transfers = transfer->next;
	if (transfer->next)
		transfer->next->previous = transfer->previous;
	if (session->is_left && !session->transfers)
		free_session(session);
}

/* ---- closing ---- */

static void close_session(struct http_session *session)
{
	if (!session->is_open)
		return;
	session->is_open = false;
	for (struct transfer *transfer = session->transfers; transfer;
	     transfer = transfer->next)
		if (transfer->easy)
			transfer_break_off(transfer);
	while (session->idle_count > 0)
		curl_easy_cleanup(session->idle[--session->idle_count]);
	curl_loop_end(&session->loop);
	curl_share_cleanup(session->cookies);
}

static void leave_session(struct http_session *session)
{
	close_session(session);
	session->is_left = true;
	if (!session->transfers)
		free_session(session);
}

static void end_with_loop(struct kept *kept)
{
	struct http_session *session = (struct http_session *)kept;

	session->kept.free = NULL;
	leave_session(session);
}

/* Room for one more in an array. */
static bool make_room(void **array, size_t *capacity, size_t count, size_t size)
{
	size_t more = *capacity ? 2 * *capacity : 8;
	void *larger;

	if (count < *capacity)
		return true;
	larger = realloc(*array, more * size);
	if (!larger)
		return false;
	*array = larger;
	*capacity = more;
	return true;
}

/* ---- connections ---- */

static struct session_socket *find_socket(const struct http_session *session,
					  curl_socket_t number)
{
	for (size_t i = 0; i < session->socket_count; i++)
		if (session->sockets[i].number == number)
			return &session->sockets[i];
	return NULL;
}

static bool add_socket(struct http_session *session, curl_socket_t number)
{
	struct session_socket *socket = find_socket(session, number);

	if (!socket) {
		if (!make_room((void **)&session->sockets, &session->socket_capacity,
			       session->socket_count, sizeof *socket))
			return false;
		socket = &session->sockets[session->socket_count++];
	}
	*socket = (struct session_socket){ .number = number };
	return true;
}

/* Programs that are started meanwhile do not inherit it. */
static curl_socket_t open_socket(void *context, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	int number = socket(address->family, address->socktype | SOCK_CLOEXEC,
			    address->protocol);

	(void)purpose;
	if (number >= 0 && !add_socket(context, number)) {
		close(number);
		return CURL_SOCKET_BAD;
	}
	return number;
}

static int close_socket(void *context, curl_socket_t number)
{
	struct http_session *session = context;
	struct session_socket *socket = find_socket(session, number);

	if (socket)
		*socket = session->sockets[--session->socket_count];
	return close(number);
}

static int port_of(curl_socket_t socket)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof address;

	getsockname(socket, (struct sockaddr *)&address, &size);
	return ntohs(address.ss_family == AF_INET6
			     ? ((struct sockaddr_in6 *)&address)->sin6_port
			     : ((struct sockaddr_in *)&address)->sin_port);
}

void session_note_connection(struct http_session *session, int port)
{
	session->connections_made++;
	for (size_t i = 0; i < session->socket_count; i++)
		if (!session->sockets[i].is_connected &&
		    port_of(session->sockets[i].number) == port)
			session->sockets[i].is_connected = true;
}

/* ---- handles ---- */

static CURL *new_handle(struct http_session *session)
{
	CURL *easy = curl_easy_init();

	if (!easy)
		return NULL;
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_MAXREDIRS, REDIRECTS);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "async-session/1");
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_SHARE, session->cookies);
	curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");
	/* The limits of time are the program's own, to the nanosecond. */
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, LONG_MAX);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, session);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, session);
	if (session->ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, session->ca_file);
	return easy;
}

CURL *session_take_handle(struct http_session *session)
{
	if (session->idle_count > 0)
		return session->idle[--session->idle_count];
	return new_handle(session);
}

void session_give_back_handle(struct http_session *session, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
	if (make_room((void **)&session->idle, &session->idle_capacity,
		      session->idle_count, sizeof(CURL *)))
		session->idle[session->idle_count++] = easy;
	else
		curl_easy_cleanup(easy);
}

/* ---- its beginning ---- */

static struct session_options with_defaults(const struct session_options *options)
{
	struct session_options with = *options;

	if (with.timeout == 0)
		with
			.timeout = TIMEOUT;
	if (with.connect_timeout == 0)
		with
			.connect_timeout = FOREVER;
	if (with.limit == 0)
		with
			.limit = LIMIT;
	if (with.limit_per_host == 0)
		with
			.limit_per_host = with.limit;
	if (with.body_limit == 0)
		with
			.body_limit = BODY_LIMIT;
	return with;
}

static char *copy_of(const char *text)
{
	char *copy = text ? strdup(text) : NULL;

	if (text && !copy)
		raise (MemoryError, "no room for a session");
	return copy;
}

static void fill_in(struct http_session *session, const struct session_options *options)
{
	session->options = with_defaults(options);
	session->places = Semaphore(session->options.limit);
	session->base_url = copy_of(options->base_url);
	session->ca_file = copy_of(options->ca_file);
	request_add_headers(&session->headers, options->headers);
}

struct http_session *http_session_new_(const struct session_options *options)
{
	struct http_session *session = calloc(1, sizeof *session);

	if (!session)
		raise (MemoryError, "no room for a session");
	try {
		fill_in(session, options);
	} except (BaseException) {
		free_session(session);
		raise ();
	} end_try
	kept_add(&session->kept, end_with_loop);
	return session;
}

static void limit_connections(const struct http_session *session)
{
	CURLM *multi = session->loop.multi;

	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)session->options.limit);
	curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
			  (long)session->options.limit);
	curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
			  (long)session->options.limit_per_host);
}

static void open_session(struct http_session *session)
{
	curl_loop_begin(&session->loop, transfer_ended);
	session->cookies = curl_share_init();
	if (!session->cookies) {
		curl_loop_end(&session->loop);
		raise (MemoryError, "no room for a session");
	}
	curl_share_setopt(session->cookies, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
	limit_connections(session);
	session->is_open = true;
}

async_define (struct http_session *, http_client_aenter, (struct http_session *, session))
{
	if (session->is_open)
		raise (RuntimeError, "Session is open already");
	try {
		open_session(session);
	} except (BaseException) {
		free_session(session);
		raise ();
	} end_try
	return session;
}

async_define (void, http_client_aexit, (struct http_session *, session),
	     (struct exception *, exception))
{
	(void)exception;
	leave_session(session);
}

int session_connections_made(const struct http_session *session)
{
	return session->connections_made;
}

int session_connections_open(const struct http_session *session)
{
	int count = 0;

	for (size_t i = 0; i < session->socket_count; i++)
		count += session->sockets[i].is_connected;
	return count;
}
