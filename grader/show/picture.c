#include "show/picture.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

static void make_side(struct picture *picture, const char *title,
		      const struct program_result *result)
{
	struct picture_side *side = &picture->sides[picture->count++];

	*side = (struct picture_side){ .title = title, .marked = -1 };
	/* Out of memory, or no trace: what was read so far stands. */
	(void)trace_read(result->trace_descriptor, result->clock_start, &side->trace);
	lanes_make(&side->lanes, &side->trace, result);
}

/* When it came, to the nanosecond, if it is one of that side's; else -1. */
static nanoseconds moment_of(const struct picture_side *side,
			     const struct output_line *line)
{
	const struct program_result *result = side->lanes.result;

	for (size_t i = 0; i < result->line_count; i++) {
		const struct timed_line *each = &result->lines[i];

		if (each->stream == STREAM_OUTPUT && each->length == line->length &&
		    (each->at + 500000) / 1000000 == line->at &&
		    memcmp(each->text, line->text, line->length) == 0)
			return each->at;
	}
	return -1;
}

/* The mark stands where the line does, and that is told in whole milliseconds only: a
 * moment that was rounded may lie in another column. */
static void mark_side(const struct picture *picture, struct picture_side *side,
		      const struct output_line *line, const char *words)
{
	if (!line)
		return;
	side->marked = moment_of(side, line);
	if (side->marked < 0)
		side->marked = moment_of(&picture->sides[0], line);
	if (side->marked < 0)
		side->marked = line->at * 1000000;
	side->mark = text_format("%.3f %s", (double)line->at / 1000, words);
}

/* On the expected side, what was due; on the other, what came in its place. */
static void mark_divergence(struct picture *picture, const struct divergence *divergence)
{
	struct picture_side *actual = &picture->sides[picture->count - 1];

	if (divergence->kind == DIVERGENCE_NONE)
		return;
	if (picture->count == 2)
		mark_side(picture, &picture->sides[0], divergence->expected, "due");
	mark_side(picture, actual, divergence->actual, divergence_name(divergence->kind));
	if (!actual->mark)
		mark_side(picture, actual, divergence->expected,
			  divergence_name(divergence->kind));
}

/* A program that hangs or goes on for long must not make the rest invisible. */
static void choose_end(struct picture *picture)
{
	nanoseconds actual = picture->sides[picture->count - 1].lanes.end;
	nanoseconds expected = picture->sides[0].lanes.end;

	picture->until = actual;
	if (picture->count < 2)
		return;
	if (actual < expected)
		picture->until = expected;
	else if (expected > 0 && actual / 3 > expected)
		picture->until = 2 * expected;
	for (size_t i = 0; i < picture->count; i++)
		if (picture->sides[i].marked > picture->until)
			picture->until = picture->sides[i].marked;
}

bool picture_may_show(const struct check_request *request, const struct check *check)
{
	return check->ran && (request->exercise->kind != EXERCISE_PREDICT ||
			      check->verdict.kind == VERDICT_PASS);
}

void picture_of_check(struct picture *picture, const struct check_request *request,
		      const struct check *check, const struct check *reference)
{
	*picture = (struct picture){
		.title = memory_copy_text(request->exercise->name),
		.description = text_format("%s: %s", verdict_name(check->verdict.kind),
					   check->verdict.message),
	};
	if (!picture_may_show(request, check))
		return;
	if (reference)
		make_side(picture, "expected", &reference->result);
	make_side(picture, "yours", &check->result);
	mark_divergence(picture, &check->verdict.divergence);
	choose_end(picture);
}

void picture_of_run(struct picture *picture, const char *name,
		    const struct program_result *result)
{
	*picture = (struct picture){
		.title = memory_copy_text(name),
		.description =
			text_format("It ran for %.3f s, and printed %zu lines.",
				    (double)result->ended_at / 1e9, result->line_count),
	};
	make_side(picture, "", result);
	choose_end(picture);
}

void picture_free(struct picture *picture)
{
	for (size_t i = 0; i < picture->count; i++) {
		lanes_free(&picture->sides[i].lanes);
		trace_free(&picture->sides[i].trace);
		free(picture->sides[i].mark);
	}
	free(picture->title);
	free(picture->description);
	*picture = (struct picture){ 0 };
}

bool picture_has_line(const struct picture *picture, const struct timed_line *line)
{
	return line->stream == STREAM_OUTPUT && line->at <= picture->until;
}

nanoseconds picture_step(nanoseconds span, size_t most, int *digits)
{
	static const int steps[] = { 1, 2, 5 };
	nanoseconds power = 1000; /* finer than a microsecond means nothing */

	for (*digits = 6;; power *= 10, *digits -= *digits > 0)
		for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
			if (span / (power * steps[i]) <= (nanoseconds)most ||
			    power > INT64_MAX / 100)
				return power * steps[i];
}

picture_writer *picture_format(const char *name)
{
	static const struct {
		const char *name;
		picture_writer *writer;
	} formats[] = {
		{ "svg", picture_svg },
		{ "html", picture_html },
		{ "trace", picture_chrome_trace },
		{ "cast", picture_cast },
	};

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].writer;
	return NULL;
}
