/*
 * A very small HTTP/1.1 server and client over streams, for the programs S*h_*.
 *
 * The server answers GET with what a function says for the path; the client keeps its
 * connections open and uses them again, one request at a time on each.
 */
#ifndef MINI_HTTP_H
#define MINI_HTTP_H

#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_END "\r\n\r\n"

/* ---- the server ---- */

struct answer {
	double delay; /* in seconds, before it is sent */
	int status;
	char body[300];
};

struct site {
	void (*answer)(const char *path, struct answer *);
	struct server *server;
	int connections, requests; /* so far */
};

async (void, answer_next, (struct site *, self), (struct stream *, stream))
{
	char *request = await (stream_read_until(stream, HEAD_END));
	char path[100] = "", head[80];
	struct answer answer;

	self->requests++;
	sscanf(request, "%*s %99s", path);
	self->answer(path, &answer);
	await (async_sleep(answer.delay));
	snprintf(head, sizeof head, "HTTP/1.1 %d X\r\nContent-Length: %zu" HEAD_END,
		 answer.status, strlen(answer.body));
	stream_write(stream, head);
	stream_write(stream, answer.body);
	await (stream_drain(stream));
}

async (void, serve, (struct site *, self), (struct stream *, stream))
{
	self->connections++;
	try {
		for (;;)
			await (answer_next(self, stream));
	} except (IncompleteReadError, ConnectionError, e) {
	} finally {
		stream_close(stream);
	} end_try
}

async (struct site *, site_aenter, (struct site *, self))
{
	self->server = await (start_method_server(self, serve, "127.0.0.1", 0));
	return self;
}

async (void, site_aexit, (struct site *, self), (struct exception *, e))
{
	server_close(self->server);
	await (server_wait_closed(self->server));
}

async_context_manager (site, struct site *);

/* ---- the client ---- */

#define IDLE_MAX 8

struct session {
	int port;
	int idle_count;
	struct stream *idle[IDLE_MAX];
};

struct response {
	struct session *session;
	const char *path;
	struct stream *link;
	int status;
	size_t length;
	char *body; /* the stream's; NULL: not read yet */
};

async (struct stream *, session_take, (struct session *, self))
{
	if (self->idle_count > 0)
		return self->idle[--self->idle_count];
	return await (open_connection("127.0.0.1", self->port));
}

static void session_give(struct session *self, struct stream *link)
{
	if (self->idle_count < IDLE_MAX)
		self->idle[self->idle_count++] = link;
	else
		stream_release(link);
}

async (struct response *, response_aenter, (struct response *, self))
{
	char request[200], *head;

	self->link = await (session_take(self->session));
	snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: local" HEAD_END,
		 self->path);
	stream_write(self->link, request);
	await (stream_drain(self->link));
	head = await (stream_read_until(self->link, HEAD_END));
	sscanf(head, "%*s %d", &self->status);
	self->length = strtoul(strstr(head, "Content-Length:") + 15, NULL, 10);
	return self;
}

async (const char *, response_text, (struct response *, self))
{
	if (!self->body)
		self->body = await (stream_readexactly(self->link, self->length));
	return self->body;
}

async (void, response_aexit, (struct response *, self), (struct exception *, e))
{
	await (response_text(self));
	session_give(self->session, self->link);
}

async_context_manager (response, struct response *);

/* The response is the caller's memory. */
__attribute__((unused)) static struct response_async_context_manager
session_get(struct session *self, const char *path, struct response *memory)
{
	*memory = (struct response){ .session = self, .path = path };
	return response(memory);
}

async (void, session_close, (struct session *, self))
{
	while (self->idle_count > 0) {
		struct stream *link = self->idle[--self->idle_count];

		stream_close(link);
		await (stream_wait_closed(link));
		stream_release(link);
	}
}

async (struct session *, session_aenter, (struct session *, self))
{
	return self;
}

async (void, session_aexit, (struct session *, self), (struct exception *, e))
{
	await (session_close(self));
}

async_context_manager (session, struct session *);

#endif
