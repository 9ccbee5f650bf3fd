#include "run/turn.h"

#include <stdbool.h>
#include <stddef.h>

#include "clock/machine_time.h"

static struct {
	void (*take)(void *context);
	void (*give)(void *context);
	void *context;
	bool held;
	double waited;
} turn;

void turn_set(void (*take)(void *context), void (*give)(void *context), void *context)
{
	turn.take = take;
	turn.give = give;
	turn.context = context;
	turn.held = false;
}

void turn_take(void)
{
	double start;

	if (!turn.take || turn.held)
		return;
	start = machine_seconds();
	turn.held = true;
	turn.take(turn.context);
	turn.waited += machine_seconds() - start;
}

void turn_give(void)
{
	if (!turn.give || !turn.held)
		return;
	turn.held = false;
	turn.give(turn.context);
}

double turn_waited(void)
{
	return turn.waited;
}
