#include "judge/tolerance.h"

#include <stdlib.h>

#include "text/memory.h"

void delays_add(struct delays *delays, milliseconds from, milliseconds length)
{
	if (length <= 0)
		return;
	if (delays->count == delays->capacity) {
		delays->capacity = delays->capacity ? 2 * delays->capacity : 8;
		delays->items = memory_resize(delays->items, delays->capacity,
					      sizeof(*delays->items));
	}
	delays->items[delays->count++] = (struct delay){
		.from = from,
		.length = length,
		.before = delays->total,
	};
	delays->total += length;
}

/* How many of them had begun by then. */
static size_t begun(const struct delays *delays, milliseconds at)
{
	size_t low = 0, high = delays->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (delays->items[middle].from < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

milliseconds delays_until(const struct delays *delays, milliseconds at)
{
	size_t count = delays ? begun(delays, at) : 0;
	const struct delay *last;
	milliseconds sum;

	if (!count)
		return 0;
	last = &delays->items[count - 1];
	sum = last->before +
	      (at - last->from < last->length ? at - last->from : last->length);
	return sum < delays->most ? sum : delays->most;
}

void delays_free(struct delays *delays)
{
	free(delays->items);
	*delays = (struct delays){ 0 };
}

bool tolerance_is_early(const struct tolerance *tolerance, milliseconds expected,
			milliseconds actual)
{
	return actual < expected - tolerance->early;
}

bool tolerance_is_late(const struct tolerance *tolerance, milliseconds expected,
		       milliseconds actual)
{
	return actual >
	       expected + tolerance->late + delays_until(tolerance->delays, actual);
}

milliseconds tolerance_in_all(const struct tolerance *tolerance)
{
	return tolerance->early + tolerance->late +
	       delays_until(tolerance->delays, INT64_MAX);
}
