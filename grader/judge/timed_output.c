#define _GNU_SOURCE
#include "judge/timed_output.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

/* No program here runs for longer than a year. */
static const milliseconds longest = INT64_C(1000) * 60 * 60 * 24 * 366;

static struct output_line *add_line(struct timed_output *output)
{
	/* Room for twice as many whenever it is full, at 1, 2, 4, 8, … lines: a
	 * program may print hundreds of thousands. */
	if ((output->count & (output->count - 1)) == 0)
		output->lines = memory_resize(output->lines,
					      output->count ? 2 * output->count : 1,
					      sizeof(*output->lines));
	output->lines[output->count] = (struct output_line){ 0 };
	return &output->lines[output->count++];
}

/* «12.345»: exactly three decimals, since nothing finer is judged. Returns what
 * follows, or NULL. */
static const char *read_moment(const char *text, milliseconds *at)
{
	milliseconds value = 0;

	if (!isdigit((unsigned char)*text))
		return NULL;
	while (isdigit((unsigned char)*text) && value < longest)
		value = value * 10 + (*text++ - '0');
	if (*text++ != '.')
		return NULL;
	for (int decimal = 0; decimal < 3; decimal++, text++) {
		if (!isdigit((unsigned char)*text))
			return NULL;
		value = value * 10 + (*text - '0');
	}
	if (value > longest)
		return NULL;
	*at = value;
	return text;
}

/* Reads the line of `length` bytes into `line`, or says what is wrong with it. */
static bool parse_line(const char *bytes, size_t length, struct output_line *line,
		       char **error)
{
	char *text = memory_copy_bytes(bytes, length);
	const char *rest = read_moment(text + strspn(text, " "), &line->at);

	if (rest && strcmp(rest, " |") == 0)
		rest += 2; /* an empty line, whose last space an editor took away */
	else if (rest && strncmp(rest, " | ", 3) == 0)
		rest += 3;
	else
		rest = NULL;
	if (rest) {
		line->length = length - (size_t)(rest - text);
		line->text = memory_copy_bytes(rest, line->length);
		line->newline = true;
	} else {
		text_error(error, "«%s» is not a timed line, such as «   1.500 | text»",
			   text);
	}
	free(text);
	return rest != NULL;
}

static bool in_order(const struct timed_output *output, char **error)
{
	const struct output_line *last = output->lines + output->count - 1;

	if (output->count < 2 || last[-1].at <= last->at)
		return true;
	return text_error(error, "the time goes back, from %.3f to %.3f",
			  (double)last[-1].at / 1000, (double)last->at / 1000);
}

bool timed_output_parse(const char *block, struct timed_output *output, char **error,
			int *error_line)
{
	int number = 0;

	*output = (struct timed_output){ 0 };
	while (*block) {
		size_t length = strcspn(block, "\n");
		struct output_line *line = add_line(output);

		if (!parse_line(block, length, line, error) || !in_order(output, error)) {
			*error_line = number;
			timed_output_free(output);
			return false;
		}
		block += length + (block[length] == '\n');
		number++;
	}
	return true;
}

void timed_output_of_program(const struct program_result *result,
			     struct timed_output *output)
{
	*output = (struct timed_output){ 0 };
	for (size_t i = 0; i < result->line_count; i++) {
		const struct timed_line *from = &result->lines[i];
		struct output_line *line;

		if (from->stream != STREAM_OUTPUT)
			continue;
		line = add_line(output);
		line->at = (from->at + 500000) / 1000000;
		line->text = memory_copy_bytes(from->text, from->length);
		line->length = from->length;
		line->newline = from->newline;
		line->cut = from->cut;
	}
}

void timed_output_free(struct timed_output *output)
{
	for (size_t i = 0; i < output->count; i++)
		free(output->lines[i].text);
	free(output->lines);
	free(output->placeholder);
	*output = (struct timed_output){ 0 };
}

/* Matches what stands between placeholders piece by piece, each as early as it
 * can be, the last one at the end. */
static bool matches(const char *pattern, size_t pattern_length, const char *text,
		    size_t length, const char *placeholder)
{
	const char *hole =
		memmem(pattern, pattern_length, placeholder, strlen(placeholder));
	size_t before, after;
	const char *piece;

	if (!hole)
		return pattern_length == length && memcmp(pattern, text, length) == 0;
	before = (size_t)(hole - pattern);
	if (length < before || memcmp(pattern, text, before) != 0)
		return false;
	text += before;
	length -= before;
	pattern = hole + strlen(placeholder);
	after = pattern_length - before - strlen(placeholder);
	piece = memmem(pattern, after, placeholder, strlen(placeholder));
	if (!piece)
		return length > after &&
		       memcmp(pattern, text + length - after, after) == 0;
	for (size_t skip = 1; skip <= length; skip++)
		if (matches(pattern, after, text + skip, length - skip, placeholder))
			return true;
	return false;
}

bool timed_output_same_text(const struct output_line *expected,
			    const struct output_line *actual, const char *placeholder)
{
	if (actual->cut)
		return false;
	if (!placeholder || !*placeholder)
		return expected->length == actual->length &&
		       memcmp(expected->text, actual->text, actual->length) == 0;
	return matches(expected->text, expected->length, actual->text, actual->length,
		       placeholder);
}

/* By whole numbers: a moment is exact, a double need not be. */
char *timed_output_moment(milliseconds at)
{
	return text_format("%4" PRId64 ".%03d", at / 1000, (int)(at % 1000));
}

char *timed_output_seconds(milliseconds span)
{
	span = span < 0 ? -span : span;
	return text_format("%" PRId64 ".%03d s", span / 1000, (int)(span % 1000));
}

/* ---- lines of one instant, in any order ---------------------------------- */

/* Lines from `first` on, `count` of them. */
struct instant {
	size_t first, count;
};

static struct instant expected_instant(const struct timed_output *expected, size_t first)
{
	struct instant instant = { first, 0 };

	while (first + instant.count < expected->count &&
	       expected->lines[first + instant.count].at == expected->lines[first].at)
		instant.count++;
	return instant;
}

/* The lines that came at that moment, `from` or behind. Where a moment is not
 * exact there are at most as many as should be. */
static struct instant actual_instant(const struct timed_output *actual, size_t from,
				     milliseconds at, size_t most,
				     struct tolerance tolerance)
{
	struct instant instant = { from, 0 };

	while (instant.first < actual->count &&
	       tolerance_is_early(&tolerance, at, actual->lines[instant.first].at))
		instant.first++;
	for (size_t i = instant.first;
	     i < actual->count &&
	     !tolerance_is_late(&tolerance, at, actual->lines[i].at) &&
	     (instant.count < most ||
	      (i > 0 && actual->lines[i].at == actual->lines[i - 1].at));
	     i++)
		instant.count++;
	return instant;
}

/* The first of `lines` that is the expected one and not taken yet; or the count. */
static size_t find_partner(const struct output_line *expected,
			   const struct output_line *lines, const bool *taken,
			   size_t count, const char *placeholder)
{
	size_t i = 0;

	while (i < count &&
	       (taken[i] || !timed_output_same_text(expected, &lines[i], placeholder)))
		i++;
	return i;
}

static size_t first_left(const bool *taken, size_t count)
{
	size_t i = 0;

	while (i < count && taken[i])
		i++;
	return i;
}

static void arrange_instant(const struct timed_output *expected, struct instant wanted,
			    struct output_line *lines, size_t count)
{
	size_t *partners = memory_new(wanted.count, sizeof(*partners));
	struct output_line *arranged = memory_new(count, sizeof(*arranged));
	bool *taken = memory_new(count, sizeof(*taken));
	size_t used = 0, chosen;

	for (size_t i = 0; i < wanted.count; i++) {
		partners[i] = find_partner(&expected->lines[wanted.first + i], lines,
					   taken, count, expected->placeholder);
		if (partners[i] < count)
			taken[partners[i]] = true;
	}
	for (size_t i = 0; used < count; i++) {
		chosen = i < wanted.count && partners[i] < count
				 ? partners[i]
				 : first_left(taken, count);
		if (chosen == count)
			continue;
		taken[chosen] = true;
		arranged[used++] = lines[chosen];
	}
	memcpy(lines, arranged, count * sizeof(*lines));
	free(taken);
	free(arranged);
	free(partners);
}

void timed_output_arrange(const struct timed_output *expected,
			  struct timed_output *actual, struct tolerance tolerance)
{
	struct instant wanted = { 0 }, there = { 0 };

	for (size_t i = 0; i < expected->count; i += wanted.count) {
		wanted = expected_instant(expected, i);
		there = actual_instant(actual, there.first + there.count,
				       expected->lines[i].at, wanted.count, tolerance);
		if (there.count > 1)
			arrange_instant(expected, wanted, actual->lines + there.first,
					there.count);
	}
}
