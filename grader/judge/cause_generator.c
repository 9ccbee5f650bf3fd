/* What generators yield, and when they are closed: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

static size_t count_of(const struct trace *trace, enum trace_kind kind, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];
		const char *found;

		if (entry->kind != kind || !entry->place)
			continue;
		if (kind == TRACE_YIELD) {
			count += strcmp(entry->place->function, name) == 0;
		} else {
			found = source_code_word(entry->place->text, name);
			count += found != NULL;
		}
	}
	return count;
}

static bool never_yields(const struct evidence *evidence,
			 const struct definition *definition, struct cause *cause)
{
	if (count_of(evidence->trace, TRACE_YIELD, definition->name))
		return false;
	cause->sentence =
		text_format("%s never handed anything out: is its yield missing, or not "
			    "reached?",
			    definition->name);
	return true;
}

/* What the runtime raises, printed by the program or by the runtime. */
static bool says(const struct evidence *evidence, const char *words)
{
	for (size_t i = 0; i < evidence->actual->count; i++)
		if (strstr(evidence->actual->lines[i].text, words))
			return true;
	return strstr(evidence->errors, words);
}

static bool yields_twice(const struct evidence *evidence,
			 const struct definition *definition, struct cause *cause)
{
	size_t yields = count_of(evidence->trace, TRACE_YIELD, definition->name);
	size_t entered = count_of(evidence->trace, TRACE_ENTER, definition->name);

	/* An exit that was under way when the program ended is none; and one that was
	 * never entered may have been left by a crash: then the runtime says nothing. */
	if (!entered || yields <= entered || !says(evidence, "didn't stop"))
		return false;
	cause->sentence =
		text_format("%s was entered %zu time%s but yielded %zu times: a context "
			    "manager must yield once each time.",
			    definition->name, entered, entered == 1 ? "" : "s", yields);
	return true;
}

typedef bool asks(const struct evidence *evidence, const struct definition *definition,
		  struct cause *cause);

static bool ask_of_each(const struct evidence *evidence, const char *const *macros,
			size_t count, asks *ask, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct definition definition;
	bool found = false;
	char *code;

	if (!evidence->trace || !evidence->trace->complete || !source || !source->text)
		return false;
	code = source_code_if_short(source->text);
	for (size_t i = 0; i < count && !found; i++) {
		const char *at = code;

		while (!found && source_code_definition(&at, macros[i], &definition)) {
			found = ask(evidence, &definition, cause);
			if (found)
				cause->where = evidence_place(
					evidence, source->name,
					source_code_line(code, definition.at));
			free(definition.name);
		}
	}
	free(code);
	return found;
}

bool cause_never_yields(const struct evidence *evidence, struct cause *cause)
{
	static const char *const macros[] = { "async_generator", "generator",
					      "asynccontextmanager", "contextmanager" };

	return cause_texts_are_wrong(evidence) &&
	       ask_of_each(evidence, macros, 4, never_yields, cause);
}

/* How many managers are made of generators there. */
static size_t count_managers(const char *source)
{
	static const char *const macros[] = { "asynccontextmanager", "contextmanager" };
	char *code = source_code_if_short(source);
	size_t count = 0;

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++)
		for (const char *at = code; (at = source_code_word(at, macros[i])); at++)
			count++;
	free(code);
	return count;
}

/* A manager, and the runtime has said so. If it is the only one, it may have yielded
 * at another time. */
static bool did_not_yield(const struct evidence *evidence,
			  const struct definition *definition, struct cause *cause)
{
	if (count_of(evidence->trace, TRACE_YIELD, definition->name) &&
	    (count_managers(evidence_main_source(evidence)->text) > 1 ||
	     cause_is_as_handed_out(evidence)))
		return false;
	cause->sentence = text_format("%s did not yield: a context manager that is made "
				      "of a generator must yield once each time, to let "
				      "the block run.",
				      definition->name);
	return true;
}

bool cause_did_not_yield(const struct evidence *evidence, struct cause *cause)
{
	static const char *const macros[] = { "asynccontextmanager", "contextmanager" };

	cause->certain = cause_texts_are_wrong(evidence) &&
			 says(evidence, "didn't yield") &&
			 ask_of_each(evidence, macros, 2, did_not_yield, cause);
	return cause->certain;
}

bool cause_yields_twice(const struct evidence *evidence, struct cause *cause)
{
	static const char *const macros[] = { "asynccontextmanager", "contextmanager" };

	if (!cause_texts_are_wrong(evidence) && evidence->result->end == PROGRAM_EXITED)
		return false;
	cause->certain = ask_of_each(evidence, macros, 2, yields_twice, cause);
	return cause->certain;
}

/* ---- who closes it --------------------------------------------------------- */

/* The first that was closed when main was over, since nobody had done so. */
static const struct trace_entry *find_left_open(const struct trace *trace)
{
	bool over = false;

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		over = over || (entry->kind == TRACE_TASK_END && entry->task == 1);
		if (over && entry->kind == TRACE_ACLOSE)
			return entry;
	}
	return NULL;
}

bool cause_left_open(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *closed;

	if (!evidence->trace ||
	    (evidence->divergence.kind != DIVERGENCE_OUT_OF_ORDER &&
	     evidence->divergence.kind != DIVERGENCE_MISSING) ||
	    !cause_ended_well(evidence) || !(closed = find_left_open(evidence->trace)))
		return false;
	cause->sentence = text_format(
		"When the program ended, the generator %s was still open, and was closed "
		"only then: should it be closed before, with await (aclose (\u2026)), or "
		"be asked to its end?",
		closed->text);
	return true;
}

/* The definition of a plain generator in which a finally prints that. */
static bool is_printed_by(const struct evidence_source *source,
			  const struct definition *definition, const char *code,
			  const char *text)
{
	const char *body = strchr(definition->at, '{');
	const char *end = body ? strstr(body, "\n}") : NULL;
	char *function;
	bool found;

	if (!end)
		return false;
	function = memory_copy_bytes(source->text + (body - code), (size_t)(end - body));
	found = source_code_prints_in(function, "finally", text);
	free(function);
	return found;
}

bool cause_closed_late(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct definition definition;
	const char *at;
	char *code;

	if (evidence->divergence.kind != DIVERGENCE_OUT_OF_ORDER || !source ||
	    !source->text || !cause_came(evidence, evidence->divergence.expected))
		return false;
	code = source_code_if_short(source->text);
	at = code;
	while (!cause->sentence &&
	       source_code_definition(&at, "generator", &definition)) {
		if (is_printed_by(source, &definition, code,
				  evidence->divergence.expected->text))
			cause->sentence = text_format(
				"That line is printed when %s is closed: is it closed "
				"too late, or is its generator_close (\u2026) missing?",
				definition.name);
		free(definition.name);
	}
	free(code);
	return cause->sentence;
}
