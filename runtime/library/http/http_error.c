#include "http_error.h"

#include <string.h>

#include <async/stream.h>

#define CLASS(class, ...)                                                                \
	const struct exception_type class[1] = { { .name = #class, __VA_ARGS__ } }

CLASS(ClientError, .base = Exception);
CLASS(ClientConnectionError, .base = ClientError);
CLASS(ClientOSError, .base = ClientConnectionError, .also = OSError);
CLASS(ClientConnectorError, .base = ClientOSError);
CLASS(ClientConnectorDNSError, .base = ClientConnectorError, .also = gaierror);
CLASS(ClientSSLError, .base = ClientConnectorError);
CLASS(ClientConnectorCertificateError, .base = ClientSSLError, .also = ValueError);
CLASS(ServerConnectionError, .base = ClientConnectionError);
CLASS(ServerDisconnectedError, .base = ServerConnectionError);
CLASS(ServerTimeoutError, .base = ServerConnectionError, .also = TimeoutError);
CLASS(ClientPayloadError, .base = ClientError);
CLASS(ClientResponseError, .base = ClientError);
CLASS(TooManyRedirects, .base = ClientResponseError);
CLASS(InvalidURL, .base = ClientError, .also = ValueError);

/* How a request has ended, and which error that is. Codes that are not here say
 * nothing that a program could tell apart. */
static const struct row {
	CURLcode code;
	const struct exception_type *type;
	const char *says; /* in aiohttp's words; NULL: libcurl's own */
} rows[] = {
	{ CURLE_OUT_OF_MEMORY, MemoryError, "no room for a request" },
	{ CURLE_URL_MALFORMAT, InvalidURL, NULL },
	{ CURLE_UNSUPPORTED_PROTOCOL, InvalidURL, NULL },
	{ CURLE_COULDNT_RESOLVE_HOST, ClientConnectorDNSError, NULL },
	{ CURLE_COULDNT_CONNECT, ClientConnectorError, NULL },
	{ CURLE_SSL_CONNECT_ERROR, ClientSSLError, NULL },
	{ CURLE_SSL_CACERT_BADFILE, ClientSSLError, NULL },
	{ CURLE_PEER_FAILED_VERIFICATION, ClientConnectorCertificateError, NULL },
	{ CURLE_TOO_MANY_REDIRECTS, TooManyRedirects, NULL },
	{ CURLE_PARTIAL_FILE, ClientPayloadError, "Response payload is not completed" },
	{ CURLE_BAD_CONTENT_ENCODING, ClientPayloadError, NULL },
	{ CURLE_GOT_NOTHING, ServerDisconnectedError, "Server disconnected" },
	{ CURLE_RECV_ERROR, ServerDisconnectedError, "Server disconnected" },
	{ CURLE_SEND_ERROR, ClientOSError, NULL },
};

static const struct row *row_of(CURLcode code)
{
	static const struct row other = { CURLE_OK, ClientError, NULL };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].code == code)
			return &rows[i];
	return &other;
}

/* What means another thing at a later stage: a connection that ends within the body,
 * and an answer that is none. */
static const struct row *row_at(CURLcode code, enum stage stage)
{
	static const struct row broken = { CURLE_OK, ClientPayloadError,
					   "Response payload is not completed" };
	static const struct row no_answer = { CURLE_OK, ClientResponseError, NULL };
	const struct row *row = row_of(code);

	if (stage == STAGE_BODY && row->type == ServerDisconnectedError)
		return &broken;
	if (stage != STAGE_CONNECTING && row->type == InvalidURL)
		return &no_answer;
	return row;
}

/* Where it would have gone, for a person. */
static const char *address_of(CURL *easy)
{
	char *url = NULL;

	curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url);
	return url ? url : "";
}

struct exception *http_error_of(CURL *easy, CURLcode code, enum stage stage,
				const char *words)
{
	const struct row *row = row_at(code, stage);
	struct exception *error;
	long number = 0;

	curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
	if (row->says)
		return exception_new(row->type, "%s", row->says);
	if (row->type == ClientConnectorError)
		words = strerror((int)number);
	error = exception_new(row->type, "%s: %s", address_of(easy),
			      *words ? words : curl_easy_strerror(code));
	if (exception_is(error, OSError))
		error->error_number = (int)number;
	return error;
}
