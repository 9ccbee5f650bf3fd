#include "run/turn.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

static struct {
	void (*take)(void *context);
	void (*give)(void *context);
	void *context;
	bool held;
	double waited;
} turn;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

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
	start = now();
	turn.held = true;
	turn.take(turn.context);
	turn.waited += now() - start;
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
