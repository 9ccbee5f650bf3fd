/*
 * A transfer: one request of a session and its answer, from the call on until its
 * scope is left.
 *
 *	http_session.c   the session: its places, its connections, its end
 *	http_request.c   what is asked: url, headers, body
 *	transfer.c       libcurl's part: the head and the body as they come
 *	http_response.c  what the program reads of them
 */
#ifndef ASYNC_LIBRARY_TRANSFER_H
#define ASYNC_LIBRARY_TRANSFER_H

#include <async/http_session.h>
#include <async/semaphore.h>

#include "bytes.h"
#include "curl_loop.h"
#include "kept.h"

/* A socket that was made. Of those that never were connected, libcurl does not tell
 * when it closes them; then another one gets their number. */
struct session_socket {
	curl_socket_t number;
	bool is_connected;
};

struct http_session {
	struct kept kept;
	struct session_options options; /* with all defaults put in */
	struct curl_slist *headers;     /* of each request */
	char *base_url, *ca_file;       /* owned */
	struct curl_loop loop;
	CURLSH *cookies;
	struct semaphore places; /* for requests at the same time */
	CURL **idle;             /* handles to be used again */
	size_t idle_count, idle_capacity;
	struct transfer *transfers; /* all that know of it */
	int connections_made;
	struct session_socket *sockets;
	size_t socket_count, socket_capacity;
	bool is_open;
	bool is_left; /* freed as soon as no transfer knows of it */
};

struct transfer {
	struct http_response response; /* what the program sees of it */
	struct kept kept;
	struct http_session *session;
	struct transfer *next, *previous; /* of the session's */

	const char *method;
	struct bytes url;           /* as asked, with the query */
	struct curl_slist *headers; /* of the request */
	struct bytes sent;          /* its body */
	bool has_body, no_redirects;
	double deadline, connect_deadline; /* of loop_time */

	CURL *easy;    /* while it is libcurl's; NULL: not yet, or over */
	long connects; /* connections that were made for it */
	bool has_place;
	bool is_connected, head_is_here, is_over;
	bool is_paused; /* nobody reads, so libcurl is not to receive more */
	bool out_of_memory;
	struct exception *failure; /* that has ended it, or NULL; owned */
	struct future *waiter;     /* of the task that waits for it, or NULL */

	struct bytes head; /* NAME NUL VALUE NUL, of each header */
	struct bytes reason;
	struct bytes origin; /* response.url */
	struct bytes body;   /* received and not yet given */
	struct bytes given;  /* the piece that the program looks at */
	struct bytes text;   /* the whole body, as far as it was gathered */
	bool text_is_whole;
	struct bytes line;
	struct json_t *json;
	char words[CURL_ERROR_SIZE];
};

/* ---- transfer.c ---- */

/* Hands it to libcurl. Raises MemoryError. */
void transfer_begin(struct transfer *);

/* Suspends until something has changed. Raises CancelledError; RuntimeError if
 * another task waits for the same. */
void transfer_wait(struct transfer *);

/* The next piece of the body, in `given`; false at its end. Suspends; raises what has
 * ended it, TimeoutError. */
async_declare (bool, transfer_next_piece, (struct transfer *, transfer));

/* Takes it from libcurl, whose connection is closed if it is in the middle of
 * something, and gives up its place. Nothing happens if it is over. */
void transfer_stop(struct transfer *);

/* As that, for the session's end: who waits for it gets an error. */
void transfer_break_off(struct transfer *);

/* libcurl has ended it. */
void transfer_ended(CURL *easy, CURLcode code);

void transfer_free(struct transfer *);

/* ---- http_session.c ---- */

/* A handle of libcurl's with all that is the same for each request. NULL: no
 * memory. */
CURL *session_take_handle(struct http_session *);
void session_give_back_handle(struct http_session *, CURL *);

/* A connection was made, from that port of ours. */
void session_note_connection(struct http_session *, int port);

/* A transfer knows of the session; no longer, which may free that. */
void session_add(struct http_session *, struct transfer *);
void session_remove(struct transfer *);

/* ---- http_request.c ---- */

/* «Name: value» of each, as libcurl wants them, added to a list. Raises ValueError for
 * what cannot be a header, MemoryError; then the list is as it was, and as long as it
 * was it is the caller's. */
void request_add_headers(struct curl_slist **list, const struct http_field *fields);

static inline struct transfer *transfer_of(const struct http_response *response)
{
	return (struct transfer *)((const char *)response -
				   offsetof(struct transfer, response));
}

#endif
