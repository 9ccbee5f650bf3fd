#define _GNU_SOURCE
#include "site/play_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "course/lesson_check.h"
#include "course/submission.h"
#include "judge/divergence.h"
#include "show/picture.h"
#include "show/text_report.h"
#include "text/memory.h"

/* ---- the run ------------------------------------------------------------- */

static void add_part(struct text *report, const char *part)
{
	text_add_format(report, "%zu\n%s", strlen(part), part);
}

/* What passes in no time, or in no lane, makes no picture. */
static char *picture_for_page(const struct picture *picture)
{
	struct text html = { 0 };

	if (picture->sides[0].lanes.count > 0 && picture->until >= 1000000)
		picture_figure(picture, &html);
	return text_take(&html);
}

static void write_report(const char *name, const struct check *check,
			 const struct timed_output *expected, struct text *report)
{
	struct divergence divergence =
		divergence_find(expected, &check->actual, check->tolerance);
	struct picture picture;
	char *fault, *moments, *drawn;

	if (!check->ran || divergence.kind != DIVERGENCE_NONE) {
		fault = check->ran ? divergence_sentence(&divergence)
				   : memory_copy_text(check->verdict.message);
		add_part(report, fault);
		add_part(report, "");
		add_part(report, "");
		free(fault);
		return;
	}
	picture_of_run(&picture, name, &check->result);
	moments = picture_moments(&picture);
	drawn = picture_for_page(&picture);
	add_part(report, "");
	add_part(report, moments);
	add_part(report, drawn);
	free(drawn);
	free(moments);
	picture_free(&picture);
}

static void run_program(const struct play *play, const struct toolchain *toolchain,
			struct text *report)
{
	struct lesson_check made;

	lesson_check(play->lesson, play->program, play->program, toolchain, true, &made);
	write_report(play->program->name, &made.check, &play->program->expected, report);
	lesson_check_free(&made);
}

/* What a terminal shows, but for how long it took us: that is another each time. */
static char *report_of(const struct check_request *request, const struct check *check,
		       const struct check *reference)
{
	struct check untimed = *check;
	struct picture picture;
	char *bytes = NULL;
	size_t length;
	FILE *stream = open_memstream(&bytes, &length);
	struct terminal terminal = {
		.stream = stream,
		.colour = true,
		.unicode = true,
		.columns = 80,
	};

	if (!stream)
		return memory_copy_text("");
	untimed.real_seconds = 0;
	text_report(&terminal, request, &untimed);
	picture_of_check(&picture, request, check, reference);
	picture_text(&terminal, &picture);
	picture_free(&picture);
	fclose(stream);
	return bytes;
}

static void write_capture(const struct check_request *request, const struct check *check,
			  struct text *report)
{
	struct check reference;
	bool referred = check_reference(request, check, &reference);
	char *shown = report_of(request, check, referred ? &reference : NULL);

	add_part(report, "");
	add_part(report, "");
	add_part(report, shown);
	free(shown);
	if (referred)
		check_free(&reference);
}

static void run_submission(const struct play *play, const struct submission *submission,
			   const struct toolchain *toolchain, struct text *report)
{
	struct check_request request = {
		.exercise = play->exercise,
		.submission = submission,
		.toolchain = toolchain,
		.trace = true,
	};
	struct check check;

	check_exercise(&request, &check);
	if (play->mistake)
		write_capture(&request, &check, report);
	else
		write_report(play->exercise->name, &check, &play->exercise->expected,
			     report);
	check_free(&check);
}

/* The solution, and over it the files of the wrong answer if it is to be one. */
bool play_submission(const struct play *play, struct submission *submission, char **error)
{
	const struct exercise *exercise = play->exercise;
	char *wrong = play->mistake ? text_format("%s/wrong/%s", exercise->folder,
						  play->mistake->name)
				    : NULL;
	char *const paths[] = { exercise->solution, wrong };
	bool read = submission_read(submission, exercise, exercise->folder, paths,
				    wrong ? 2 : 1, error);

	free(wrong);
	return read;
}

static char *lack_of_program(const struct play *play, const struct parts *parts)
{
	const struct lesson_program *program = play->program;
	char *lack = parts_lack(parts, program->source);

	for (size_t i = 0; i < program->beside_count && !lack; i++) {
		const struct lesson_program *other =
			lesson_find_program(play->lesson, program->beside[i]);

		lack = other ? parts_lack(parts, other->source) : NULL;
	}
	return lack;
}

static char *lack_of_exercise(const struct play *play, const struct parts *parts)
{
	struct submission submission;
	char *lack = NULL;

	if (!play_submission(play, &submission, NULL))
		return NULL;
	for (size_t i = 0; i < submission.count && !lack; i++)
		if (exercise_file_is_source(submission.files[i].file))
			lack = parts_lack(parts, submission.files[i].bytes);
	submission_free(&submission);
	return lack;
}

char *play_lack(const struct play *play, const struct toolchain *toolchain)
{
	return play->program ? lack_of_program(play, &toolchain->parts)
			     : lack_of_exercise(play, &toolchain->parts);
}

static void run_exercise(const struct play *play, const struct toolchain *toolchain,
			 struct text *report)
{
	struct submission submission;
	char *error = NULL;

	if (play_submission(play, &submission, &error)) {
		run_submission(play, &submission, toolchain, report);
		submission_free(&submission);
		return;
	}
	add_part(report, error);
	add_part(report, "");
	add_part(report, "");
	free(error);
}

void play_run(const struct play *play, const struct toolchain *toolchain,
	      struct text *report)
{
	if (play->program)
		run_program(play, toolchain, report);
	else
		run_exercise(play, toolchain, report);
}

/* ---- reading it ---------------------------------------------------------- */

static char *read_part(const char **at, const char *end)
{
	char *rest = NULL, *part;
	size_t length = strtoul(*at, &rest, 10);

	if (rest == *at || rest >= end || *rest != '\n' ||
	    length > (size_t)(end - rest - 1))
		return NULL;
	part = memory_copy_bytes(rest + 1, length);
	*at = rest + 1 + length;
	return part;
}

bool play_read(struct play *play, const char *report, size_t length)
{
	const char *at = report, *end = report + length;
	char *fault = read_part(&at, end);
	char *moments = fault ? read_part(&at, end) : NULL;
	char *picture = moments ? read_part(&at, end) : NULL;

	if (!picture || at != end) {
		free(fault);
		free(moments);
		free(picture);
		return false;
	}
	play->moments = moments;
	play->picture = picture;
	play->fault = *fault ? fault : NULL;
	if (!play->fault)
		free(fault);
	return true;
}
