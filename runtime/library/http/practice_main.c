/* The practice server as a program. */
#include <async/practice_server.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "connection.h"

struct settings {
	int socket; /* -1: it makes its own, … */
	int port;   /* … at this port; 0: any that is free */
	double delay;
	bool verbose;
	struct stream_handler handler;
};

static int usage(const char *program)
{
	fprintf(stderr,
		"usage: %s [--socket DESCRIPTOR | --port PORT] [--delay SECONDS] "
		"[--verbose]\n",
		program);
	return 2;
}

/* False: it is not a number from 0 to the greatest. */
static bool read_number(const char *text, double greatest, double *number)
{
	char *end;

	if (!text)
		return false;
	*number = strtod(text, &end);
	return end != text && !*end && *number >= 0 && *number <= greatest;
}

static bool take_option(struct settings *settings, const char *name, const char *value)
{
	double number;

	if (strcmp(name, "--delay") == 0)
		return read_number(value, 86400, &settings->delay);
	if (!read_number(value, 65535, &number))
		return false;
	if (strcmp(name, "--socket") == 0)
		settings->socket = (int)number;
	else if (strcmp(name, "--port") == 0)
		settings->port = (int)number;
	else
		return false;
	return true;
}

static bool take_options(struct settings *settings, char **argv)
{
	for (int i = 1; argv[i]; i++) {
		if (strcmp(argv[i], "--verbose") == 0)
			settings->verbose = true;
		else if (take_option(settings, argv[i], argv[i + 1]))
			i++;
		else
			return false;
	}
	return true;
}

async (void, answer, (struct settings *, settings), (struct http_exchange *, exchange))
{
	if (settings->verbose)
		printf("%s %s\n", exchange->method, exchange->target);
	if (settings->delay > 0)
		await (async_sleep(settings->delay));
	handler_run(settings->handler, exchange);
}

async (void, serve_inherited, (struct settings *, settings))
{
	async_with (server, http_method_server_on(settings, answer, settings->socket)) {
		await (http_server_serve_forever(server));
	} end_with
}

async (void, serve_own, (struct settings *, settings))
{
	async_with (server,
		    http_method_server(settings, answer, "127.0.0.1", settings->port)) {
		printf("http://127.0.0.1:%d\n", http_server_port(server));
		await (http_server_serve_forever(server));
	} end_with
}

async (int, serve, (struct settings *, settings))
{
	try {
		if (settings->socket >= 0)
			await (serve_inherited(settings));
		else
			await (serve_own(settings));
	} except (OSError, e) {
		fprintf(stderr, "practice server: %s\n", e->message);
	} end_try
	return 2;
}

int practice_main_(int argc, char **argv, struct stream_handler handler)
{
	struct settings settings = { .socket = -1, .handler = handler };
	pid_t parent = getppid();

	(void)argc;
	if (!take_options(&settings, argv))
		return usage(argv[0]);
	/* A companion that nobody ends would stay for ever. */
	if (settings.socket >= 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			return 0;
	}
	return async_run(serve(&settings));
}

int practice_server_main(int argc, char **argv)
{
	struct practice practice = { 0 };
	int status = practice_main_(argc, argv, HTTP_METHOD_(&practice, practice_answer));

	practice_free(&practice);
	return status;
}
