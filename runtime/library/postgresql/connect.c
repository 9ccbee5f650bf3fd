#include <async/database.h>

#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "address.h"
#include "loop.h"
#include "task.h"

#include "postgresql.h"

/* An attempt to connect. Its steps are taken on the loop's own stack: who asks for the
 * user's name, for keys and tickets may need more than a task's. */
struct attempt {
	struct postgresql_session *self;
	const char *const *keywords, *const *values;
	struct handle begin;
	struct future done;
	int socket; /* that is watched */
};

/* ---- the steps ---- */

static void take_step(void *argument);

static void watch_socket(struct attempt *attempt, int events)
{
	struct postgresql_session *self = attempt->self;
	int now = PQsocket(self->connection);

	/* Another host, or another try, has another socket; or the same number for it. */
	if (self->watch)
		watch_close(self->watch);
	self->watch = NULL;
	self->watch = watch_new(now);
	watch_call(self->watch, events, take_step, attempt);
}

static void watch_for_reading(void *attempt)
{
	watch_socket(attempt, UV_READABLE);
}

static void watch_for_writing(void *attempt)
{
	watch_socket(attempt, UV_WRITABLE);
}

static void take_step(void *argument)
{
	struct attempt *attempt = argument;
	struct exception *raised = NULL;

	switch (PQconnectPoll(attempt->self->connection)) {
	case PGRES_POLLING_READING:
		raised = exception_caught(watch_for_reading, attempt);
		break;
	case PGRES_POLLING_WRITING:
		raised = exception_caught(watch_for_writing, attempt);
		break;
	default: future_set_result(&attempt->done); break;
	}
	if (raised)
		future_set_exception(&attempt->done, raised);
}

static void begin(struct handle *handle)
{
	struct attempt *attempt =
		(struct attempt *)((char *)handle - offsetof(struct attempt, begin));
	struct exception *raised = NULL;

	attempt->self->connection =
		PQconnectStartParams(attempt->keywords, attempt->values, 1);
	if (PQstatus(attempt->self->connection) == CONNECTION_BAD)
		future_set_result(&attempt->done);
	else
		raised = exception_caught(watch_for_writing, attempt);
	if (raised)
		future_set_exception(&attempt->done, raised);
}

/* ---- where to ---- */

/* The host of an address, if it is a name that must be looked up, else "". libpq would
 * look it up without letting others go on. (Of several hosts, it does.) */
static void find_host(const char *address, char *host, size_t size)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);

	host[0] = '\0';
	for (PQconninfoOption *at = options; at && at->keyword; at++) {
		bool is_host = strcmp(at->keyword, "host") == 0;

		if (at->val && strcmp(at->keyword, "hostaddr") == 0) {
			host[0] = '\0';
			break;
		}
		if (at->val && is_host && !strpbrk(at->val, "/,@"))
			snprintf(host, size, "%s", at->val);
	}
	PQconninfoFree(options);
}

/* Its number, as a text, in `number`; "" if it need not be looked up. */
static void look_up(const char *address, char *number, size_t size)
{
	char host[NI_MAXHOST];
	struct addresses addresses;

	number[0] = '\0';
	find_host(address, host, sizeof host);
	if (!host[0])
		return;
	addresses_find(&addresses, host, 0);
	getnameinfo(addresses.first->ai_addr, addresses.first->ai_addrlen, number,
		    (socklen_t)size, NULL, 0, NI_NUMERICHOST);
	addresses_free(&addresses);
}

/* ---- the whole ---- */

/* If it is cancelled, the steps stop with the watch. */
static void attempt_to_connect(struct attempt *attempt)
{
	future_init(&attempt->done);
	attempt->begin.run = begin;
	loop_call_soon(&attempt->begin);
	try {
		future_wait(&attempt->done, NULL);
	} finally {
		future_remove_waiter(&attempt->begin);
		watch_close(attempt->self->watch);
		attempt->self->watch = NULL;
	} end_try
}

void postgresql_connect(struct postgresql_session *self, const char *address)
{
	char number[NI_MAXHOST];
	const char *keywords[] = { "dbname", "client_encoding", "hostaddr", NULL };
	const char *values[] = { address, "UTF8", number, NULL };
	struct attempt attempt = { .self = self, .keywords = keywords, .values = values };

	look_up(address, number, sizeof number);
	if (!number[0])
		keywords[2] = NULL;
	attempt_to_connect(&attempt);
	if (PQstatus(self->connection) != CONNECTION_OK)
		postgresql_raise_connection(self->connection);
	PQsetnonblocking(self->connection, 1);
	self->watch = watch_new(PQsocket(self->connection));
}
