/* An exception in the place of another one: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/text.h"

/* Does the line tell of it, by its type or by what it was given to say? */
static bool tells_of(const struct output_line *line, const struct trace_entry *raised)
{
	const char *open = strchr(raised->place->text, '"');
	const char *close = open ? strrchr(open, '"') : NULL;

	return source_code_word(line->text, raised->text) ||
	       (close > open && source_code_is_format(open + 1, close, line->text));
}

/* The last thing that the learner's program had raised when the line came that is
 * wrong, if that line tells of it, and the one that should be there does not. */
static const struct trace_entry *find_told(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *last = NULL;

	if (!evidence->trace || (divergence->kind != DIVERGENCE_WRONG_TEXT &&
				 divergence->kind != DIVERGENCE_EXTRA))
		return NULL;
	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (entry->kind == TRACE_RAISE && entry->place &&
		    cause_at(entry) <= divergence->actual->at)
			last = entry;
	}
	if (!last || !tells_of(divergence->actual, last) ||
	    (divergence->expected && tells_of(divergence->expected, last)))
		return NULL;
	return last;
}

/* The method for leaving around that line, such as door_aexit: is there one? */
static bool stands_in_exit(const struct trace_entry *entry)
{
	const char *name = entry->place->function;
	size_t length = strlen(name);

	return (length > 5 && strcmp(name + length - 5, "_exit") == 0) ||
	       (length > 6 && strcmp(name + length - 6, "_aexit") == 0);
}

/* What was under way when it was raised there: the words for it, or NULL. */
static const char *what_was_under_way(const struct evidence *evidence,
				      const struct trace_entry *raised)
{
	const struct evidence_source *source =
		evidence_find_source(evidence, raised->place->file);
	int line = raised->place->line;

	if (!source || !source->text)
		return NULL;
	if (source_code_stands_in(source->text, "except", line))
		return "the one that this except has caught";
	if (source_code_stands_in(source->text, "finally", line))
		return "the one for which this finally is run";
	return stands_in_exit(raised) ? "the one by which the block was left" : NULL;
}

bool cause_replaced(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *raised = find_told(evidence);
	const char *other = raised ? what_was_under_way(evidence, raised) : NULL;

	if (!other)
		return false;
	cause->where = cause_place(evidence, raised);
	if (cause_is_as_in_solution(evidence, cause->where)) {
		place_free(&cause->where);
		return false;
	}
	cause->sentence = text_format(
		"A new exception, a %s, is raised here, and takes the place of %s: "
		"should "
		"that one go on (raise () passes on what an except has caught)?",
		raised->text, other);
	return true;
}

/* What was raised before it, and the line should have told of; NULL: nothing. */
static const struct trace_entry *find_first(const struct evidence *evidence,
					    const struct trace_entry *told)
{
	const struct output_line *wanted = evidence->divergence.expected;

	for (const struct trace_entry *entry = evidence->trace->entries;
	     wanted && entry < told; entry++)
		if (entry->kind == TRACE_RAISE && entry->place &&
		    cause_at(entry) >= cause_last_right(evidence) &&
		    strcmp(entry->text, told->text) != 0 && tells_of(wanted, entry))
			return entry;
	return NULL;
}

/* As above, but what raises it is as it should be, and was only called for nothing. */
bool cause_replaced_on_the_way(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *told = find_told(evidence);
	const struct trace_entry *first = told ? find_first(evidence, told) : NULL;

	if (!first)
		return false;
	cause->where = cause_place(evidence, told);
	cause->sentence = text_format(
		"A %s was raised first, and on its way a %s, here, took its place: was "
		"something cleaned up that had not been opened yet, by a try that begins "
		"too early?",
		first->text, told->text);
	return true;
}
