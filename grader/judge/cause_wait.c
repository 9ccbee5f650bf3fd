/* A wait that is too long, too short, or not there, by the trace: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* A line that came at the wrong moment. */
struct mistimed {
	const struct output_line *line;
	milliseconds due;
};

static bool find_mistimed(const struct evidence *evidence, struct mistimed *mistimed)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind == DIVERGENCE_EARLY || divergence->kind == DIVERGENCE_LATE) {
		*mistimed =
			(struct mistimed){ divergence->actual, divergence->expected->at };
		return true;
	}
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

/* The end of the wait that begins with the entry `index`, or NULL. */
static const struct trace_entry *end_of(const struct trace *trace, size_t index)
{
	for (size_t i = index + 1; i < trace->count; i++)
		if (trace->entries[i].task == trace->entries[index].task &&
		    trace->entries[i].kind == TRACE_RESUME)
			return &trace->entries[i];
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

/* What was late came after a sleep: that one is in question. */
static bool ask_for_late(const struct evidence *evidence, const struct mistimed *mistimed,
			 struct text *text, struct sleep *sleep)
{
	if (!find_sleep(evidence, mistimed->line->at, false, sleep))
		return false;
	add_sleep(text, sleep, false);
	text_add(text, " is that wait too long, or should it come after the line?");
	return true;
}

static bool ask_for_early(const struct evidence *evidence,
			  const struct mistimed *mistimed, struct text *text,
			  struct sleep *sleep)
{
	char *span = timed_output_seconds(mistimed->due - mistimed->line->at);

	if (find_sleep(evidence, mistimed->line->at, true, sleep) &&
	    cause_at(sleep->to) == mistimed->due) {
		add_sleep(text, sleep, true);
		text_add(text, " should it come before the line?");
	} else if (find_sleep(evidence, mistimed->line->at, false, sleep)) {
		add_sleep(text, sleep, false);
		text_add_format(text,
				" is it too short, or is another wait of %s missing?",
				span);
	} else {
		text_add_format(text,
				" Is a wait of %s missing before it, or not awaited?",
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
	if (evidence->divergence.kind == DIVERGENCE_OUT_OF_ORDER) {
		line = cause_quote(mistimed.line);
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
