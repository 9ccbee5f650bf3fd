/*
 * Addresses of hosts, and what Python calls them.
 */
#ifndef ASYNC_SRC_ADDRESS_H
#define ASYNC_SRC_ADDRESS_H

#include <uv.h>

struct addresses {
	struct addrinfo *first; /* the others: ai_next */
	struct addrinfo number; /* the only one, if it was given as such */
	struct sockaddr_storage socket;
};

/* Looks the host up, in one of libuv's threads if it is a name. May suspend. Raises
 * gaierror, OSError, MemoryError. To be freed by addresses_free. */
void addresses_find(struct addresses *, const char *host, int port);
void addresses_free(struct addresses *);

/* ('127.0.0.1', 80) */
void address_format(const struct sockaddr *, char *text, size_t size);

#endif
