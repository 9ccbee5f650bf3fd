/* Nearly the right text: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge/cause.h"
#include "judge/source_encoding.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"
#include "text/visible.h"

static bool is_wrong_text(const struct evidence *evidence)
{
	return evidence->divergence.kind == DIVERGENCE_WRONG_TEXT;
}

bool cause_no_newline(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	char *line;

	if (!is_wrong_text(evidence) || divergence->actual->newline ||
	    !timed_output_same_text(divergence->expected, divergence->actual,
				    evidence->expected->placeholder))
		return false;
	line = cause_quote(divergence->actual);
	cause->sentence =
		text_format("Line %zu, %s, is right but not ended: its newline (\\n) "
			    "is missing.",
			    divergence->index + 1, line);
	cause->certain = true;
	free(line);
	return true;
}

/* Does one line of the expected ones begin there? */
static bool begins_expected(const struct evidence *evidence, const char *text)
{
	const struct timed_output *expected = evidence->expected;

	for (size_t i = 0; i < expected->count; i++)
		if (expected->lines[i].length && strncmp(text, expected->lines[i].text,
							 expected->lines[i].length) == 0)
			return true;
	return false;
}

/* The right line, and behind it, in the same line, another one. */
bool cause_runs_on(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *expected = divergence->expected,
				 *actual = divergence->actual;
	char *line;

	if (!is_wrong_text(evidence) || evidence->expected->placeholder ||
	    expected->length == 0 || actual->length <= expected->length ||
	    memcmp(actual->text, expected->text, expected->length) != 0 ||
	    !begins_expected(evidence, actual->text + expected->length))
		return false;
	line = cause_quote(expected);
	cause->sentence =
		text_format("Line %zu, %s, is right but not ended: what comes "
			    "next stands in the same line, so its newline (\\n) "
			    "is missing.",
			    divergence->index + 1, line);
	cause->certain = true;
	free(line);
	return true;
}

/* The text without what cannot be seen: white space at the ends, double spaces,
 * control characters, marks without a shape. */
static char *visible_essence(const struct output_line *line)
{
	struct text text = { 0 };
	unsigned point;

	for (size_t i = 0, size; i < line->length; i += size) {
		size = utf8_decode(line->text + i, line->length - i, &point);
		if (size == 0) {
			size = 1;
			text_add_bytes(&text, line->text + i, 1);
		} else if (point > ' ' && point != 0x7f &&
			   !(point >= 0x80 && point <= 0xa0) &&
			   !(point >= 0x2000 && point <= 0x200f) && point != 0xfeff) {
			text_add_bytes(&text, line->text + i, size);
		}
	}
	return text_take(&text);
}

static const char *invisible_name(const char *bytes, size_t length)
{
	static const struct {
		const char *bytes, *name;
	} names[] = {
		{ "\r", "a carriage return (\\r)" },
		{ "\t", "a tab (\\t)" },
		{ "\033", "an escape character (\\033)" },
		{ "\b", "a backspace (\\b)" },
		{ "\u00a0", "a non-breaking space" },
		{ "\u200b", "a space of no width" },
		{ "\ufeff", "a byte order mark" },
	};

	if (memchr(bytes, '\0', length))
		return "a NUL character (\\0)";
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (memmem(bytes, length, names[i].bytes, strlen(names[i].bytes)))
			return names[i].name;
	return NULL;
}

static const char *describe_invisible(const struct output_line *expected,
				      const struct output_line *actual)
{
	const char *name = invisible_name(actual->text, actual->length);
	size_t shorter = expected->length;

	if (name && !invisible_name(expected->text, expected->length))
		return name;
	if (actual->length > shorter &&
	    memcmp(actual->text, expected->text, shorter) == 0)
		return "white space at its end";
	if (actual->length < shorter &&
	    memcmp(actual->text, expected->text, actual->length) == 0)
		return "no white space at its end";
	return "other white space";
}

bool cause_invisible(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	char *expected, *actual, *drawn;
	bool same;

	if (!is_wrong_text(evidence) || divergence->actual->cut)
		return false;
	expected = visible_essence(divergence->expected);
	actual = visible_essence(divergence->actual);
	same = strcmp(expected, actual) == 0;
	free(expected);
	free(actual);
	if (!same)
		return false;
	drawn = visible_copy(divergence->actual->text, divergence->actual->length, true,
			     SPACES_AT_END);
	cause->sentence = text_format(
		"Line %zu looks right, but has %s: \"%s\".", divergence->index + 1,
		describe_invisible(divergence->expected, divergence->actual), drawn);
	cause->certain = true;
	free(drawn);
	return true;
}

/* The line as it would be if its bytes were characters of Windows-1252. */
static char *line_from_windows(const struct output_line *line)
{
	struct text text = { 0 };
	char room[3];

	for (size_t i = 0; i < line->length; i++)
		text_add(&text,
			 source_encoding_of_byte((unsigned char)line->text[i], room));
	return text_take(&text);
}

bool cause_encoding(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct evidence_source *source = evidence_main_source(evidence);
	char *line;
	bool same;

	if (!is_wrong_text(evidence) || !source ||
	    utf8_is_valid(source->text, strlen(source->text)) ||
	    utf8_is_valid(divergence->actual->text, divergence->actual->length))
		return false;
	line = line_from_windows(divergence->actual);
	same = strcmp(line, divergence->expected->text) == 0;
	free(line);
	if (!same)
		return false;
	cause->sentence = text_format(
		"Line %zu would be right, but %s is not saved as UTF-8, and so its "
		"letters come out as other bytes. Save it as UTF-8.",
		divergence->index + 1, source->name);
	cause->certain = true;
	return true;
}

bool cause_capitals(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	char *expected, *actual;

	if (!is_wrong_text(evidence) ||
	    divergence->expected->length != divergence->actual->length ||
	    strcasecmp(divergence->expected->text, divergence->actual->text) != 0)
		return false;
	expected = cause_quote(divergence->expected);
	actual = cause_quote(divergence->actual);
	cause->sentence =
		text_format("Line %zu differs in capital and small letters only: it "
			    "should be %s but is %s.",
			    divergence->index + 1, expected, actual);
	cause->certain = true;
	free(actual);
	free(expected);
	return true;
}

/* The first number in both lines in which they differ; *clock: is it a part of a time
 * of day, such as 09:30:00? */
static bool differing_numbers(const struct output_line *expected,
			      const struct output_line *actual, intmax_t *difference,
			      bool *clock)
{
	const char *a = expected->text, *b = actual->text;

	if (!cause_alike(expected, actual))
		return false;
	while (*a && *b) {
		if (isdigit((unsigned char)*a)) {
			char *end_a, *end_b;
			intmax_t one = strtoimax(a, &end_a, 10),
				 other = strtoimax(b, &end_b, 10);

			if (one != other) {
				*difference = other - one;
				*clock = a > expected->text + 1 && a[-1] == ':' &&
					 isdigit((unsigned char)a[-2]);
				return true;
			}
			a = end_a;
			b = end_b;
		} else {
			a++, b++;
		}
	}
	return false;
}

/* How many lines from the divergence on have a number that is off by the same. */
static size_t count_shifted(const struct evidence *evidence, intmax_t *difference,
			    bool *clock)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t first = evidence->divergence.index, i = first;
	intmax_t next;

	while (i < expected->count && i < actual->count &&
	       differing_numbers(&expected->lines[i], &actual->lines[i],
				 i == first ? difference : &next, clock) &&
	       (i == first || next == *difference))
		i++;
	return i - first;
}

static bool comes_again(const struct evidence *evidence)
{
	size_t first = evidence->divergence.index;
	const struct output_line *lines = evidence->actual->lines;

	return first && lines[first].length == lines[first - 1].length &&
	       memcmp(lines[first].text, lines[first - 1].text, lines[first].length) == 0;
}

bool cause_numbers_shifted(const struct evidence *evidence, struct cause *cause)
{
	size_t first = evidence->divergence.index, count;
	intmax_t difference = 0;
	bool clock = false;
	char *expected, *actual, *by;

	/* Of equal length, else an item is missing or one too many. */
	if (evidence->divergence.kind < DIVERGENCE_MISSING ||
	    evidence->divergence.kind == DIVERGENCE_EARLY ||
	    evidence->divergence.kind == DIVERGENCE_LATE ||
	    evidence->expected->count != evidence->actual->count)
		return false;
	count = count_shifted(evidence, &difference, &clock);
	/* One and the same line once more is no other number. */
	if (count < 2 || comes_again(evidence))
		return false;
	expected = cause_quote(&evidence->expected->lines[first]);
	actual = cause_quote(&evidence->actual->lines[first]);
	by = text_format(clock ? "the time of day is too %s, by %jd s"
			       : "each number is too %s by %jd",
			 clock && difference < 0 ? "early"
			 : clock                 ? "late"
			 : difference < 0        ? "low"
						 : "high",
			 difference < 0 ? -difference : difference);
	cause->sentence = text_format(
		"In the lines %zu to %zu %s: the first should be %s but is %s.",
		first + 1, first + count, by, expected, actual);
	cause->certain = true;
	free(by);
	free(actual);
	free(expected);
	return true;
}

bool cause_misspelt(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	size_t distance;
	char *expected, *actual;

	if (!is_wrong_text(evidence) || divergence->expected->length < 4 ||
	    divergence->expected->length > 60 || divergence->actual->length > 60 ||
	    cause_alike(divergence->expected, divergence->actual))
		return false;
	distance = nearest_distance(divergence->expected->text, divergence->actual->text);
	if (distance > 2)
		return false;
	expected = cause_quote(divergence->expected);
	actual = cause_quote(divergence->actual);
	cause->sentence = text_format("Line %zu is misspelt: it should be %s but is %s.",
				      divergence->index + 1, expected, actual);
	cause->certain = true;
	free(actual);
	free(expected);
	return true;
}
