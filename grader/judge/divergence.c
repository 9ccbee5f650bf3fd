#include "judge/divergence.h"

#include <stdbool.h>
#include <stdlib.h>

#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* How many lines behind the first difference are aligned. */
enum { WINDOW = 256 };

const char *divergence_name(enum divergence_kind kind)
{
	static const char *const names[] = {
		[DIVERGENCE_NONE] = "none",
		[DIVERGENCE_MISSING] = "missing",
		[DIVERGENCE_EXTRA] = "extra",
		[DIVERGENCE_OUT_OF_ORDER] = "out of order",
		[DIVERGENCE_EARLY] = "early",
		[DIVERGENCE_LATE] = "late",
		[DIVERGENCE_WRONG_TEXT] = "wrong text",
	};

	return names[kind];
}

/* What is left of both outputs from the first difference on. */
struct remainder {
	const struct output_line *expected, *actual;
	size_t expected_count, actual_count;
	const char *placeholder;
	struct tolerance tolerance;
};

static bool same_moment(const struct output_line *expected,
			const struct output_line *actual, struct tolerance tolerance)
{
	return !tolerance_is_early(&tolerance, expected->at, actual->at) &&
	       !tolerance_is_late(&tolerance, expected->at, actual->at);
}

static bool same_text(const struct remainder *rest, size_t expected, size_t actual)
{
	return timed_output_same_text(&rest->expected[expected], &rest->actual[actual],
				      rest->placeholder);
}

/* What it is worth to align two lines: as many as possible, and among equally
 * many those at their moment. So of five equal lines the one that is missing
 * is found by its time. */
static unsigned worth(const struct remainder *rest, size_t expected, size_t actual)
{
	if (!same_text(rest, expected, actual))
		return 0;
	return 2 * WINDOW + same_moment(&rest->expected[expected], &rest->actual[actual],
					rest->tolerance);
}

static unsigned larger(unsigned one, unsigned other)
{
	return one > other ? one : other;
}

static size_t smaller(size_t one, size_t other)
{
	return one < other ? one : other;
}

/* best[e][a]: the worth of the best alignment of what follows e and a. */
typedef unsigned alignment[WINDOW + 1][WINDOW + 1];

static void align(const struct remainder *rest, alignment best)
{
	for (size_t e = rest->expected_count; e-- > 0;)
		for (size_t a = rest->actual_count; a-- > 0;) {
			unsigned pair = worth(rest, e, a);

			best[e][a] = larger(best[e + 1][a], best[e][a + 1]);
			if (pair)
				best[e][a] =
					larger(best[e][a], pair + best[e + 1][a + 1]);
		}
}

enum { UNPAIRED = WINDOW + 1 };

/* The partner of the first expected line (partner[0]) and of the first actual
 * line (partner[1]) in the best alignment. Equal worth goes to the earlier pair. */
static void first_partners(const struct remainder *rest, alignment best,
			   size_t partner[2])
{
	size_t e = 0, a = 0;

	partner[0] = partner[1] = UNPAIRED;
	while (e < rest->expected_count && a < rest->actual_count) {
		unsigned pair = worth(rest, e, a);

		if (pair && best[e][a] == pair + best[e + 1][a + 1]) {
			if (e == 0)
				partner[0] = a;
			if (a == 0)
				partner[1] = e;
			e++, a++;
		} else if (best[e][a] == best[e + 1][a]) {
			e++;
		} else {
			a++;
		}
	}
}

static bool comes_later(const struct remainder *rest, bool expected_line)
{
	size_t count = expected_line ? rest->actual_count : rest->expected_count;

	for (size_t i = 1; i < count; i++)
		if (expected_line ? same_text(rest, 0, i) : same_text(rest, i, 0))
			return true;
	return false;
}

static enum divergence_kind kind_of_pair(const struct output_line *expected,
					 const struct output_line *actual,
					 struct tolerance tolerance)
{
	if (tolerance_is_early(&tolerance, expected->at, actual->at))
		return DIVERGENCE_EARLY;
	if (tolerance_is_late(&tolerance, expected->at, actual->at))
		return DIVERGENCE_LATE;
	return actual->newline ? DIVERGENCE_NONE : DIVERGENCE_WRONG_TEXT;
}

static enum divergence_kind kind_by_alignment(const struct remainder *rest)
{
	unsigned(*best)[WINDOW + 1] = memory_new(WINDOW + 1, sizeof(*best));
	size_t partner[2];

	align(rest, best);
	first_partners(rest, best, partner);
	free(best);
	if (partner[0] == 0)
		return kind_of_pair(rest->expected, rest->actual, rest->tolerance);
	if (partner[0] == UNPAIRED && partner[1] == UNPAIRED)
		return DIVERGENCE_WRONG_TEXT;
	if (partner[0] != UNPAIRED)
		return comes_later(rest, false) ? DIVERGENCE_OUT_OF_ORDER
						: DIVERGENCE_EXTRA;
	return comes_later(rest, true) ? DIVERGENCE_OUT_OF_ORDER : DIVERGENCE_MISSING;
}

static enum divergence_kind kind_at(const struct remainder *rest)
{
	if (rest->expected_count == 0)
		return rest->actual_count ? DIVERGENCE_EXTRA : DIVERGENCE_NONE;
	if (rest->actual_count == 0)
		return DIVERGENCE_MISSING;
	return kind_by_alignment(rest);
}

struct divergence divergence_find(const struct timed_output *expected,
				  const struct timed_output *actual,
				  struct tolerance tolerance)
{
	struct divergence divergence = { 0 };
	struct remainder rest = {
		.placeholder = expected->placeholder,
		.tolerance = tolerance,
	};
	size_t i = 0;

	while (i < expected->count && i < actual->count &&
	       timed_output_same_text(&expected->lines[i], &actual->lines[i],
				      expected->placeholder) &&
	       kind_of_pair(&expected->lines[i], &actual->lines[i], tolerance) ==
		       DIVERGENCE_NONE)
		i++;
	rest.expected = expected->lines + i;
	rest.actual = actual->lines + i;
	rest.expected_count = smaller(expected->count - i, WINDOW);
	rest.actual_count = smaller(actual->count - i, WINDOW);
	divergence.kind = kind_at(&rest);
	divergence.index = i;
	if (divergence.kind != DIVERGENCE_NONE && divergence.kind != DIVERGENCE_EXTRA)
		divergence.expected = rest.expected;
	if (divergence.kind != DIVERGENCE_NONE && divergence.kind != DIVERGENCE_MISSING)
		divergence.actual = rest.actual;
	return divergence;
}

/* «"text" at 1.000 s» for a sentence, drawn and not too long. */
static void add_line(struct text *text, const struct output_line *line, bool with_moment)
{
	char *moment = timed_output_seconds(line->at);

	text_add(text, "\"");
	visible_add_cut(text, line->text, line->length, true, SPACES_AT_END, 60);
	text_add_format(text, with_moment ? "\" at %s" : "\"", moment);
	free(moment);
}

static void add_shift(struct text *text, const struct divergence *divergence)
{
	milliseconds shift = divergence->actual->at - divergence->expected->at;
	char *expected = timed_output_seconds(divergence->expected->at);
	char *actual = timed_output_seconds(divergence->actual->at);
	char *by = timed_output_seconds(shift);

	text_add_format(text, "Line %zu, ", divergence->index + 1);
	add_line(text, divergence->expected, false);
	text_add_format(text, ", came at %s instead of %s: %s too %s.", actual, expected,
			by, shift < 0 ? "early" : "late");
	free(by);
	free(actual);
	free(expected);
}

static void add_wrong_text(struct text *text, const struct divergence *divergence)
{
	text_add_format(text, "Line %zu should be ", divergence->index + 1);
	add_line(text, divergence->expected, false);
	text_add(text, " but is ");
	add_line(text, divergence->actual, false);
	text_add(text, ".");
}

char *divergence_sentence(const struct divergence *divergence)
{
	struct text text = { 0 };

	switch (divergence->kind) {
	case DIVERGENCE_NONE:
		text_add(&text, "Every line came, each at its moment.");
		break;
	case DIVERGENCE_MISSING:
		text_add_format(&text, "Line %zu is missing: ", divergence->index + 1);
		add_line(&text, divergence->expected, true);
		text_add(&text, ".");
		break;
	case DIVERGENCE_EXTRA:
		text_add_format(&text,
				"Line %zu should not be there: ", divergence->index + 1);
		add_line(&text, divergence->actual, true);
		text_add(&text, ".");
		break;
	case DIVERGENCE_OUT_OF_ORDER:
		text_add_format(
			&text, "The order is wrong at line %zu: ", divergence->index + 1);
		add_line(&text, divergence->actual, true);
		text_add(&text, " came before ");
		add_line(&text, divergence->expected, false);
		text_add(&text, ".");
		break;
	case DIVERGENCE_EARLY:
	case DIVERGENCE_LATE: add_shift(&text, divergence); break;
	case DIVERGENCE_WRONG_TEXT: add_wrong_text(&text, divergence); break;
	}
	return text_take(&text);
}
