/*
 * libcurl's multi interface on the loop: it says which sockets it waits for and until
 * when (CURLMOPT_SOCKETFUNCTION, CURLMOPT_TIMERFUNCTION), and is told what has
 * happened (curl_multi_socket_action). libuv watches the sockets, the loop's own heap
 * the time.
 *
 * What libuv tells takes effect in a handle of the turn that follows, as for streams.
 */
#ifndef ASYNC_LIBRARY_CURL_LOOP_H
#define ASYNC_LIBRARY_CURL_LOOP_H

#include <curl/curl.h>

#include "loop.h"

struct curl_loop {
	CURLM *multi;
	struct timer timer;
	/* A handle's work has ended. It is still the multi's: to be removed by this. */
	void (*ended)(CURL *easy, CURLcode code);
};

/* Must stay where it is until curl_loop_end. Raises RuntimeError if libcurl cannot be
 * had, MemoryError. */
void curl_loop_begin(struct curl_loop *, void (*ended)(CURL *, CURLcode));

/* Closes all connections. No handle may be the multi's any more. */
void curl_loop_end(struct curl_loop *);

#endif
