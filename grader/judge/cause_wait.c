/* A wait that is too long, too short, or not there, by the trace: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* A line that came at the wrong moment. */
struct mistimed {
	const struct output_line *line;
	milliseconds due;
};

/* In the place of a line that is late stands what came meanwhile. */
static bool find_came_late(const struct evidence *evidence, struct mistimed *mistimed)
{
	const struct output_line *expected = cause_wanted(evidence);

	*mistimed = (struct mistimed){ cause_came(evidence, expected), expected->at };
	return mistimed->line && mistimed->line->at > mistimed->due &&
	       !cause_one_task(evidence) &&
	       cause_times_in(evidence->expected, expected) == 1;
}

/* Is it the right line, too early, and with another number in it for that? */
static bool is_early_otherwise(const struct divergence *divergence)
{
	return divergence->kind == DIVERGENCE_WRONG_TEXT &&
	       cause_alike(divergence->expected, divergence->actual) &&
	       divergence->actual->at < divergence->expected->at;
}

static bool find_mistimed(const struct evidence *evidence, struct mistimed *mistimed)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind == DIVERGENCE_EARLY || divergence->kind == DIVERGENCE_LATE) {
		*mistimed =
			(struct mistimed){ divergence->actual, divergence->expected->at };
		return true;
	}
	if (is_early_otherwise(divergence)) {
		*mistimed =
			(struct mistimed){ divergence->actual, divergence->expected->at };
		return true;
	}
	if (divergence->kind == DIVERGENCE_WRONG_TEXT || cause_ended_by_another(evidence))
		return find_came_late(evidence, mistimed);
	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER)
		return false;
	*mistimed = (struct mistimed){ divergence->actual,
				       cause_due(evidence, divergence->actual) };
	if (mistimed->due == divergence->actual->at && !cause_one_task(evidence)) {
		*mistimed = (struct mistimed){ cause_came(evidence, divergence->expected),
					       divergence->expected->at };
		return mistimed->line && mistimed->line->at > mistimed->due;
	}
	return mistimed->due >= 0 && mistimed->due != divergence->actual->at;
}

struct sleep {
	const struct trace_entry *from, *to;
};

static bool is_sleep(const struct trace_entry *entry)
{
	return entry->kind == TRACE_SUSPEND && entry->place &&
	       strstr(entry->place->text, "async_sleep");
}

/* The end of the wait that begins with the entry `index`, or NULL; also if it was cut
 * short by a cancellation. */
static const struct trace_entry *end_of(const struct trace *trace, size_t index)
{
	for (size_t i = index + 1; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->task != trace->entries[index].task)
			continue;
		if (entry->kind == TRACE_CANCEL)
			return NULL;
		if (entry->kind == TRACE_RESUME)
			return entry;
	}
	return NULL;
}

/* The only sleep, by its place in the source, that ends (or begins) at that
 * moment: of two, who would know which? */
static bool find_sleep(const struct evidence *evidence, milliseconds at, bool begins,
		       struct sleep *sleep)
{
	const struct trace *trace = evidence->trace;

	*sleep = (struct sleep){ 0 };
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *from = &trace->entries[i], *to;

		if (!is_sleep(from) || !(to = end_of(trace, i)) ||
		    cause_at(begins ? from : to) != at || cause_at(from) == cause_at(to))
			continue;
		if (sleep->from && sleep->from->place != from->place)
			return false;
		*sleep = (struct sleep){ from, to };
	}
	return sleep->from;
}

static void add_sleep(struct text *text, const struct sleep *sleep, bool begins)
{
	char *span = timed_output_seconds(cause_at(sleep->to) - cause_at(sleep->from));

	text_add_format(text, " %s %s in %s, which took %s:",
			begins ? "Right after it comes" : "It came right after",
			sleep->from->place->text, sleep->from->place->function, span);
	free(span);
}

/* Is it where the solution has it, too, in a function that stands there so? Then that
 * sleep is as it should be. */
static bool is_to_blame(const struct evidence *evidence, const struct sleep *sleep)
{
	struct place place = cause_place(evidence, sleep->from);
	bool same = place.file && cause_is_as_in_solution(evidence, place);

	place_free(&place);
	return !same;
}

/* As above, but what it is told to wait may come from elsewhere, if that is no number. */
static bool may_be_too_long(const struct evidence *evidence, const struct sleep *sleep)
{
	const char *open = strchr(sleep->from->place->text, '(');

	return is_to_blame(evidence, sleep) ||
	       (open && strspn(open, "() .0123456789") != strlen(open));
}

/* What was late came after a sleep: that one is in question. */
static bool ask_for_late(const struct evidence *evidence, const struct mistimed *mistimed,
			 struct text *text, struct sleep *sleep)
{
	if (!find_sleep(evidence, mistimed->line->at, false, sleep) ||
	    !may_be_too_long(evidence, sleep))
		return false;
	add_sleep(text, sleep, false);
	if (cause_at(sleep->from) <= mistimed->due) {
		text_add(text,
			 " is that wait too long, or should it come after the line?");
	} else {
		char *began = timed_output_seconds(cause_at(sleep->from));

		text_add_format(text,
				" but it began only at %s. Is something waited for "
				"before that, which should come later, or run beside it?",
				began);
		free(began);
	}
	return true;
}

static bool ask_for_early(const struct evidence *evidence,
			  const struct mistimed *mistimed, struct text *text,
			  struct sleep *sleep)
{
	char *span = timed_output_seconds(mistimed->due - mistimed->line->at);

	if (find_sleep(evidence, mistimed->line->at, true, sleep) &&
	    cause_at(sleep->to) == mistimed->due && is_to_blame(evidence, sleep)) {
		add_sleep(text, sleep, true);
		text_add(text, " should it come before the line?");
	} else if (find_sleep(evidence, mistimed->line->at, false, sleep) &&
		   is_to_blame(evidence, sleep)) {
		add_sleep(text, sleep, false);
		text_add_format(text,
				" is it too short, or is another wait of %s missing?",
				span);
	} else if (cause_is_in_except(evidence, mistimed->line)) {
		/* That comes when something is raised, and not when it is waited for. */
		free(span);
		return false;
	} else {
		*sleep = (struct sleep){ 0 };
		text_add_format(
			text,
			" Is a wait of %s missing before it, too short, or not awaited?",
			span);
	}
	free(span);
	return true;
}

bool cause_wait_traced(const struct evidence *evidence, struct cause *cause)
{
	struct mistimed mistimed;
	struct sleep sleep = { 0 };
	struct text text = { 0 };
	char *line, *due;
	bool found;

	if (!evidence->trace || !find_mistimed(evidence, &mistimed))
		return false;
	if (evidence->divergence.kind != DIVERGENCE_EARLY &&
	    evidence->divergence.kind != DIVERGENCE_LATE) {
		line = is_early_otherwise(&evidence->divergence)
			       ? memory_copy_text("And its line")
			       : cause_quote(mistimed.line);
		due = timed_output_seconds(mistimed.due);
		text_add_format(&text, "%s should come at %s.", line, due);
		free(due);
		free(line);
	}
	found = mistimed.line->at > mistimed.due
			? ask_for_late(evidence, &mistimed, &text, &sleep)
			: ask_for_early(evidence, &mistimed, &text, &sleep);
	cause->sentence = text_take(&text);
	if (!found) {
		free(cause->sentence);
		return false;
	}
	memmove(cause->sentence, cause->sentence + strspn(cause->sentence, " "),
		strlen(cause->sentence + strspn(cause->sentence, " ")) + 1);
	if (sleep.from)
		cause->where = cause_place(evidence, sleep.from);
	return true;
}

/* The sleep that ended with the line took just as long as the line is late. */
bool cause_slept_before(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	struct sleep sleep;

	if (!evidence->trace || divergence->kind != DIVERGENCE_LATE ||
	    divergence->index == 0 ||
	    !find_sleep(evidence, divergence->actual->at, false, &sleep) ||
	    cause_at(sleep.to) - cause_at(sleep.from) !=
		    divergence->actual->at - divergence->expected->at)
		return false;
	return cause_wait_traced(evidence, cause);
}

/* The only place of the sleeps that ended between two moments and may be to blame, and
 * the longest of them. */
static bool find_sleep_between(const struct evidence *evidence, milliseconds from,
			       milliseconds to, struct sleep *sleep)
{
	const struct trace *trace = evidence->trace;

	*sleep = (struct sleep){ 0 };
	for (size_t i = 0; i < trace->count; i++) {
		struct sleep next = { &trace->entries[i], NULL };

		if (!is_sleep(next.from) || !(next.to = end_of(trace, i)) ||
		    cause_at(next.to) <= from || cause_at(next.to) > to ||
		    !may_be_too_long(evidence, &next))
			continue;
		if (sleep->from && sleep->from->place != next.from->place)
			return false;
		if (!sleep->from || cause_at(next.to) - cause_at(next.from) >
					    cause_at(sleep->to) - cause_at(sleep->from))
			*sleep = next;
	}
	return sleep->from;
}

/* Something else took time after the sleep, as a server does; but of all that was
 * waited for only one sleep is long enough to make the line late. */
bool cause_slept_between(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	struct sleep sleep;
	char *span;

	if (!evidence->trace || divergence->kind != DIVERGENCE_LATE ||
	    !find_sleep_between(evidence, cause_last_right(evidence),
				divergence->actual->at, &sleep) ||
	    cause_at(sleep.to) - cause_at(sleep.from) <
		    divergence->actual->at - divergence->expected->at)
		return false;
	span = timed_output_seconds(cause_at(sleep.to) - cause_at(sleep.from));
	cause->sentence =
		text_format("Before it, %s in %s took %s: is that wait too long?",
			    sleep.from->place->text, sleep.from->place->function, span);
	cause->where = cause_place(evidence, sleep.from);
	free(span);
	return true;
}

/* Lines are missing, and in their place comes one that is due only after them: its
 * task did not wait long enough for those of another one. */
bool cause_overtook(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct timed_output *actual = evidence->actual;
	const struct output_line *line;
	struct sleep sleep;
	milliseconds due;
	char *quote, *moment, *span;

	if (!evidence->trace || divergence->kind != DIVERGENCE_MISSING ||
	    divergence->index >= actual->count || cause_one_task(evidence))
		return false;
	line = &actual->lines[divergence->index];
	due = cause_due(evidence, line);
	if (due <= line->at || cause_times_in(evidence->expected, line) != 1 ||
	    !find_sleep(evidence, line->at, false, &sleep) ||
	    !is_to_blame(evidence, &sleep))
		return false;
	quote = cause_quote(line);
	moment = timed_output_seconds(due);
	span = timed_output_seconds(cause_at(sleep.to) - cause_at(sleep.from));
	cause->sentence = text_format("In its place came %s, which is due only at %s. It "
				      "came right after %s in %s, which took %s: is that "
				      "too short?",
				      quote, moment, sleep.from->place->text,
				      sleep.from->place->function, span);
	cause->where = cause_place(evidence, sleep.from);
	free(span);
	free(moment);
	free(quote);
	return true;
}

/* What tells an end at that moment, in the function of that sleep; NULL: nothing does. */
static const struct trace_entry *find_end_after(const struct evidence *evidence,
						const struct sleep *sleep)
{
	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (entry->kind == TRACE_RAISE && entry->place &&
		    entry->task == sleep->to->task &&
		    cause_at(entry) == cause_at(sleep->to) &&
		    strcmp(entry->place->function, sleep->from->place->function) == 0 &&
		    (strcmp(entry->text, "StopAsyncIteration") == 0 ||
		     strcmp(entry->text, "StopIteration") == 0))
			return entry;
	}
	return NULL;
}

/* An iterator that waits for nothing, and then says that there is nothing more. */
bool cause_waits_for_end(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace *trace = evidence->trace;
	struct sleep sleep = { 0 };
	char *span;

	if (!trace || divergence->kind != DIVERGENCE_LATE)
		return false;
	for (size_t i = 0; i < trace->count; i++) {
		struct sleep next = { &trace->entries[i], NULL };

		if (is_sleep(next.from) && (next.to = end_of(trace, i)) &&
		    cause_at(next.from) >= cause_last_right(evidence) &&
		    cause_at(next.to) <= divergence->actual->at &&
		    cause_at(next.to) - cause_at(next.from) ==
			    divergence->actual->at - divergence->expected->at &&
		    find_end_after(evidence, &next))
			sleep = next;
	}
	if (!sleep.from || !is_to_blame(evidence, &sleep))
		return false;
	span = timed_output_seconds(cause_at(sleep.to) - cause_at(sleep.from));
	cause->where = cause_place(evidence, sleep.from);
	cause->sentence = text_format(
		"Before that, %s waits %s at its end, too, only to say that there is "
		"nothing more: should it look for its end before it waits?",
		sleep.from->place->function, span);
	free(span);
	return true;
}

/* It came right after a sleep that is as it should be: then it was begun at another time. */
bool cause_begun_otherwise(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	struct sleep sleep;
	bool late = divergence->kind == DIVERGENCE_LATE;
	char *began;

	if (!evidence->trace || (!late && divergence->kind != DIVERGENCE_EARLY) ||
	    !find_sleep(evidence, divergence->actual->at, false, &sleep) ||
	    is_to_blame(evidence, &sleep))
		return false;
	began = timed_output_seconds(cause_at(sleep.from));
	cause->sentence = text_format(
		"It came right after %s in %s, which stands there as it should: but is "
		"that begun too %s, at %s, or in the place of something else?",
		sleep.from->place->text, sleep.from->place->function,
		late ? "late" : "early", began);
	free(began);
	return true;
}
