/*
 * What the runtime itself needs of threads, beyond <async/thread.h>.
 */
#ifndef ASYNC_SRC_THREAD_H
#define ASYNC_SRC_THREAD_H

/* Suspends the current task until no thread works for this loop any more. */
void threads_wait_for_all(void);

#endif
