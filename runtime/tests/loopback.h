/*
 * What the tests of streams and servers have in common: both ends over the loopback.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <async.h>

#include "note.h"

/* The one of the test that runs. */
extern struct server *server;

/* Runs the body of a test, beside a server with that handler. */
#define SERVE(handler)                                                                   \
	server = await (start_server(handler, "127.0.0.1", 0));                           \
	async_with (server)

/* A handler: sends back what it reads, until the end. */
async_declare (void, echo, (struct stream *, stream));

/* A stream to the server. */
async_declare (struct stream *, dial);

/* Closes a stream, waits for it, and gives it back. */
async_declare (void, hang_up, (struct stream *, stream));

/* Lets the loop go round so often. */
async_declare (void, some_turns, (int, turns));

/* Of this process. */
int count_descriptors(void);

/* How many descriptors are open after some turns: what the first of a kind leaves open
 * for the next is no loss. */
async_declare (int, descriptors_kept);

/* How many descriptors there are more than that. Those of the other side, too, are to be
 * closed: waits a while until there are no more. */
async_declare (int, descriptors_more_than, (int, number));

/* Cancels a task, and waits for its end. */
#define cancel_and_wait(t)                                                               \
	do {                                                                             \
		task_cancel(t);                                                          \
		try {                                                                    \
			await (t);                                                        \
		}                                                                        \
		except (CancelledError) {                                                \
			note("cancelled");                                               \
		}                                                                        \
		end_try                                                                  \
	} while (0)

#endif
