#include "sqlite_lock.h"

#include <async/database.h>

#include "alarm.h"
#include "exception.h"
#include "loop.h"
#include "task.h"

static _Thread_local struct lock_place *first;

/* SQLite's own (sqliteDefaultBusyCallback), in seconds. */
static const double delays[] = { 0.001, 0.002, 0.005, 0.010, 0.015, 0.020,
				 0.025, 0.025, 0.025, 0.050, 0.050, 0.100 };
enum { DELAYS = sizeof delays / sizeof *delays };

static _Thread_local unsigned holders;

void lock_count(bool *is_holding, bool holds_now)
{
	holders = holders - *is_holding + holds_now;
	*is_holding = holds_now;
}

void lock_enter(struct lock_place *place)
{
	struct lock_place **end = &first;

	*place = (struct lock_place){ .deadline =
					      timer_deadline(DATABASE_LOCKED_SECONDS) };
	while (*end)
		end = &(*end)->next;
	*end = place;
	future_init(&place->woken);
}

void lock_leave(struct lock_place *place)
{
	struct lock_place **at = &first;

	while (*at != place)
		at = &(*at)->next;
	*at = place->next;
}

static void wait_for_wake(struct lock_place *place, double seconds)
{
	struct alarm alarm;
	struct exception *cancelled;

	future_init(&place->woken);
	place->woken.in_line = true;
	alarm_set(&alarm, &place->woken, seconds);
	cancelled = future_wait_caught(&place->woken);
	alarm_cancel(&alarm);
	if (cancelled)
		exception_pass_on(cancelled);
}

bool lock_wait(struct lock_place *place)
{
	bool is_early = holders == 0 && place->tries < DELAYS;
	double delay = delays[is_early ? place->tries : DELAYS - 1];
	double left = (double)(place->deadline - loop_now()) / 1e9;

	if (left <= 0)
		return false;
	place->tries++;
	if (!place->is_woken)
		wait_for_wake(place, delay < left ? delay : left);
	place->is_woken = false;
	return true;
}

void lock_wake_all(void)
{
	for (struct lock_place *place = first; place; place = place->next) {
		place->is_woken = true;
		future_set_result(&place->woken);
	}
}
