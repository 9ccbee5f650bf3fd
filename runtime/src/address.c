#include "address.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>

#include <async/stream.h>

#include "exception.h"
#include "loop.h"
#include "task.h"

const struct exception_type gaierror[1] = { { .name = "gaierror", .base = OSError } };

/* A request that a thread works on. It is its own, so that a task that was cancelled
 * can leave it behind. */
struct lookup {
	uv_getaddrinfo_t uv;
	struct future done;
	struct addrinfo *found;
	int code;
	bool is_over;
	bool abandoned; /* nobody waits any more */
};

static void free_lookup(struct lookup *lookup)
{
	uv_freeaddrinfo(lookup->found);
	free(lookup);
}

static void on_found(uv_getaddrinfo_t *uv, int code, struct addrinfo *found)
{
	struct lookup *lookup = uv->data;

	lookup->code = code;
	lookup->found = found;
	lookup->is_over = true;
	if (lookup->abandoned)
		free_lookup(lookup);
	else
		future_set_result(&lookup->done);
}

static int begin(struct lookup *lookup, const char *host, int port)
{
	struct addrinfo wanted = { .ai_socktype = SOCK_STREAM };
	char service[16];

	snprintf(service, sizeof service, "%d", port);
	future_init(&lookup->done);
	lookup->uv.data = lookup;
	return uv_getaddrinfo(loop_uv(), &lookup->uv, on_found, host, service, &wanted);
}

static void wait_for(struct lookup *lookup)
{
	struct exception *cancelled = future_wait_caught(&lookup->done);

	if (!cancelled)
		return;
	lookup->abandoned = true;
	if (lookup->is_over)
		free_lookup(lookup);
	else
		uv_cancel((uv_req_t *)&lookup->uv);
	exception_pass_on(cancelled);
}

static struct addrinfo *look_up(const char *host, int port)
{
	struct lookup *lookup = calloc(1, sizeof *lookup);
	struct addrinfo *found;
	int code;

	if (!lookup)
		raise (MemoryError, "no room to look up host '%s'", host);
	code = begin(lookup, host, port);
	if (code == 0) {
		wait_for(lookup);
		code = lookup->code;
	}
	found = lookup->found;
	free(lookup);
	if (code < 0)
		raise (gaierror, "%s: '%s'", uv_strerror(code), host);
	return found;
}

void addresses_find(struct addresses *addresses, const char *host, int port)
{
	struct addrinfo *number = &addresses->number;
	struct sockaddr *socket = (struct sockaddr *)&addresses->socket;

	if (port < 0 || port > 65535)
		raise (ValueError, "port must be 0-65535, not %d", port);
	*addresses = (struct addresses){ .first = number };
	number->ai_addr = socket;
	if (uv_ip4_addr(host, port, (struct sockaddr_in *)socket) != 0 &&
	    uv_ip6_addr(host, port, (struct sockaddr_in6 *)socket) != 0)
		addresses->first = look_up(host, port);
}

void addresses_free(struct addresses *addresses)
{
	if (addresses->first != &addresses->number)
		uv_freeaddrinfo(addresses->first);
}

void address_format(const struct sockaddr *address, char *text, size_t size)
{
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
	const struct sockaddr_in *four = (const struct sockaddr_in *)address;
	char number[INET6_ADDRSTRLEN] = "";

	if (address->sa_family == AF_INET6) {
		uv_ip6_name(six, number, sizeof number);
		snprintf(text, size, "('%s', %d, %u, %u)", number, ntohs(six->sin6_port),
			 ntohl(six->sin6_flowinfo), six->sin6_scope_id);
	} else {
		uv_ip4_name(four, number, sizeof number);
		snprintf(text, size, "('%s', %d)", number, ntohs(four->sin_port));
	}
}
