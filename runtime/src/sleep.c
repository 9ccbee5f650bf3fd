#include <async/time.h>

#include <math.h>

#include "exception.h"
#include "loop.h"
#include "task.h"

/* A sleep is a future that a timer completes: so the sleeper runs one turn
 * after the timer, behind what was put in the queue meanwhile. */
struct sleep {
	struct timer timer;
	struct future future;
};

static void wake(struct handle *fired)
{
	struct sleep *sleep = (struct sleep *)((char *)fired -
					       offsetof(struct sleep, timer.fired));

	future_set_result(&sleep->future);
}

static void take_back_timer(struct sleep *sleep)
{
	timer_cancel(&sleep->timer);
	if (!handle_queue_remove(&loop_current->turn, &sleep->timer.fired))
		handle_queue_remove(&loop_current->ready, &sleep->timer.fired);
}

/* A cancelled sleep leaves while its timer may still be in a queue. */
static void sleep_until(int64_t deadline)
{
	struct sleep sleep = { .timer.index = TIMER_IDLE };
	struct handler handler;

	future_init(&sleep.future);
	timer_set(&sleep.timer, deadline, wake);
	handler_push_(&handler);
	if (handler_mark_(handler.registers) != 0) {
		take_back_timer(&sleep);
		exception_pass_on(handler.exception);
	}
	future_suspend(&sleep.future);
	handler_pop_(&handler);
	if (sleep.future.state == FUTURE_CANCELLED) {
		take_back_timer(&sleep);
		raise (CancelledError);
	}
}

async_define(void, async_sleep, (double, seconds))
{
	if (isnan(seconds))
		raise (ValueError, "Invalid delay: NaN (not a number)");
	if (seconds <= 0)
		task_yield_turn();
	else if (seconds > 1e9)
		sleep_until(INT64_MAX);
	else
		sleep_until(loop_now() + (int64_t)llround(seconds * 1e9));
}

double loop_time(void)
{
	return (double)loop_now() / 1e9;
}
