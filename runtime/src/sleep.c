#include <async/time.h>

#include <math.h>

#include "alarm.h"
#include "exception.h"
#include "task.h"

static void sleep_for(double seconds)
{
	struct future woken;
	struct alarm alarm;
	struct exception *raised;

	future_init(&woken);
	alarm_set(&alarm, &woken, seconds);
	raised = future_wait_caught(&woken);
	alarm_cancel(&alarm);
	if (raised)
		exception_pass_on(raised);
}

async_define (void, async_sleep, (double, seconds))
{
	if (isnan(seconds))
		raise (ValueError, "Invalid delay: NaN (not a number)");
	if (seconds <= 0)
		task_yield_turn();
	else
		sleep_for(seconds);
}

double loop_time(void)
{
	return (double)loop_now() / 1e9;
}
