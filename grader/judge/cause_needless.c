/* Lines that nobody asks for: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "text/memory.h"
#include "text/text.h"

/* A line too many, of which there is nothing like in all that is expected; or NULL. */
static const struct output_line *find_needless(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected;
	const struct output_line *line = evidence->divergence.actual;

	if (evidence->divergence.kind != DIVERGENCE_EXTRA)
		return NULL;
	for (size_t i = 0; i < expected->count; i++)
		if (cause_alike(&expected->lines[i], line) ||
		    timed_output_same_text(&expected->lines[i], line,
					   expected->placeholder))
			return NULL;
	return line;
}

/* Does it stand behind a yield of a generator? */
static bool stands_behind_yield(const char *code, const char *place)
{
	struct source_function function;
	const char *yield;

	return source_function_around(code, place, &function) &&
	       (yield = source_function_word(&function, "yield")) && yield < place;
}

bool cause_needless(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *line = find_needless(evidence);
	const char *string;
	char *code, *quoted;

	/* What an except prints tells of an exception: that one is to be asked for. */
	if (!line || !source || !source->text || !source->solution ||
	    source_code_prints(source->solution, line->text) ||
	    cause_is_in_except(evidence, line))
		return false;
	code = source_code_if_short(source->text);
	string = source_code_prints_between(source->text, code, code, code + strlen(code),
					    line->text);
	if (string) {
		quoted = cause_quote(line);
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, string));
		cause->sentence = text_format(
			"Line %zu, %s, is not asked for, nor is anything like it, and it "
			"is printed here%s. Was it left in from a trial?",
			evidence->divergence.index + 1, quoted,
			stands_behind_yield(code, string)
				? ", behind a yield: so it comes when the next one is "
				  "asked for"
				: "");
		cause->certain = true;
		free(quoted);
	}
	free(code);
	return string;
}

/* It comes from outside, as a line of a file does: no string of the program has it. */
bool cause_not_left_out(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *line = find_needless(evidence),
				 *wanted = cause_wanted(evidence);
	char *quoted;

	if (!line || !wanted || !source || !source->text || !source->solution ||
	    source_code_prints(source->text, line->text) ||
	    source_code_prints(source->solution, line->text) ||
	    !cause_came(evidence, wanted))
		return false;
	quoted = cause_quote(wanted);
	cause->sentence = text_format(
		"Nothing like it should come at all, and %s comes behind it: is "
		"something "
		"passed on that should be left out, by a condition that is missing, or "
		"lets too much through?",
		quoted);
	free(quoted);
	return true;
}
