#ifndef ASYNC_OVERFLOW_H
#define ASYNC_OVERFLOW_H

/* From now on, a coroutine that runs out of its stack is told by name on
 * standard error, before the signal takes its course. */
void overflow_watch(void);

#endif
