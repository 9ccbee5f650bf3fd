/* One wait that is a multiple, or a part, of what it should be: see cause.h. */
#include <stdlib.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "text/text.h"

/* The same span, as far as this clock can tell. */
static bool near(const struct evidence *evidence, milliseconds one, milliseconds other)
{
	milliseconds difference = one > other ? one - other : other - one;

	return difference <= tolerance_in_all(&evidence->tolerance);
}

/* The only call in the program that lets time pass; an empty place if there are others. */
static struct place only_wait(const struct evidence *evidence)
{
	static const char *const words[] = { "nanosleep", "clock_nanosleep", "usleep",
					     "sleep",     "thrd_sleep",      "poll",
					     "select",    "async_sleep" };
	const struct evidence_source *source = evidence_main_source(evidence);
	struct place place = { 0 };
	const char *found = NULL;
	size_t count = 0;
	char *code;

	if (!source || !source->text)
		return place;
	code = source_code_if_short(source->text);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (const char *at = code; (at = source_code_word(at, words[i])); at++) {
			found = at;
			count++;
		}
	if (count == 1)
		place = evidence_place(evidence, source->name,
				       source_code_line(code, found));
	free(code);
	return place;
}

/* Of the lines before it nothing can be said: they came at once, or there are none. */
bool cause_wait_scaled(const struct evidence *evidence, struct cause *cause)
{
	static const struct {
		milliseconds above, below;
		const char *words;
	} scales[] = {
		{ 1, 2, "half" },
		{ 2, 1, "twice" },
		{ 1, 10, "a tenth of" },
		{ 10, 1, "ten times" },
		{ 1, 1000, "a thousandth of" },
		{ 1000, 1, "a thousand times" },
	};
	const struct divergence *divergence = &evidence->divergence;
	milliseconds from = cause_last_right(evidence), wanted, came;

	/* The trace tells more than that. */
	if (evidence->trace ||
	    (divergence->kind != DIVERGENCE_EARLY && divergence->kind != DIVERGENCE_LATE))
		return false;
	wanted = divergence->expected->at - from;
	came = divergence->actual->at - from;
	for (size_t i = 0; i < sizeof(scales) / sizeof(*scales) && wanted > 0; i++) {
		if (came <= 0 ||
		    !near(evidence, came * scales[i].below, wanted * scales[i].above))
			continue;
		cause->where = only_wait(evidence);
		cause->sentence = text_format(
			"The wait before it took just %s the time that it should: is it "
			"multiplied or divided, or given in another unit?",
			scales[i].words);
		return true;
	}
	return false;
}
