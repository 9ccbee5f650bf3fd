/*
 * What libcurl says of a request that did not come about, as an exception.
 */
#ifndef ASYNC_LIBRARY_HTTP_ERROR_H
#define ASYNC_LIBRARY_HTTP_ERROR_H

#include <curl/curl.h>

#include <async/http_session.h>

/* How far it had come. */
enum stage { STAGE_CONNECTING, STAGE_HEAD, STAGE_BODY };

/* For how a request has ended (not CURLE_OK). To be called before the handle is given
 * away; `words` is its CURLOPT_ERRORBUFFER. The caller owns what it gives. */
struct exception *http_error_of(CURL *easy, CURLcode code, enum stage stage,
				const char *words);

#endif
