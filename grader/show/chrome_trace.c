/* Lanes as the JSON that Perfetto and chrome://tracing read. See picture.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "show/lane_words.h"
#include "show/picture.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* The lines are a thread of their own, after the tasks. */
#define LINES_THREAD 0

/* Of one side: who reads them keeps all of them in memory. */
enum { EVENTS_MOST = 50000 };

struct events {
	json_t *array;
	size_t process;    /* one for each side, from 1 */
	nanoseconds until; /* what begins later is left out */
};

static json_t *text_value(const char *text)
{
	char *seen = visible_copy(text, strlen(text), true, SPACES_PLAIN);
	json_t *value = json_string(seen);

	free(seen);
	return value;
}

/* An event of that phase, its time in microseconds. Borrowed. */
static json_t *add_event(struct events *events, const char *phase, uint32_t thread,
			 const char *name, nanoseconds at)
{
	json_t *event = json_object();

	json_object_set_new(event, "ph", json_string(phase));
	json_object_set_new(event, "pid", json_integer((json_int_t)events->process));
	json_object_set_new(event, "tid", json_integer(thread));
	json_object_set_new(event, "ts", json_real((double)at / 1000));
	json_object_set_new(event, "name", text_value(name));
	json_array_append_new(events->array, event);
	return event;
}

static void name_it(struct events *events, const char *what, uint32_t thread,
		    const char *name)
{
	json_t *event = add_event(events, "M", thread, what, 0);

	json_object_set_new(event, "args", json_pack("{s:o}", "name", text_value(name)));
}

static void set_place(json_t *event, const struct trace_place *place)
{
	if (!place)
		return;
	json_object_set_new(event, "args",
			    json_pack("{s:o,s:i,s:o,s:o}", "file",
				      text_value(place->file), "line", place->line,
				      "function", text_value(place->function), "source",
				      text_value(place->text)));
}

/* A piece of a span, from one moment to another. */
static void add_piece(struct events *events, const struct lane *lane, enum span_kind kind,
		      const struct span *span, nanoseconds from, nanoseconds to)
{
	static const char *const categories[] = {
		[SPAN_RUNNING] = "running",
		[SPAN_WAITING] = "waiting",
		[SPAN_INSIDE] = "with",
		[SPAN_BLOCKING] = "blocking",
	};
	char *label = kind == SPAN_RUNNING ? text_format("running")
					   : span_name(lane, kind, span);
	json_t *event = add_event(events, "X", lane->task,
				  *label ? label : categories[kind], from);

	json_object_set_new(event, "dur", json_real((double)(to - from) / 1000));
	json_object_set_new(event, "cat", json_string(categories[kind]));
	if (kind == SPAN_BLOCKING)
		json_object_set_new(event, "cname", json_string("terrible"));
	set_place(event, span->place);
	free(label);
}

static void add_mark(struct events *events, const struct lane *lane,
		     const struct mark *mark)
{
	static const char *const names[] = {
		[MARK_YIELD] = "yield",
		[MARK_RAISE] = "raise",
		[MARK_CANCEL] = "cancel",
		[MARK_LAST] = "end",
	};
	json_t *event;

	if (mark->at > events->until)
		return;
	event = add_event(events, "i", lane->task, names[mark->kind], mark->at);
	json_object_set_new(event, "s", json_string("t"));
	set_place(event, mark->place);
	if (mark->kind == MARK_RAISE || mark->kind == MARK_LAST)
		json_object_set_new(event, "name", text_value(mark->words));
}

/* ---- nesting -------------------------------------------------------------- */

/* The events of a thread must nest (Trace Event Format, «Complete Events»). But a task
 * runs on while it enters a body, and a generator may keep one open for longer than its
 * user: so spans are cut in pieces at the moments where bodies begin and end. */
struct cuts {
	nanoseconds *items; /* in order */
	size_t count;
};

static int by_moment(const void *one, const void *other)
{
	nanoseconds a = *(const nanoseconds *)one, b = *(const nanoseconds *)other;

	return (a > b) - (a < b);
}

static struct cuts cuts_of(const struct spans *insides)
{
	struct cuts cuts = {
		.items = memory_new(2 * insides->count + 1, sizeof(*cuts.items)),
		.count = 2 * insides->count,
	};

	for (size_t i = 0; i < insides->count; i++) {
		cuts.items[2 * i] = insides->items[i].from;
		cuts.items[2 * i + 1] = insides->items[i].to;
	}
	qsort(cuts.items, cuts.count, sizeof(*cuts.items), by_moment);
	return cuts;
}

/* The first cut behind that moment. */
static size_t cut_after(const struct cuts *cuts, nanoseconds moment)
{
	size_t low = 0, high = cuts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cuts->items[middle] <= moment)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_span(struct events *events, const struct lane *lane, enum span_kind kind,
		     const struct span *span, const struct cuts *cuts)
{
	nanoseconds from = span->from;

	if (from > events->until)
		return;
	for (size_t i = cut_after(cuts, from);
	     i < cuts->count && cuts->items[i] < span->to; i++) {
		if (cuts->items[i] == from)
			continue;
		add_piece(events, lane, kind, span, from, cuts->items[i]);
		from = cuts->items[i];
	}
	add_piece(events, lane, kind, span, from, span->to);
}

/* A body is cut only where one ends that began before it. */
static void add_insides(struct events *events, const struct lane *lane)
{
	const struct spans *insides = &lane->spans[SPAN_INSIDE];
	struct cuts ends = {
		.items = memory_new(insides->count + 1, sizeof(*ends.items)),
	};

	for (size_t i = 0; i < insides->count; i++) {
		size_t over = cut_after(&ends, insides->items[i].from), at;

		ends.count -= over;
		memmove(ends.items, ends.items + over, ends.count * sizeof(*ends.items));
		add_span(events, lane, SPAN_INSIDE, &insides->items[i], &ends);
		at = cut_after(&ends, insides->items[i].to);
		memmove(ends.items + at + 1, ends.items + at,
			(ends.count - at) * sizeof(*ends.items));
		ends.items[at] = insides->items[i].to;
		ends.count++;
	}
	free(ends.items);
}

/* What is around comes before what is in it: those inside first. */
static void add_lane(struct events *events, const struct lane *lane)
{
	static const enum span_kind order[] = { SPAN_WAITING, SPAN_RUNNING,
						SPAN_BLOCKING };
	struct cuts cuts = cuts_of(&lane->spans[SPAN_INSIDE]);

	name_it(events, "thread_name", lane->task, lane->name);
	add_insides(events, lane);
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		for (size_t j = 0; j < lane->spans[order[i]].count; j++)
			add_span(events, lane, order[i], &lane->spans[order[i]].items[j],
				 &cuts);
	free(cuts.items);
	for (size_t i = 0; i < lane->mark_count; i++)
		add_mark(events, lane, &lane->marks[i]);
}

/* ---- not too much --------------------------------------------------------- */

static size_t size_of(const struct lane *lane)
{
	size_t size = lane->mark_count;

	for (int kind = 0; kind < SPAN_KINDS; kind++)
		size += lane->spans[kind].count;
	return size;
}

static nanoseconds *add_moments(nanoseconds *end, const struct lane *lane)
{
	for (int kind = 0; kind < SPAN_KINDS; kind++)
		for (size_t i = 0; i < lane->spans[kind].count; i++)
			*end++ = lane->spans[kind].items[i].from;
	for (size_t i = 0; i < lane->mark_count; i++)
		*end++ = lane->marks[i].at;
	return end;
}

/* Until when no more begins than may be shown; INT64_MAX: that is all. */
static nanoseconds shown_until(const struct lanes *lanes)
{
	size_t size = 0;
	nanoseconds *moments, *end, until;

	for (size_t i = 0; i < lanes->count; i++)
		size += size_of(&lanes->lanes[i]);
	if (size <= EVENTS_MOST)
		return INT64_MAX;
	moments = end = memory_new(size, sizeof(*moments));
	for (size_t i = 0; i < lanes->count; i++)
		end = add_moments(end, &lanes->lanes[i]);
	qsort(moments, size, sizeof(*moments), by_moment);
	until = moments[EVENTS_MOST] - 1;
	free(moments);
	return until;
}

static void say_what_is_left_out(struct events *events)
{
	if (events->until != INT64_MAX)
		json_object_set_new(
			add_event(events, "i", LINES_THREAD,
				  "here too much happens: the rest is left out",
				  events->until),
			"s", json_string("p"));
}

static void add_side(struct events *events, const struct picture *picture,
		     const struct picture_side *side)
{
	const struct program_result *result = side->lanes.result;

	events->until = shown_until(&side->lanes);
	name_it(events, "process_name", LINES_THREAD,
		*side->title ? side->title : picture->title);
	name_it(events, "thread_name", LINES_THREAD, "lines");
	for (size_t i = 0; i < side->lanes.count; i++)
		add_lane(events, &side->lanes.lanes[i]);
	for (size_t i = 0; i < result->line_count; i++)
		json_object_set_new(add_event(events, "i", LINES_THREAD,
					      result->lines[i].text, result->lines[i].at),
				    "s", json_string("t"));
	say_what_is_left_out(events);
	if (side->marked >= 0)
		json_object_set_new(
			add_event(events, "i", LINES_THREAD, side->mark, side->marked),
			"s", json_string("p"));
}

bool picture_chrome_trace(FILE *stream, const struct picture *picture)
{
	struct events events = { .array = json_array() };
	json_t *whole;
	bool written;

	for (size_t i = 0; i < picture->count; i++) {
		events.process = i + 1;
		add_side(&events, picture, &picture->sides[i]);
	}
	whole = json_pack("{s:o,s:s,s:{s:o,s:o}}", "traceEvents", events.array,
			  "displayTimeUnit", "ms", "otherData", "title",
			  text_value(picture->title), "description",
			  text_value(picture->description));
	written =
		whole &&
		json_dumpf(whole, stream, JSON_COMPACT | JSON_REAL_PRECISION(15)) == 0 &&
		fputc('\n', stream) != EOF;
	json_decref(whole);
	return written;
}
