/* A practice server that runs as a companion of ours. */
#include <async/practice_server.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kept.h"
#include "loop.h"

/* The program, --socket N, arguments, NULL. */
enum { ARGUMENTS_MAX = 20 };

struct companion {
	struct practice_site site; /* what the program sees of it */
	struct kept kept;
	char *arguments[ARGUMENTS_MAX + 4];
	char number[12]; /* of the socket */
	int socket;      /* ours, until the companion has it; or -1 */
};

static struct companion *companion_of(struct practice_site *site)
{
	return (struct companion *)site;
}

static void free_companion(struct companion *companion)
{
	if (companion->socket >= 0)
		close(companion->socket);
	for (int i = 0; companion->arguments[i]; i++)
		if (companion->arguments[i] != companion->number)
			free(companion->arguments[i]);
	free(companion);
}

static void end_with_loop(struct kept *kept)
{
	free_companion(
		(struct companion *)((char *)kept - offsetof(struct companion, kept)));
}

static bool copy_arguments(struct companion *companion, const char *const *arguments)
{
	char **to = companion->arguments;

	*to++ = strdup(arguments[0]);
	*to++ = strdup("--socket");
	*to++ = companion->number;
	for (int i = 1; arguments[i] && i < ARGUMENTS_MAX; i++)
		*to++ = strdup(arguments[i]);
	while (to > companion->arguments)
		if (!*--to)
			return false;
	return true;
}

struct practice_site *practice_site_new_(const char *const *arguments)
{
	struct companion *companion = calloc(1, sizeof *companion);

	if (companion)
		companion->socket = -1;
	if (!companion || !copy_arguments(companion, arguments)) {
		if (companion)
			free_companion(companion);
		raise (MemoryError, "no room for a practice site");
	}
	kept_add(&companion->kept, end_with_loop);
	return &companion->site;
}

/* It listens before the companion is there: who asks meanwhile waits in the socket's
 * queue. The companion inherits it, so it is not to be closed by exec. */
static int listen_at_free_port(struct companion *companion)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	struct practice_site *site = &companion->site;

	companion->socket = socket(AF_INET, SOCK_STREAM, 0);
	if (companion->socket < 0 ||
	    bind(companion->socket, (struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(companion->socket, SOMAXCONN) != 0 ||
	    getsockname(companion->socket, (struct sockaddr *)&address, &size) != 0)
		return -errno;
	site->port = ntohs(address.sin_port);
	snprintf(site->url, sizeof site->url, "http://127.0.0.1:%d", site->port);
	snprintf(companion->number, sizeof companion->number, "%d", companion->socket);
	return 0;
}

async (void, start_companion, (struct companion *, companion))
{
	int code = listen_at_free_port(companion);

	if (code < 0)
		loop_raise_uv(code, "socket for a practice site");
	companion->site.process = await (subprocess_start((struct subprocess_options){
		.argv = (const char *const *)companion->arguments,
	}));
	close(companion->socket);
	companion->socket = -1;
}

async_define (struct practice_site *, practice_companion_aenter,
	     (struct practice_site *, site))
{
	struct companion *companion = companion_of(site);

	try {
		await (start_companion(companion));
	} except (BaseException) {
		kept_remove(&companion->kept);
		free_companion(companion);
		raise ();
	} end_try
	return site;
}

async_define (void, practice_companion_aexit, (struct practice_site *, site),
	     (struct exception *, exception))
{
	struct companion *companion = companion_of(site);

	try {
		await (process_scope_aexit(site->process, exception));
	} finally {
		kept_remove(&companion->kept);
		free_companion(companion);
	} end_try
}
