/* What runs side by side, and in the solution does not; and the reverse: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "judge/source_use.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

static const char *const starters[] = { "create_task", "gather", "gather_all",
					"group_create_task" };

enum { STARTERS = sizeof(starters) / sizeof(*starters) };

/* Where the function first starts a task; NULL: nowhere. */
static const char *first_start(const struct source_function *function)
{
	const char *first = NULL;

	for (size_t i = 0; i < STARTERS; i++) {
		const char *found = source_function_word(function, starters[i]);

		if (found && (!first || found < first))
			first = found;
	}
	return first;
}

/* Is that name among what a task is made of, somewhere in the code? */
static bool is_started(const char *code, const char *name, size_t length)
{
	char *word = memory_copy_bytes(name, length);
	bool started = false;

	for (size_t i = 0; i < STARTERS; i++)
		for (const char *at = code;
		     !started && (at = source_code_word(at, starters[i])); at++) {
			struct source_use use;
			const char *found;

			source_use_read(&use, code, at, strlen(starters[i]));
			found = use.close ? source_code_word(use.open, word) : NULL;
			started = found && found < use.close;
		}
	free(word);
	return started;
}

/* The first await in the function of what the solution makes a task of; NULL: none. */
static const char *find_await(const struct source_function *function,
			      const char *solution)
{
	for (const char *at = function->body;
	     (at = source_code_word(at, "await")) && at < function->end; at++) {
		const char *open = source_code_skip_space(at + strlen("await"));
		const char *name = source_code_skip_space(open + (*open == '('));
		size_t length = source_code_word_length(name);

		if (length && is_started(solution, name, length))
			return at;
	}
	return NULL;
}

/* A function that is there in both sources by the same name, and starts tasks in one of
 * them only: in the learner's, if `by_learner`. True: there is one. */
static bool find_difference(const char *code, const char *solution, bool by_learner,
			    struct source_function *found)
{
	size_t own = source_code_count(code, starters, STARTERS),
	       others = source_code_count(solution, starters, STARTERS);
	struct source_function other;

	if (by_learner ? own <= others : own >= others)
		return false;
	for (const char *at = code; source_function_next(&at, found);)
		if (source_function_named(solution, found->name, found->name_length,
					  &other) &&
		    (first_start(found) != NULL) == by_learner &&
		    (first_start(&other) != NULL) != by_learner)
			return true;
	return false;
}

/* The sources, and that function in the learner's. */
struct difference {
	const struct evidence_source *source;
	char *code, *solution;
	struct source_function function;
};

static bool compare(const struct evidence *evidence, bool by_learner,
		    struct difference *difference)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	*difference = (struct difference){ .source = source };
	if (!source || !source->text || !source->solution)
		return false;
	difference->code = source_code_if_short(source->text);
	difference->solution = source_code_if_short(source->solution);
	return find_difference(difference->code, difference->solution, by_learner,
			       &difference->function);
}

static void point_at(const struct evidence *evidence, const struct difference *difference,
		     const char *at, struct cause *cause)
{
	cause->where = evidence_place(evidence, difference->source->name,
				      source_code_line(difference->code, at));
}

static void forget(struct difference *difference)
{
	free(difference->code);
	free(difference->solution);
}

/* Does something come later than it should? */
static bool is_late(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *wanted = cause_wanted(evidence), *came;

	if (divergence->kind == DIVERGENCE_LATE)
		return true;
	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER || !wanted)
		return false;
	came = cause_came(evidence, wanted);
	return came && came->at > wanted->at;
}

bool cause_starts_no_task(const struct evidence *evidence, struct cause *cause)
{
	struct difference difference = { 0 };

	if (is_late(evidence) && compare(evidence, false, &difference)) {
		const struct source_function *function = &difference.function;
		const char *await = find_await(function, difference.solution);

		if (await) {
			point_at(evidence, &difference, await, cause);
			cause->sentence = text_format(
				"%.*s starts no task: what it awaits comes one after the "
				"other. Should it be under way at the same time "
				"(create_task, gather, or a task group)?",
				(int)function->name_length, function->name);
		}
	}
	forget(&difference);
	return cause->sentence;
}

/* Does something come earlier than it should? */
static bool is_early(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return divergence->kind == DIVERGENCE_EARLY ||
	       (divergence->kind == DIVERGENCE_OUT_OF_ORDER &&
		cause_due(evidence, divergence->actual) > divergence->actual->at);
}

bool cause_starts_tasks(const struct evidence *evidence, struct cause *cause)
{
	struct difference difference = { 0 };

	if (is_early(evidence) && compare(evidence, true, &difference)) {
		const struct source_function *function = &difference.function;

		point_at(evidence, &difference, first_start(function), cause);
		cause->sentence = text_format(
			"%.*s starts tasks, which run side by side: should one thing be "
			"done after the other, each awaited before the next is begun?",
			(int)function->name_length, function->name);
	}
	forget(&difference);
	return cause->sentence;
}

/* ---- by the trace ------------------------------------------------------------ */

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

/* The end of the task that an entry creates, by its number; or the end of the trace. */
static size_t end_of_task(const struct trace *trace, size_t from)
{
	size_t end = from;

	while (end < trace->count &&
	       !(trace->entries[end].kind == TRACE_TASK_END &&
		 trace->entries[end].task == trace->entries[from].task))
		end++;
	return end;
}

/* The first place that makes several tasks, none of which is made before the last one
 * from there has ended; NULL if there is none. */
static const struct trace_entry *find_one_by_one(const struct trace *trace)
{
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *first = &trace->entries[i];
		size_t end = end_of_task(trace, i), others = 0, beside = 0;

		if (first->kind != TRACE_TASK_CREATE || !first->place)
			continue;
		for (size_t j = i + 1; j < trace->count; j++) {
			const struct trace_entry *next = &trace->entries[j];

			if (next->kind != TRACE_TASK_CREATE ||
			    next->place != first->place)
				continue;
			others++;
			beside += j < end;
			end = end_of_task(trace, j);
		}
		if (others && !beside)
			return first;
	}
	return NULL;
}

bool cause_one_by_one(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *made;

	if (!evidence->trace || evidence->divergence.kind != DIVERGENCE_LATE ||
	    !cause_solution_is_concurrent(evidence) ||
	    !(made = find_one_by_one(evidence->trace)))
		return false;
	cause->where = cause_place(evidence, made);
	if (!cause->where.file || cause_is_as_in_solution(evidence, cause->where)) {
		place_free(&cause->where);
		return false;
	}
	cause->sentence =
		text_format("The tasks %s never run side by side: each has ended "
			    "before the next is created here. Is each awaited "
			    "too soon?",
			    made->text);
	return true;
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
