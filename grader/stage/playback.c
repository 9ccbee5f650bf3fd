#include "stage/playback.h"

#include <stdlib.h>

#include "text/memory.h"

/* A second event within a millisecond of one could not be told from it. */
static const nanoseconds apart = 1000000;

static int compare(const void *this, const void *that)
{
	const nanoseconds *a = this, *b = that;

	return (*a > *b) - (*a < *b);
}

static void add_event(struct playback *playback, nanoseconds at)
{
	playback->events = memory_resize(playback->events, playback->event_count + 1,
					 sizeof(*playback->events));
	playback->events[playback->event_count++] = at;
}

static void add_lane_events(struct playback *playback, const struct lane *lane)
{
	for (size_t kind = 0; kind < SPAN_KINDS; kind++)
		for (size_t i = 0; i < lane->spans[kind].count; i++) {
			add_event(playback, lane->spans[kind].items[i].from);
			add_event(playback, lane->spans[kind].items[i].to);
		}
	for (size_t i = 0; i < lane->mark_count; i++)
		add_event(playback, lane->marks[i].at);
}

static void keep_one_of_each(struct playback *playback)
{
	size_t kept = 0;

	qsort(playback->events, playback->event_count, sizeof(*playback->events),
	      compare);
	for (size_t i = 0; i < playback->event_count; i++) {
		nanoseconds at = playback->events[i];

		if (at > playback->end)
			at = playback->end;
		if (!kept || at - playback->events[kept - 1] >= apart)
			playback->events[kept++] = at;
	}
	playback->event_count = kept;
}

void playback_begin(struct playback *playback, const struct picture *picture)
{
	const struct lanes *lanes = &picture->sides[0].lanes;

	*playback = (struct playback){ .speed = 1 };
	if (!picture->count)
		return;
	playback->end = lanes->end;
	add_event(playback, 0);
	add_event(playback, lanes->end);
	for (size_t i = 0; i < lanes->count; i++)
		add_lane_events(playback, &lanes->lanes[i]);
	for (size_t i = 0; i < lanes->result->line_count; i++)
		add_event(playback, lanes->result->lines[i].at);
	keep_one_of_each(playback);
}

void playback_free(struct playback *playback)
{
	free(playback->events);
	*playback = (struct playback){ 0 };
}

void playback_pass(struct playback *playback, nanoseconds elapsed)
{
	if (playback->paused)
		return;
	playback->now += (nanoseconds)((double)elapsed * playback->speed);
	if (playback->now > playback->end)
		playback->now = playback->end;
}

bool playback_is_over(const struct playback *playback)
{
	return playback->now >= playback->end;
}

void playback_step(struct playback *playback, int step)
{
	size_t i = 0;

	playback->paused = true;
	if (step > 0) {
		while (i < playback->event_count && playback->events[i] <= playback->now)
			i++;
		playback->now =
			i < playback->event_count ? playback->events[i] : playback->end;
		return;
	}
	while (i < playback->event_count && playback->events[i] < playback->now - apart)
		i++;
	playback->now = i > 0 ? playback->events[i - 1] : 0;
}

void playback_jump(struct playback *playback, nanoseconds to)
{
	playback->now = to < 0 ? 0 : to > playback->end ? playback->end : to;
}

void playback_change_speed(struct playback *playback, int step)
{
	double speed = step > 0 ? playback->speed * 2 : playback->speed / 2;

	if (speed >= 1.0 / 64 && speed <= 64)
		playback->speed = speed;
}
