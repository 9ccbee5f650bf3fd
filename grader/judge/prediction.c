#define _GNU_SOURCE
#include "judge/prediction.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_line.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* No program here runs for longer than a year. */
static const double longest_seconds = 366.0 * 24 * 60 * 60;

/* A prediction under reading. */
struct reading {
	const struct prediction *prediction;
	struct timed_output *predicted;
	struct verdict *verdict;
	int *numbers; /* of the line of the file that each predicted line stands in */
};

/* ---- words ---------------------------------------------------------------- */

static char *quoted(const struct output_line *line)
{
	struct text text = { 0 };

	text_add(&text, "\"");
	visible_add_cut(&text, line->text, line->length, true, SPACES_PLAIN, 60);
	text_add(&text, "\"");
	return text_take(&text);
}

static struct place place_of(const struct prediction *prediction, int number)
{
	return (struct place){
		.file = memory_copy_text(prediction->shown),
		.line = number,
		.source = source_line_text(prediction->text, number),
	};
}

/* The verdict on a file that is no prediction yet; takes the sentence. */
static bool unreadable(struct reading *reading, int number, char *sentence)
{
	*reading->verdict = (struct verdict){
		.kind = VERDICT_WRONG,
		.certain = true,
	};
	reading->verdict->message = sentence;
	if (number)
		reading->verdict->where = place_of(reading->prediction, number);
	return false;
}

/* ---- reading -------------------------------------------------------------- */

/* A piece of text without the white space at its ends; not owned. */
struct piece {
	const char *bytes;
	size_t length;
};

static struct piece trimmed(const char *bytes, size_t length)
{
	while (length && isspace((unsigned char)*bytes))
		bytes++, length--;
	while (length && isspace((unsigned char)bytes[length - 1]))
		length--;
	return (struct piece){ bytes, length };
}

/* «1», «1.5», «1.500 s». */
static bool read_moment(struct piece piece, milliseconds *at)
{
	char *text = memory_copy_bytes(piece.bytes, piece.length), *end;
	bool plain = isdigit((unsigned char)*text) && strspn(text, "0123456789.") > 0;
	double seconds = plain ? strtod(text, &end) : -1;
	bool good = plain &&
		    (*end == '\0' || strcmp(end, "s") == 0 || strcmp(end, " s") == 0) &&
		    seconds <= longest_seconds && !strpbrk(text, "xXeEpP");

	if (good)
		*at = (milliseconds)(seconds * 1000 + 0.5);
	free(text);
	return good;
}

static void add_line(struct reading *reading, milliseconds at, struct piece text,
		     int number)
{
	struct timed_output *predicted = reading->predicted;

	predicted->lines = memory_resize(predicted->lines, predicted->count + 1,
					 sizeof(*predicted->lines));
	reading->numbers =
		memory_resize(reading->numbers, predicted->count + 1, sizeof(int));
	reading->numbers[predicted->count] = number;
	predicted->lines[predicted->count++] = (struct output_line){
		.at = at,
		.text = memory_copy_bytes(text.bytes, text.length),
		.length = text.length,
		.newline = true,
	};
}

static bool goes_back(const struct reading *reading, milliseconds at)
{
	const struct timed_output *predicted = reading->predicted;

	return predicted->count && predicted->lines[predicted->count - 1].at > at;
}

static bool read_line(struct reading *reading, const char *bytes, size_t length,
		      int number)
{
	struct piece line = trimmed(bytes, length), moment, text;
	const char *bar = memchr(line.bytes, '|', line.length);
	milliseconds at;

	if (!line.length || *line.bytes == '#')
		return true;
	if (!bar)
		return unreadable(reading, number,
				  text_format("Line %d of your prediction has no bar: "
					      "write the second, a bar and the "
					      "text, such as «1.500 | text».",
					      number));
	moment = trimmed(line.bytes, (size_t)(bar - line.bytes));
	text = trimmed(bar + 1, line.length - (size_t)(bar + 1 - line.bytes));
	if (memchr(moment.bytes, '?', moment.length))
		return unreadable(reading, number,
				  text_format("Line %d of your prediction does not say "
					      "its moment yet: when does it "
					      "come?",
					      number));
	if (!read_moment(moment, &at))
		return unreadable(reading, number,
				  text_format("Line %d of your prediction does not begin "
					      "with a number of seconds, such "
					      "as 1.500.",
					      number));
	if (goes_back(reading, at))
		return unreadable(reading, number,
				  text_format("Line %d of your prediction goes back in "
					      "time: write the lines in the order "
					      "in which they come.",
					      number));
	add_line(reading, at, text, number);
	return true;
}

static bool read_all(struct reading *reading)
{
	const char *text = reading->prediction->text, *where;

	for (int number = 1; *text; number++) {
		size_t length = strcspn(text, "\n");

		if (!read_line(reading, text, length, number))
			return false;
		text += length + (text[length] == '\n');
	}
	if (reading->predicted->count)
		return true;
	where = reading->prediction->where_to_start;
	return unreadable(
		reading, 0,
		text_format("Nothing is predicted yet: write a line for each that "
			    "the program prints, as «0.500 | text», its second, a "
			    "bar, the text.%s%s",
			    where ? " " : "", where ? where : ""));
}

/* ---- judging --------------------------------------------------------------- */

/* Written by hand, no text has white space at its ends. */
static struct timed_output without_ends(const struct timed_output *output)
{
	struct timed_output bare = {
		.lines = memory_new(output->count, sizeof(*bare.lines)),
		.count = output->count,
		.placeholder = output->placeholder ? memory_copy_text(output->placeholder)
						   : NULL,
	};

	for (size_t i = 0; i < output->count; i++) {
		struct piece piece =
			trimmed(output->lines[i].text, output->lines[i].length);

		bare.lines[i] = output->lines[i];
		bare.lines[i].text = memory_copy_bytes(piece.bytes, piece.length);
		bare.lines[i].length = piece.length;
	}
	return bare;
}

static struct divergence find_divergence(const struct timed_output *expected,
					 const struct timed_output *predicted)
{
	struct timed_output bare = without_ends(expected);
	struct divergence divergence =
		divergence_find(&bare, predicted, (struct tolerance){ 0 });

	if (divergence.expected)
		divergence.expected = &expected->lines[divergence.expected - bare.lines];
	timed_output_free(&bare);
	return divergence;
}

/* A line in the words of a sentence. */
struct told_line {
	char *text; /* quoted; NULL: there is no such line */
	char *at;   /* in seconds */
};

static struct told_line tell(const struct output_line *line)
{
	return (struct told_line){
		.text = line ? quoted(line) : NULL,
		.at = timed_output_seconds(line ? line->at : 0),
	};
}

static void told_line_free(struct told_line *line)
{
	free(line->text);
	free(line->at);
}

/* What comes, and what was said instead. `is_last`: nothing comes any more. */
static char *sentence_on(enum divergence_kind kind, const struct told_line *comes,
			 const struct told_line *said, bool is_last)
{
	switch (kind) {
	case DIVERGENCE_NONE:
		return memory_copy_text("You predicted every line, each at its moment.");
	case DIVERGENCE_MISSING:
		return text_format("You did not predict %s: it comes at %s.", comes->text,
				   comes->at);
	case DIVERGENCE_EXTRA:
		return text_format(
			is_last ? "You predicted %s at %s: by then the program has "
				  "printed its last line."
				: "You predicted %s at %s: there is no such line there.",
			said->text, said->at);
	case DIVERGENCE_OUT_OF_ORDER:
		return text_format(
			"You predicted %s at %s, before %s; but that comes first, at "
			"%s.",
			said->text, said->at, comes->text, comes->at);
	case DIVERGENCE_EARLY:
	case DIVERGENCE_LATE:
		return text_format("You predicted %s at %s; it comes at %s.", comes->text,
				   said->at, comes->at);
	case DIVERGENCE_WRONG_TEXT:
		return text_format("You predicted %s at %s; what comes is %s, at %s.",
				   said->text, said->at, comes->text, comes->at);
	}
	return NULL;
}

static char *sentence_of(const struct divergence *divergence,
			 const struct timed_output *expected)
{
	struct told_line comes = tell(divergence->expected);
	struct told_line said = tell(divergence->actual);
	char *sentence = sentence_on(divergence->kind, &comes, &said,
				     divergence->index >= expected->count);

	told_line_free(&comes);
	told_line_free(&said);
	return sentence;
}

static enum verdict_kind kind_of(enum divergence_kind kind)
{
	switch (kind) {
	case DIVERGENCE_NONE: return VERDICT_PASS;
	case DIVERGENCE_EARLY:
	case DIVERGENCE_LATE: return VERDICT_TIME;
	default: return VERDICT_WRONG;
	}
}

static void judge(struct reading *reading)
{
	const struct timed_output *expected = reading->prediction->expected;
	struct verdict *verdict = reading->verdict;
	struct divergence divergence = find_divergence(expected, reading->predicted);

	*verdict = (struct verdict){
		.kind = kind_of(divergence.kind),
		.message = sentence_of(&divergence, expected),
		.certain = true,
		.divergence = divergence,
	};
	if (divergence.actual)
		verdict->where = place_of(
			reading->prediction,
			reading->numbers[divergence.actual - reading->predicted->lines]);
}

void prediction_judge(const struct prediction *prediction, struct timed_output *predicted,
		      struct verdict *verdict)
{
	struct reading reading = {
		.prediction = prediction,
		.predicted = predicted,
		.verdict = verdict,
	};

	*predicted = (struct timed_output){ 0 };
	if (read_all(&reading))
		judge(&reading);
	free(reading.numbers);
}
