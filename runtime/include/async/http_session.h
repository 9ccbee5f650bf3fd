/*
 * An HTTP client (aiohttp.ClientSession), on libcurl's multi interface, which the loop
 * drives (curl_multi_socket_action): no thread waits for anything.
 *
 *	async_with (session, http_session()) {         async with ClientSession() as session:
 *		async_with (response, session_get(session, url)) {
 *		                                               async with session.get(url) as response:
 *			printf("%d\n", response->status);                print(response.status)
 *			puts(await (response_text(response)));           print(await response.text())
 *		} end_with
 *	} end_with
 *
 * A session keeps connections open and uses them again. It keeps the cookies that it
 * is given, and knows nothing of the environment's proxies. HTTP/1.1, over TLS for
 * https: the server's certificate and its name are verified, always.
 *
 * A header of the part «http» of the runtime: a program includes it by its name, and
 * is linked with libasync_http.a.
 *
 * A task may be cancelled wherever it suspends here: its connection is closed if it
 * is in the middle of an answer, and goes back to the others if it is not.
 */
#ifndef ASYNC_HTTP_SESSION_H
#define ASYNC_HTTP_SESSION_H

#include <stddef.h>

#include "../async.h"

/* ---- errors, by aiohttp's names and in its tree ---- */

extern const struct exception_type
	ClientError[1],
	ClientConnectionError[1],          /* anything about a connection */
	ClientOSError[1],                  /* … that the system has said; an OSError */
	ClientConnectorError[1],           /* … when it was to be made */
	ClientConnectorDNSError[1],        /* … since there is no host of that name */
	ClientSSLError[1],                 /* … since TLS did not come about */
	ClientConnectorCertificateError[1], /* … since the other side is not who it should be */
	ServerConnectionError[1],
	ServerDisconnectedError[1],        /* closed by the server before its answer */
	ServerTimeoutError[1],             /* connecting took too long; a TimeoutError */
	ClientPayloadError[1],             /* the body broke off, or is too long */
	ClientResponseError[1],            /* a status of 400 or more; error_number has it */
	TooManyRedirects[1],
	InvalidURL[1];                     /* a ValueError */

/* ---- a session ---- */

struct http_session;

/* A name and a value: of a header, a query, a form. An array of them ends with one
 * that has no name; http_fields makes it, where Python has a dict:
 *	.query = http_fields({ "page", "2" }, { "q", "blue vase" }) */
struct http_field {
	const char *name, *value;
};
#define http_fields(...) ((const struct http_field[]){ __VA_ARGS__, { NULL, NULL } })

/* What may be said of a session; what is not said is 0, and as told here. All is
 * copied. */
struct session_options {
	const char *base_url; /* put before each url that begins with a slash */
	const struct http_field *headers; /* of each request */
	double timeout;         /* of each request, to the end of its body: 300 s */
	double connect_timeout; /* until there is a connection: as timeout */
	int limit;              /* requests at the same time, and connections: 100 */
	int limit_per_host;     /* connections to one host: as limit */
	size_t body_limit;      /* bytes that response_text takes: 256 MiB */
	bool raise_for_status;  /* a status of 400 or more raises on entering */
	const char *ca_file;    /* certificates to trust, in the place of the system's */
};

/* http_session (.limit = 10, .timeout = 5.0): a manager. Entering it does not suspend,
 * and raises MemoryError, or RuntimeError if libcurl cannot be had. Leaving it closes
 * its connections; responses that other tasks still read raise ClientConnectionError. */
#define http_session(...) \
	http_client(http_session_new_(&(struct session_options){ __VA_ARGS__ }))

/* Connections that it has made so far, and those that are open now. */
int session_connections_made(const struct http_session *);
int session_connections_open(const struct http_session *);

/* ---- a request ---- */

/* What may be said of a request. All is copied when the call is made. */
struct request_options {
	const struct http_field *query;   /* added to the url, encoded */
	const struct http_field *headers; /* an empty value sends none of that name */
	const char *data;                 /* the body of a POST or a PUT */
	size_t length;                    /* of data; 0: it is a text */
	const struct http_field *form;    /* the body, as a form's fields */
	const char *json;                 /* the body, and a Content-Type that says so */
	double timeout;                   /* in place of the session's */
	double connect_timeout;           /* likewise */
	bool no_redirects;                /* a redirection is the answer; else up to 10
	                                   * are followed */
};

/*
 * session_get (session, url, .timeout = 2.0): a manager. Entering it waits for one of
 * the session's places (first come, first served), asks, and suspends until the head
 * of the answer is there; the body may still be on its way. Leaving it does not
 * suspend; a body that was not read to its end costs the connection.
 *
 * Entering raises ClientConnectorError and its kinds, ServerDisconnectedError,
 * InvalidURL, TooManyRedirects; TimeoutError after `timeout`, ServerTimeoutError after
 * `connect_timeout`; RuntimeError if the session is closed.
 */
#define session_get(session, ...)    session_request(session, "GET", __VA_ARGS__)
#define session_head(session, ...)   session_request(session, "HEAD", __VA_ARGS__)
#define session_post(session, ...)   session_request(session, "POST", __VA_ARGS__)
#define session_put(session, ...)    session_request(session, "PUT", __VA_ARGS__)
#define session_patch(session, ...)  session_request(session, "PATCH", __VA_ARGS__)
#define session_delete(session, ...) session_request(session, "DELETE", __VA_ARGS__)
#define session_request(session, method, url, ...)                      \
	http_request(session_request_((session), (method), (url),       \
			&(struct request_options){ __VA_ARGS__ }))

/* ---- a response ---- */

struct http_response {
	int status;         /* 200 */
	const char *reason; /* "OK"; "" if the server gives none */
	const char *url;    /* from where it came in the end */
};

/* The value of a header, whatever the case of its name; the last one if there are
 * several; NULL if there is none. Like all texts here the response's, until it is
 * left. Does not suspend. */
const char *response_header(const struct http_response *, const char *name);

/* Raises ClientResponseError if the status is 400 or more. */
void response_raise_for_status(const struct http_response *);

/* The following suspend until what they give is there. They raise ClientPayloadError
 * if the body breaks off, TimeoutError when the time of the request is over. */

/* text(): the whole body; after it a NUL. The same again when called again. Raises
 * ClientPayloadError beyond the session's body_limit. */
async_declare(char *, response_text, (struct http_response *, response));

/* How many bytes of it have been read, where there may be NULs within. Not in one call
 * with the await of the text: C does not say which of its arguments comes first. */
size_t response_length(const struct http_response *);

/* json(): the whole body, parsed by jansson; the response's, so who keeps it longer
 * takes a reference (json_incref). ValueError with its place if it is none. */
struct json_t;
async_declare(struct json_t *, response_json, (struct http_response *, response));

/* content.iter_any(): the body piece by piece as it comes, each good until the next.
 * Who does not ask gets nothing sent: no more than some 64 KiB are taken from the
 * connection before (curl_easy_pause). */
struct http_chunk {
	const char *data;
	size_t length;
};
AsyncGenerator(struct http_chunk) response_chunks(struct http_response *)
	__attribute__((warn_unused_result));

/* async for line in content: line by line, without its end, each good until the next.
 * Raises ValueError for one of more than 64 KiB. */
AsyncGenerator(char *) response_lines(struct http_response *)
	__attribute__((warn_unused_result));

/* ---- what the macros above are made of ---- */

struct http_session *http_session_new_(const struct session_options *);
async_declare(struct http_session *, http_client_aenter,
	      (struct http_session *, session));
async_declare(void, http_client_aexit, (struct http_session *, session),
	      (struct exception *, exception));
async_context_manager (http_client, struct http_session *);

struct http_response *session_request_(struct http_session *, const char *method,
				       const char *url, const struct request_options *);
async_declare(struct http_response *, http_request_aenter,
	      (struct http_response *, response));
async_declare(void, http_request_aexit, (struct http_response *, response),
	      (struct exception *, exception));
async_context_manager (http_request, struct http_response *);

#endif
