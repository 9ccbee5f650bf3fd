/*
 * Time: sleeping, and the loop's clock.
 */
#ifndef ASYNC_TIME_H
#define ASYNC_TIME_H

#include "await.h"

/* No limit of time: where Python has None. */
#define FOREVER __builtin_inf()

/* asyncio.sleep(): suspends the current task for that many seconds, never for
 * less. Of equal deadlines, the one that was set first comes first. With 0 it
 * lets those run that are ready. Raises ValueError for what is no number, and
 * CancelledError. */
async_declare(void, async_sleep, (double, seconds));

/* loop.time(): seconds on a clock that never goes back. */
double loop_time(void);

#endif
