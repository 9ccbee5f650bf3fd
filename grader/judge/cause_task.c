/* What is never awaited, and who is left behind: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_await.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

bool cause_not_awaited(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *found;
	size_t length;
	char *code;

	if (!source || !source->runtime || !source->text)
		return false;
	code = source_code_if_short(source->text);
	found = source_await_forgotten(code, &length);
	if (found) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, found));
		cause->sentence =
			text_format("%.*s (\u2026) is called but not awaited: nothing "
				    "waits for it, and its "
				    "result is not there. Write await (%.*s (\u2026)).",
				    (int)length, found, (int)length, found);
		cause->certain = true;
		cause->if_right = VERDICT_PROTOCOL;
	}
	free(code);
	return found;
}

/* Did anybody wait for that task, by itself or among others, between these entries? */
static bool was_waited_for(const struct trace *trace, uint32_t task, size_t first,
			   size_t last)
{
	char *words = text_format("task %u", task);
	bool found = false;

	for (size_t i = first; i < last && !found; i++) {
		const struct trace_entry *entry = &trace->entries[i];
		size_t length = strlen(entry->text), end = strlen(words);

		found = (entry->kind == TRACE_WAIT || entry->kind == TRACE_PART) &&
			length >= end && strcmp(entry->text + length - end, words) == 0;
	}
	free(words);
	return found;
}

/* Where it was created, by the learner's program; or NULL. */
static const struct trace_entry *creation_of(const struct trace *trace, uint32_t task)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_TASK_CREATE &&
		    trace->entries[i].task == task && trace->entries[i].place)
			return &trace->entries[i];
	return NULL;
}

/* The end of main in the trace, or of the whole. */
static size_t end_of_main(const struct trace *trace)
{
	size_t end = 0;

	while (end < trace->count && !(trace->entries[end].kind == TRACE_TASK_END &&
				       trace->entries[end].task == 1))
		end++;
	return end;
}

/* The first task that was cancelled because main was over, and that nobody had
 * waited for: the cancellation, or NULL. What the end itself waits for is no matter. Of
 * a task that was done already when it was awaited, the trace does not say so. */
static const struct trace_entry *find_abandoned(const struct trace *trace)
{
	size_t over = end_of_main(trace);

	for (size_t i = over; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->kind == TRACE_CANCEL &&
		    !was_waited_for(trace, entry->task, 0, over) &&
		    creation_of(trace, entry->task))
			return entry;
	}
	return NULL;
}

/* Is it a line that did not come at all, or not in time, that is missed first? */
static bool is_missed(const struct evidence *evidence)
{
	const struct output_line *wanted = cause_wanted(evidence), *came;

	if (!cause_texts_are_wrong(evidence) || !wanted)
		return false;
	came = cause_came(evidence, wanted);
	return !came || came->at > wanted->at;
}

bool cause_task_not_awaited(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *cancelled, *created;

	if (!evidence->trace || !evidence->trace->complete || !is_missed(evidence) ||
	    !cause_ended_well(evidence) || !(cancelled = find_abandoned(evidence->trace)))
		return false;
	/* What was due before is not missing for that. */
	if (cause_wanted(evidence)->at < cause_at(cancelled))
		return false;
	created = creation_of(evidence->trace, cancelled->task);
	cause->where = cause_place(evidence, created);
	cause->sentence = text_format(
		"The task %s was created, and nobody waited for it: it was "
		"cancelled when the program ended. Is an await of it missing?",
		created->text);
	return true;
}

static bool ends_between(const struct trace *trace, uint32_t task, size_t first,
			 size_t last)
{
	for (size_t i = first; i < last; i++)
		if (trace->entries[i].kind == TRACE_TASK_END &&
		    trace->entries[i].task == task)
			return true;
	return false;
}

/* The moment from which on the program is not what it should be. */
static milliseconds moment_of(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return divergence->actual ? divergence->actual->at : divergence->expected->at;
}

/* Where main goes on after its last wait for a task, or for several, until then; 0: it
 * has waited for none. */
static size_t end_of_waiting(const struct trace *trace, milliseconds moment)
{
	size_t end = 0;
	bool waits = false;

	for (size_t i = 0; i < trace->count && cause_at(&trace->entries[i]) <= moment;
	     i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->task != 1)
			continue;
		if (entry->kind == TRACE_WAIT)
			waits = strstr(entry->text, "task") ||
				strstr(entry->text, "gather") ||
				strstr(entry->text, "future");
		if (entry->kind == TRACE_RESUME && waits)
			end = i;
		if (entry->kind == TRACE_RESUME)
			waits = false;
	}
	return end;
}

/* The first task of the learner's that was under way when main had waited for others, and
 * that nobody waits for; NULL if there is none. Of a task that was over when it was
 * awaited, the trace does not say so. */
static const struct trace_entry *find_left_out(const struct trace *trace,
					       milliseconds moment)
{
	size_t waited = end_of_waiting(trace, moment);

	for (size_t i = 0; i < waited; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->kind == TRACE_TASK_CREATE && entry->task != 1 &&
		    entry->place &&
		    !was_waited_for(trace, entry->task, i, end_of_main(trace)) &&
		    !ends_between(trace, entry->task, i, waited))
			return entry;
	}
	return NULL;
}

/* One of several was left out where they are waited for. */
bool cause_task_left_out(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *task;

	if (!evidence->trace || !evidence->trace->complete ||
	    !cause_ended_well(evidence) ||
	    (divergence->kind != DIVERGENCE_EXTRA &&
	     divergence->kind != DIVERGENCE_OUT_OF_ORDER &&
	     divergence->kind != DIVERGENCE_EARLY && !is_missed(evidence)) ||
	    !(task = find_left_out(evidence->trace, moment_of(evidence))))
		return false;
	cause->where = cause_place(evidence, task);
	if (!cause->where.file)
		return false;
	cause->sentence = text_format(
		"A task %s, made here, was still under way, and nobody ever waits for "
		"it, as for others: is it left out of gather_all, or of the awaits?",
		task->text);
	return true;
}

/* The first task that was cancelled, and awaited by nobody from then on until main was
 * over, before it was: the cancellation, or NULL. */
static const struct trace_entry *find_cancelled_alone(const struct trace *trace)
{
	size_t over = end_of_main(trace);

	for (size_t i = 0; i < over && over < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->kind == TRACE_CANCEL && entry->task != 1 &&
		    creation_of(trace, entry->task) &&
		    !was_waited_for(trace, entry->task, i, over) &&
		    !ends_between(trace, entry->task, i, over))
			return entry;
	}
	return NULL;
}

/* The line of the only task_cancel in the code; 0 if there is not just one. */
static int only_cancel(const char *code)
{
	const char *at = source_code_word(code, "task_cancel");

	return at && !source_code_word(at + 1, "task_cancel") ? source_code_line(code, at)
							      : 0;
}

/* Does the solution cancel as well, and await nothing in that function after it? */
static bool solution_leaves_it(const struct evidence_source *source)
{
	char *code = source->solution ? source_code_only(source->solution) : NULL;
	const char *at = code ? source_code_word(code, "task_cancel") : NULL;
	const char *end = at ? strstr(at, "\n}") : NULL,
		   *await = at ? source_code_word(at, "await") : NULL;
	bool leaves = at && !(await && (!end || await < end));

	free(code);
	return leaves;
}

static struct place place_of_cancel(const struct evidence *evidence,
				    const struct evidence_source *source)
{
	char *code = source_code_if_short(source->text);
	int line = only_cancel(code);

	free(code);
	return line ? evidence_place(evidence, source->name, line) : (struct place){ 0 };
}

bool cause_cancelled_not_awaited(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *wanted = cause_wanted(evidence);
	const struct trace_entry *cancelled;
	char *moment;

	if (!evidence->trace || !evidence->trace->complete || !source || !source->text ||
	    !cause_texts_are_wrong(evidence) || !cause_ended_well(evidence) || !wanted ||
	    !(cancelled = find_cancelled_alone(evidence->trace)) ||
	    wanted->at < cause_at(cancelled) || solution_leaves_it(source))
		return false;
	cause->where = place_of_cancel(evidence, source);
	moment = timed_output_seconds(cause_at(cancelled));
	cause->sentence = text_format(
		"The task %s was cancelled at %s, and nobody awaited it after that: "
		"task_cancel only asks it to end, and its clean-up is not waited for. Is "
		"an await of it missing behind that?",
		creation_of(evidence->trace, cancelled->task)->text, moment);
	free(moment);
	return true;
}

/* Did a task that was created in that line go on past the last line that was right? */
static bool went_on(const struct evidence *evidence, int line)
{
	const struct trace *trace = evidence->trace;

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *end = &trace->entries[i], *created;

		if (end->kind != TRACE_TASK_END ||
		    cause_at(end) <= cause_last_right(evidence))
			continue;
		created = creation_of(trace, end->task);
		if (created && created->place->line == line)
			return true;
	}
	return false;
}

bool cause_task_dropped(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *found;
	char *code;
	int line;

	if (!evidence->trace || !source || !source->text ||
	    evidence->divergence.kind == DIVERGENCE_NONE)
		return false;
	code = source_code_if_short(source->text);
	found = source_await_dropped_task(code);
	line = found ? source_code_line(code, found) : 0;
	free(code);
	if (!line || !went_on(evidence, line))
		return false;
	cause->where = evidence_place(evidence, source->name, line);
	if (cause_is_as_in_solution(evidence, cause->where)) {
		place_free(&cause->where);
		return false;
	}
	cause->sentence = memory_copy_text(
		"This create_task (\u2026) makes a task that nobody keeps, and so nobody "
		"waits for its end: should it be awaited, or done here by await?");
	return true;
}

/* Did something come too many, too early or not at all? */
static bool went_on_without(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return divergence->kind == DIVERGENCE_MISSING ||
	       divergence->kind == DIVERGENCE_EXTRA ||
	       (divergence->actual &&
		cause_due(evidence, divergence->actual) > divergence->actual->at);
}

/* Does the solution keep one so, too? */
static bool solution_keeps_one(const struct evidence_source *source)
{
	char *code = source->solution ? source_code_if_short(source->solution) : NULL;
	bool keeps = code && source_await_kept_task(code);

	free(code);
	return keeps;
}

bool cause_task_kept(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *found;
	char *code;

	if (!source || !source->text || !went_on_without(evidence) ||
	    solution_keeps_one(source))
		return false;
	code = source_code_if_short(source->text);
	found = source_await_kept_task(code);
	if (found) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, found));
		cause->sentence = text_format(
			"What create_task makes here is kept in %.*s, and nothing "
			"awaits it: so nothing waits for its end. Is an await of it "
			"missing, or gather_all?",
			(int)source_code_word_length(found), found);
	}
	free(code);
	return found;
}

/* Another program of the exercise's, by its path; or NULL. What a shell leaves
 * behind when it is terminated is not meant. */
static const struct evidence_source *find_program(const struct evidence *evidence,
						  const char *path)
{
	for (size_t i = 0; path && i < evidence->source_count; i++)
		if (!evidence->sources[i].main && evidence->sources[i].program &&
		    strcmp(path_base(path), evidence->sources[i].program) == 0)
			return &evidence->sources[i];
	return NULL;
}

/* Are only lines missing that should have come in the end? */
static bool ended_before(const struct evidence *evidence)
{
	return evidence->divergence.kind == DIVERGENCE_MISSING &&
	       evidence->divergence.index == evidence->actual->count;
}

bool cause_left_running(const struct evidence *evidence, struct cause *cause)
{
	const struct program_result *result = evidence->result;
	const struct evidence_source *child = NULL;

	if (!cause_ended_well(evidence) ||
	    (evidence->divergence.kind != DIVERGENCE_NONE && !ended_before(evidence)))
		return false;
	for (size_t i = 0; i < result->left_count && !child; i++)
		child = find_program(evidence, result->left[i].program);
	if (!child)
		return false;
	cause->sentence = text_format(
		"When the program ended, %s still ran: what is started must be ended "
		"(process_terminate) and waited for (await (process_wait (\u2026))).",
		child->program);
	cause->certain = true;
	cause->if_right = VERDICT_PROTOCOL;
	return true;
}
