#include "show/lanes.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

enum { DEEPEST = 64 };

/* What is going on in a task while the trace is read. */
struct progress {
	struct lane *lane;
	bool runs, waits;       /* the last such span has not ended */
	bool of_runtime;        /* not the program's: how async_run ends */
	size_t inside[DEEPEST]; /* which have not ended, outermost first */
	unsigned depth;
	nanoseconds last; /* moment; time does not run backwards */
};

struct reading {
	struct lanes *lanes;
	const struct trace *trace;
	struct progress *progress; /* of each lane */
};

/* ---- growing ------------------------------------------------------------ */

static struct span *add_span(struct spans *spans, struct span span)
{
	if (spans->count == spans->capacity) {
		spans->capacity = spans->capacity ? 2 * spans->capacity : 4;
		spans->items = memory_resize(spans->items, spans->capacity,
					     sizeof(*spans->items));
	}
	spans->items[spans->count] = span;
	return &spans->items[spans->count++];
}

static void add_mark(struct lane *lane, struct mark mark)
{
	if (lane->mark_count == lane->mark_capacity) {
		lane->mark_capacity = lane->mark_capacity ? 2 * lane->mark_capacity : 4;
		lane->marks = memory_resize(lane->marks, lane->mark_capacity,
					    sizeof(*lane->marks));
	}
	lane->marks[lane->mark_count++] = mark;
}

/* ---- which tasks there are ---------------------------------------------- */

static int compare_numbers(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

	return (one > other) - (one < other);
}

static void find_tasks(struct lanes *lanes, const struct trace *trace)
{
	uint32_t *numbers = memory_new(trace->count + 1, sizeof(*numbers));

	for (size_t i = 0; i < trace->count; i++)
		numbers[i] = trace->entries[i].task;
	qsort(numbers, trace->count, sizeof(*numbers), compare_numbers);
	lanes->lanes = memory_new(trace->count + 1, sizeof(*lanes->lanes));
	for (size_t i = 0; i < trace->count; i++)
		if (numbers[i] && (i == 0 || numbers[i] != numbers[i - 1]))
			lanes->lanes[lanes->count++] = (struct lane){
				.task = numbers[i],
				.from = -1,
				.exception = "",
			};
	free(numbers);
}

static int compare_lane(const void *number, const void *lane)
{
	return compare_numbers(number, &((const struct lane *)lane)->task);
}

static struct progress *progress_of(struct reading *reading, uint32_t task)
{
	struct lanes *lanes = reading->lanes;
	struct lane *lane =
		bsearch(&task, lanes->lanes, lanes->count, sizeof(*lane), compare_lane);

	return lane ? &reading->progress[lane - lanes->lanes] : NULL;
}

/* ---- what they did ------------------------------------------------------ */

static void begin_span(struct progress *progress, enum span_kind kind,
		       const struct trace_entry *entry)
{
	add_span(&progress->lane->spans[kind], (struct span){
						       .from = progress->last,
						       .to = progress->last,
						       .place = entry->place,
						       .words = "",
						       .open = true,
					       });
}

/* Ends the last span of that kind, if it goes on. */
static void end_span(struct progress *progress, enum span_kind kind, bool *goes_on)
{
	struct spans *spans = &progress->lane->spans[kind];

	if (!*goes_on)
		return;
	*goes_on = false;
	spans->items[spans->count - 1].to = progress->last;
	spans->items[spans->count - 1].open = false;
}

static void begin_running(struct progress *progress, const struct trace_entry *entry)
{
	end_span(progress, SPAN_WAITING, &progress->waits);
	end_span(progress, SPAN_RUNNING, &progress->runs);
	begin_span(progress, SPAN_RUNNING, entry);
	progress->runs = true;
}

static void begin_waiting(struct progress *progress, const struct trace_entry *entry)
{
	end_span(progress, SPAN_RUNNING, &progress->runs);
	end_span(progress, SPAN_WAITING, &progress->waits);
	begin_span(progress, SPAN_WAITING, entry);
	progress->waits = true;
}

static void enter(struct progress *progress, const struct trace_entry *entry)
{
	struct spans *insides = &progress->lane->spans[SPAN_INSIDE];

	if (progress->depth == DEEPEST)
		return;
	begin_span(progress, SPAN_INSIDE, entry);
	insides->items[insides->count - 1].level = progress->depth;
	progress->inside[progress->depth++] = insides->count - 1;
	if (progress->depth > progress->lane->levels)
		progress->lane->levels = progress->depth;
}

/* The innermost at that place: a generator's may end before those of its user. */
static void leave(struct progress *progress, const struct trace_entry *entry)
{
	struct span *spans = progress->lane->spans[SPAN_INSIDE].items;
	unsigned i = progress->depth;

	while (i > 0 && spans[progress->inside[i - 1]].place != entry->place)
		i--;
	if (i == 0)
		return;
	spans[progress->inside[i - 1]].to = progress->last;
	spans[progress->inside[i - 1]].words = entry->text;
	spans[progress->inside[i - 1]].open = false;
	for (; i < progress->depth; i++)
		progress->inside[i - 1] = progress->inside[i];
	progress->depth--;
}

static void end_task(struct progress *progress, const struct trace_entry *entry)
{
	end_span(progress, SPAN_RUNNING, &progress->runs);
	end_span(progress, SPAN_WAITING, &progress->waits);
	progress->lane->to = progress->last;
	progress->lane->ended = true;
	progress->lane->exception = entry->text;
}

static void name_task(struct progress *progress, const struct trace_entry *entry)
{
	static const char ending[] = "shut_down_";

	if (!progress->lane->name && *entry->text)
		progress->lane->name = memory_copy_text(entry->text);
	if (entry->kind == TRACE_TASK_CREATE && !entry->place)
		progress->of_runtime =
			strncmp(entry->text, ending, sizeof(ending) - 1) == 0;
}

static void mark_entry(struct progress *progress, enum mark_kind kind,
		       const struct trace_entry *entry)
{
	add_mark(progress->lane,
		 (struct mark){ kind, progress->last, entry->place, entry->text });
}

/* How iteration ends is no mistake of anybody's. */
static bool is_end_of_iteration(const char *exception)
{
	return strcmp(exception, "StopAsyncIteration") == 0 ||
	       strcmp(exception, "StopIteration") == 0 ||
	       strcmp(exception, "GeneratorExit") == 0;
}

static void take_entry(struct progress *progress, const struct trace_entry *entry)
{
	switch (entry->kind) {
	case TRACE_TASK_CREATE: name_task(progress, entry); break;
	case TRACE_TASK_BEGIN:
		name_task(progress, entry);
		begin_running(progress, entry);
		break;
	case TRACE_RESUME: begin_running(progress, entry); break;
	case TRACE_SUSPEND: begin_waiting(progress, entry); break;
	case TRACE_TASK_END: end_task(progress, entry); break;
	case TRACE_ENTER: enter(progress, entry); break;
	case TRACE_EXIT: leave(progress, entry); break;
	case TRACE_YIELD: mark_entry(progress, MARK_YIELD, entry); break;
	case TRACE_RAISE:
		if (!is_end_of_iteration(entry->text))
			mark_entry(progress, MARK_RAISE, entry);
		break;
	case TRACE_CANCEL: mark_entry(progress, MARK_CANCEL, entry); break;
	case TRACE_WAIT:
	case TRACE_HOLD:
	case TRACE_LET_GO:
	case TRACE_PART:
	case TRACE_LEAK:
	case TRACE_FAULT:
	case TRACE_PLACE:
	case TRACE_NEXT:
	case TRACE_ACLOSE: break;
	}
}

static nanoseconds put_between(nanoseconds at, nanoseconds low, nanoseconds high)
{
	return at < low ? low : at > high ? high : at;
}

static void read_entries(struct reading *reading)
{
	const struct trace *trace = reading->trace;

	for (size_t i = 0; i < trace->count; i++) {
		struct progress *progress = progress_of(reading, trace->entries[i].task);

		if (!progress)
			continue;
		progress->last = put_between(trace->entries[i].at, progress->last,
					     reading->lanes->end);
		if (progress->lane->from < 0)
			progress->lane->from = progress->last;
		take_entry(progress, &trace->entries[i]);
	}
}

/* What has not ended goes on as long as the program did. */
static void end_all(struct lanes *lanes)
{
	for (size_t i = 0; i < lanes->count; i++) {
		struct lane *lane = &lanes->lanes[i];

		if (!lane->ended)
			lane->to = lanes->end;
		for (size_t kind = 0; kind < SPAN_KINDS; kind++)
			for (size_t j = 0; j < lane->spans[kind].count; j++)
				if (lane->spans[kind].items[j].open)
					lane->spans[kind].items[j].to = lane->to;
	}
}

static const char *how_it_ended(const struct program_result *result)
{
	switch (result->end) {
	case PROGRAM_EXITED: return "ends the program";
	case PROGRAM_SIGNALED: return "runs when a signal ends the program";
	default: return "runs when the program is stopped";
	}
}

/* Who ran at the end, where no task had come to its own. */
static void mark_last(struct reading *reading)
{
	struct progress *last = NULL;

	if (!reading->trace->complete)
		return;
	for (size_t i = 0; i < reading->lanes->count; i++)
		if (reading->progress[i].runs && !reading->progress[i].of_runtime &&
		    (!last || reading->progress[i].last > last->last))
			last = &reading->progress[i];
	if (last)
		add_mark(last->lane,
			 (struct mark){ .kind = MARK_LAST,
					.at = reading->lanes->end,
					.words = how_it_ended(reading->lanes->result) });
}

/* ---- blocking calls ----------------------------------------------------- */

/* The clock moves a little with each look at it, and those who look are two. */
static nanoseconds slack_of(const struct blocking_call *call)
{
	return call->duration / 100 < 100000 ? call->duration / 100 : 100000;
}

/* Who made the call: the task that has run last before it, if it had not begun to
 * wait, and nothing happened during the call. Else some thread or child slept. */
static const struct trace_entry *caller(const struct trace *trace,
					const struct blocking_call *call)
{
	const struct trace_entry *last = NULL;
	nanoseconds slack = slack_of(call);
	size_t i;

	for (i = 0; i < trace->count && trace->entries[i].at - slack <= call->at; i++)
		last = &trace->entries[i];
	if (i < trace->count && trace->entries[i].at + slack - call->at < call->duration)
		return NULL;
	return last && last->kind != TRACE_SUSPEND && last->kind != TRACE_TASK_END ? last
										   : NULL;
}

/* A stranger's figures: their sum need not be one. */
static nanoseconds end_of(const struct blocking_call *call, nanoseconds end)
{
	return call->duration > end || call->at > end ? end : call->at + call->duration;
}

/* The clock and the task differ by a look at it: what a task did, it did while it ran. */
static void put_into_run(const struct lane *lane, struct span *call)
{
	const struct spans *runs = &lane->spans[SPAN_RUNNING];
	nanoseconds middle = call->from + (call->to - call->from) / 2;
	size_t low = 0, high = runs->count;

	while (low < high) {
		size_t between = low + (high - low) / 2;

		if (runs->items[between].from <= middle)
			low = between + 1;
		else
			high = between;
	}
	if (low == 0 || runs->items[low - 1].to < middle)
		return;
	call->from = put_between(call->from, runs->items[low - 1].from, middle);
	call->to = put_between(call->to, middle, runs->items[low - 1].to);
}

static void add_blocking_calls(struct reading *reading)
{
	const struct program_result *result = reading->lanes->result;
	nanoseconds end = reading->lanes->end;

	for (size_t i = 0; i < result->blocking_call_count; i++) {
		const struct blocking_call *call = &result->blocking_calls[i];
		const struct trace_entry *entry =
			call->duration > 0 ? caller(reading->trace, call) : NULL;
		struct progress *progress =
			entry ? progress_of(reading, entry->task) : NULL;

		struct span span = {
			.from = put_between(call->at, 0, end),
			.to = put_between(end_of(call, end), 0, end),
			.words = call->name,
		};

		if (!progress)
			continue;
		put_into_run(progress->lane, &span);
		add_span(&progress->lane->spans[SPAN_BLOCKING], span);
	}
}

/* ---- names -------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
	const struct lane *one = *(struct lane *const *)a,
			  *other = *(struct lane *const *)b;
	int order = strcmp(one->name, other->name);

	return order ? order : compare_numbers(&one->task, &other->task);
}

static void number_names(struct lane **sorted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *name = sorted[i]->name;

		if (count > 1)
			sorted[i]->name = text_format("%s %zu", name, i + 1);
		if (count > 1)
			free(name);
	}
}

/* Tasks of the same function are told apart by a number. */
static void tell_apart(struct lanes *lanes)
{
	struct lane **sorted = memory_new(lanes->count + 1, sizeof(struct lane *));
	size_t first = 0;

	for (size_t i = 0; i < lanes->count; i++) {
		sorted[i] = &lanes->lanes[i];
		if (!sorted[i]->name)
			sorted[i]->name = text_format("task %u", sorted[i]->task);
	}
	qsort(sorted, lanes->count, sizeof(struct lane *), compare_names);
	for (size_t i = 1; i <= lanes->count; i++)
		if (i == lanes->count ||
		    strcmp(sorted[i]->name, sorted[first]->name) != 0) {
			number_names(sorted + first, i - first);
			first = i;
		}
	free(sorted);
}

/* ---- the whole ---------------------------------------------------------- */

static void free_lane(struct lane *lane)
{
	free(lane->name);
	free(lane->marks);
	for (size_t kind = 0; kind < SPAN_KINDS; kind++)
		free(lane->spans[kind].items);
}

static void leave_out_runtime(struct lanes *lanes, const struct progress *progress)
{
	size_t kept = 0;

	for (size_t i = 0; i < lanes->count; i++)
		if (progress[i].of_runtime)
			free_lane(&lanes->lanes[i]);
		else
			lanes->lanes[kept++] = lanes->lanes[i];
	lanes->count = kept;
}

void lanes_make(struct lanes *lanes, const struct trace *trace,
		const struct program_result *result)
{
	struct reading reading = { .lanes = lanes, .trace = trace };

	*lanes = (struct lanes){ .result = result };
	lanes->end = result->ended_at > 0 ? result->ended_at : 0;
	find_tasks(lanes, trace);
	reading.progress = memory_new(lanes->count + 1, sizeof(*reading.progress));
	for (size_t i = 0; i < lanes->count; i++)
		reading.progress[i].lane = &lanes->lanes[i];
	read_entries(&reading);
	end_all(lanes);
	mark_last(&reading);
	add_blocking_calls(&reading);
	leave_out_runtime(lanes, reading.progress);
	tell_apart(lanes);
	free(reading.progress);
}

void lanes_free(struct lanes *lanes)
{
	for (size_t i = 0; i < lanes->count; i++)
		free_lane(&lanes->lanes[i]);
	free(lanes->lanes);
	*lanes = (struct lanes){ 0 };
}

nanoseconds lane_began(const struct lane *lane)
{
	nanoseconds first = lane->to;

	for (size_t kind = 0; kind < SPAN_KINDS; kind++)
		if (lane->spans[kind].count && lane->spans[kind].items[0].from < first)
			first = lane->spans[kind].items[0].from;
	return first;
}

static nanoseconds length_of(const struct span *span)
{
	return span->to - span->from;
}

struct span_group spans_alike(const struct spans *spans, size_t first,
			      nanoseconds shortest)
{
	const struct span *items = spans->items;
	struct span_group group = { first, first + 1, 1 };

	if (length_of(&items[first]) >= shortest)
		return group;
	for (size_t i = first + 1; i < spans->count; i++) {
		if (items[i].from - items[i - 1].to > shortest / 20)
			break;
		if (items[i].place == items[first].place &&
		    length_of(&items[i]) < shortest)
			group = (struct span_group){ i, i + 1, group.times + 1 };
		else if (length_of(&items[i]) > shortest / 20)
			break;
	}
	return group;
}
