/*
 * The trace's probes: nothing but the test of a flag, when it is off.
 */
#ifndef ASYNC_SRC_TRACE_H
#define ASYNC_SRC_TRACE_H

#include <async/trace.h>

struct task;

/* Each thread has its own: those of to_thread have no part in the trace. The main
 * thread is on from the start, any other from the async_run that it makes, both until
 * the first async_run ends. */
extern _Thread_local bool trace_is_on;

void trace_begin(void);
void trace_end(void);
void trace_event(enum trace_kind, struct task *, const struct source_location *,
		 const char *text);

/* For tests: each event is told to the probe, too, until the end of async_run. NULL:
 * to nobody. */
typedef void trace_probe(enum trace_kind, struct task *);
void trace_set_probe(trace_probe *);
/* An event of a thing: anything with an address. It gets a number when it is first
 * told of. */
void trace_thing(enum trace_kind, const char *word, const void *thing);
/* Was it told of? */
bool trace_knows(const void *thing);
/* `future` will be done when `task` has ended. */
void trace_part(const void *future, uint32_t task);

#define TRACE_THING(kind, word, thing)                                                   \
	do {                                                                             \
		if (__builtin_expect(trace_is_on, false))                                \
			trace_thing(kind, word, thing);                                  \
	} while (0)

#define TRACE(kind, location, text) TRACE_TASK(NULL, kind, location, text)
#define TRACE_TASK(task, kind, location, text)                                           \
	do {                                                                             \
		if (__builtin_expect(trace_is_on, false))                                \
			trace_event(kind, task, location, text);                         \
	} while (0)

#endif
