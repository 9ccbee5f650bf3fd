/* Tasks that are cancelled at a wrong moment, or twice: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_use.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* A second request to end one task, while it still deals with the first; or NULL. */
static const struct trace_entry *find_second_request(const struct trace *trace)
{
	const struct trace_entry *first = NULL;

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->kind == TRACE_TASK_END &&
		    (entry->task == 1 || (first && entry->task == first->task)))
			first = NULL;
		if (entry->kind == TRACE_TASK_END && entry->task == 1)
			return NULL;
		if (entry->kind != TRACE_CANCEL || entry->task == 1)
			continue;
		if (first && first->task == entry->task &&
		    cause_at(entry) > cause_at(first))
			return entry;
		first = entry;
	}
	return NULL;
}

bool cause_cancelled_twice(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *second;
	char *moment;

	if (!evidence->trace || !cause_texts_are_wrong(evidence) ||
	    !(second = find_second_request(evidence->trace)) ||
	    cause_at(second) < cause_last_right(evidence))
		return false;
	moment = timed_output_seconds(cause_at(second));
	cause->sentence = text_format("At %s a task was cancelled for the second time, "
				      "while it was still about to end: does that cut "
				      "its clean-up short?",
				      moment);
	free(moment);
	return true;
}

/* The last request to end before the line came that is late or early. */
static const struct trace_entry *find_cancellation(const struct evidence *evidence)
{
	const struct trace_entry *found = NULL;

	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (entry->kind == TRACE_CANCEL &&
		    cause_at(entry) > cause_last_right(evidence) &&
		    cause_at(entry) <= evidence->divergence.actual->at)
			found = entry;
	}
	return found;
}

static void ask_for_limit(const struct trace_entry *cancelled, milliseconds late,
			  struct cause *cause)
{
	char *moment = timed_output_seconds(cause_at(cancelled));
	char *span = timed_output_seconds(late > 0 ? late : -late);

	cause->sentence = text_format("Before it, at %s, a task was cancelled: was that "
				      "%s too %s, since a time limit is too %s, or "
				      "stands around too much or too little?",
				      moment, span, late > 0 ? "late" : "early",
				      late > 0 ? "long" : "short");
	free(span);
	free(moment);
}

static size_t count_sleeps(const char *source)
{
	static const char *const words[] = { "async_sleep" };
	char *code = source_code_if_short(source);
	size_t count = source_code_count(code, words, 1);

	free(code);
	return count;
}

/* Then what is early may be what should wait behind the cancellation. */
static bool lacks_a_sleep(const struct evidence *evidence)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	return source && source->text && source->solution &&
	       count_sleeps(source->text) < count_sleeps(source->solution);
}

/* A limit that is too short, and a clean-up behind it that takes its time. */
static bool is_early_by_limit(const struct evidence *evidence)
{
	return evidence->divergence.kind == DIVERGENCE_EARLY && !lacks_a_sleep(evidence);
}

bool cause_cancelled_late(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *cancelled;
	milliseconds late;

	if (!evidence->trace ||
	    (divergence->kind != DIVERGENCE_LATE && !is_early_by_limit(evidence)) ||
	    !(cancelled = find_cancellation(evidence)))
		return false;
	late = divergence->actual->at - divergence->expected->at;
	if (cause_at(cancelled) <= late)
		return false;
	ask_for_limit(cancelled, late, cause);
	return true;
}

/* Did it come early, and just when a task was cancelled? NULL: no. */
static const struct trace_entry *find_cancelled_then(const struct evidence *evidence)
{
	const struct trace_entry *cancelled;

	if (!evidence->trace || evidence->divergence.kind != DIVERGENCE_EARLY)
		return NULL;
	cancelled = find_cancellation(evidence);
	return cancelled && cause_at(cancelled) == evidence->divergence.actual->at
		       ? cancelled
		       : NULL;
}

bool cause_cancelled_at_once(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *cancelled = find_cancelled_then(evidence);
	char *moment, *span;

	if (!cancelled || !lacks_a_sleep(evidence))
		return false;
	moment = timed_output_seconds(cause_at(cancelled));
	span = timed_output_seconds(divergence->expected->at - divergence->actual->at);
	cause->sentence = text_format("A task was cancelled at %s, and the line came in "
				      "the same instant: is a wait of %s missing in what "
				      "is done after the cancellation?",
				      moment, span);
	free(span);
	free(moment);
	return true;
}

/* As what a time limit cuts short does. */
bool cause_cancelled_early(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *cancelled = find_cancelled_then(evidence);

	if (!cancelled)
		return false;
	ask_for_limit(cancelled, divergence->actual->at - divergence->expected->at,
		      cause);
	return true;
}

/* ---- shield -------------------------------------------------------------------- */

/* Was a task cancelled until the output was wrong, or when main was over? */
static bool was_cancelled(const struct trace *trace)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_CANCEL && trace->entries[i].task != 1)
			return true;
	return false;
}

bool cause_shielded(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct source_use use = { 0 };
	const char *found;
	char *code;

	if (!evidence->trace || !source || !source->text ||
	    evidence->divergence.kind == DIVERGENCE_NONE ||
	    !was_cancelled(evidence->trace))
		return false;
	code = source_code_if_short(source->text);
	found = source_code_word(code, "shield");
	if (found) {
		source_use_read(&use, code, found, strlen("shield"));
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, found));
	}
	if (cause->where.file && use.count &&
	    !cause_is_as_in_solution(evidence, cause->where))
		cause->sentence = text_format(
			"shield (\u2026) keeps a cancellation, and so a time limit, from "
			"%.*s: who waits here goes on, and it runs on behind. Should it "
			"be cancelled as well?",
			(int)source_code_word_length(use.arguments[0]), use.arguments[0]);
	else
		place_free(&cause->where);
	free(code);
	return cause->sentence;
}
