/*
 * What the runtime itself needs of generators, beyond <async/generator.h>.
 */
#ifndef ASYNC_SRC_GENERATOR_H
#define ASYNC_SRC_GENERATOR_H

#include <async/async_generator.h>

/* Goes on with it until its next yield, or its end; the item goes where
 * generator->item says. True: it has yielded. False: it has ended, and
 * generator->raised is what came out, owned by the caller, or NULL. */
bool generator_resume(struct generator *);

/* Closes those of the loop that are still open, newest first, and frees them;
 * runs in a task. What their clean-up raises is reported. */
void async_generators_shut_down(void);

#endif
