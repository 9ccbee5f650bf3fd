/*
 * A watch: tells when a descriptor, which is somebody else's, can be read from or
 * written to.
 */
#ifndef ASYNC_POSTGRESQL_SOCKET_WATCH_H
#define ASYNC_POSTGRESQL_SOCKET_WATCH_H

#include <uv.h>

struct watch;

/* Raises OSError, MemoryError. */
struct watch *watch_new(int descriptor);
/* To be called before the descriptor is closed. NULL is allowed. */
void watch_close(struct watch *);

/* Suspends until that is so, or the time is over, in seconds (FOREVER); false: it is
 * over. Raises CancelledError, OSError. */
bool watch_wait(struct watch *, int events, double seconds);

/* Calls function(argument) from the loop, once, when that is so. Raises OSError. */
void watch_call(struct watch *, int events, void (*function)(void *), void *argument);

#endif
