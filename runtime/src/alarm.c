#include "alarm.h"

static void go_off(struct handle *fired)
{
	struct alarm *alarm =
		(struct alarm *)((char *)fired - offsetof(struct alarm, timer.fired));

	future_set_result(alarm->future);
}

void alarm_set(struct alarm *alarm, struct future *future, double seconds)
{
	*alarm = (struct alarm){ .timer.index = TIMER_IDLE, .future = future };
	if (seconds != FOREVER)
		timer_set(&alarm->timer, timer_deadline(seconds), go_off);
}

void alarm_cancel(struct alarm *alarm)
{
	timer_cancel(&alarm->timer);
}
