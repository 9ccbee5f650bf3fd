/* What is never awaited, and who is left behind: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
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
	found = source_code_not_awaited(code, &length);
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

/* Did anybody wait for that task, by itself or among others? */
static bool was_waited_for(const struct trace *trace, uint32_t task)
{
	char *words = text_format("task %u", task);
	bool found = false;

	for (size_t i = 0; i < trace->count && !found; i++) {
		const struct trace_entry *entry = &trace->entries[i];
		size_t length = strlen(entry->text), end = strlen(words);

		found = (entry->kind == TRACE_WAIT || entry->kind == TRACE_PART) &&
			length >= end && strcmp(entry->text + length - end, words) == 0;
	}
	free(words);
	return found;
}

/* The first task that was cancelled because main was over, and that nobody had
 * waited for; as it was created, or NULL. */
static const struct trace_entry *find_abandoned(const struct trace *trace)
{
	const struct trace_entry *found = NULL;
	bool over = false;

	for (size_t i = 0; i < trace->count && !found; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		over = over || (entry->kind == TRACE_TASK_END && entry->task == 1);
		if (!over || entry->kind != TRACE_CANCEL ||
		    was_waited_for(trace, entry->task))
			continue;
		for (size_t j = 0; j < i && !found; j++)
			if (trace->entries[j].kind == TRACE_TASK_CREATE &&
			    trace->entries[j].task == entry->task &&
			    trace->entries[j].place)
				found = &trace->entries[j];
	}
	return found;
}

bool cause_task_not_awaited(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *created;

	if (!evidence->trace || !evidence->trace->complete ||
	    evidence->divergence.kind != DIVERGENCE_MISSING ||
	    !cause_ended_well(evidence) || !(created = find_abandoned(evidence->trace)))
		return false;
	cause->where = cause_place(evidence, created);
	cause->sentence =
		text_format("The task %s was created, and nobody waited for it: "
			    "it was cancelled when the program ended. Is an "
			    "await of it missing?",
			    created->text);
	return true;
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

/* The first task that the learner's program made; or NULL. */
static const struct trace_entry *find_made(const struct trace *trace)
{
	static const char *const words[] = { "create_task", "gather", "gather_all",
					     "group_create_task" };

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->kind != TRACE_TASK_CREATE || entry->task == 1 || !entry->place)
			continue;
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (source_code_word(entry->place->text, words[w]))
				return entry;
	}
	return NULL;
}

/* Something came before its time, in a program of several tasks, where the solution
 * does one thing after the other. */
bool cause_side_by_side(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct trace_entry *made;

	if (!evidence->trace || !source || !source->solution ||
	    cause_solution_is_concurrent(evidence) ||
	    evidence->divergence.kind == DIVERGENCE_NONE ||
	    evidence->divergence.kind == DIVERGENCE_LATE ||
	    !(made = find_made(evidence->trace)))
		return false;
	cause->where = cause_place(evidence, made);
	/* The runtime makes some, too. */
	if (!cause->where.file)
		return false;
	cause->sentence = text_format("%s runs as a task, beside others: should what is "
				      "done there be done one after the other, each "
				      "awaited before the next is begun?",
				      made->text);
	return true;
}
