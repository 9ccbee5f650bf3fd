#define _GNU_SOURCE
#include "rehearsal/rehearsal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "course/lesson_check.h"
#include "judge/divergence.h"
#include "rehearsal/recorded_runs.h"
#include "show/text_report.h"
#include "text/memory.h"

/* Of what is to be printed, no moment and no line is another. */
static void write_recording(struct text *recording, const struct check *check,
			    const struct timed_output *expected)
{
	struct divergence divergence =
		divergence_find(expected, &check->actual, check->tolerance);
	bool well = check->ran && divergence.kind == DIVERGENCE_NONE;
	char *fault = well         ? NULL
		      : check->ran ? divergence_sentence(&divergence)
				   : memory_copy_text(check->verdict.message);

	recording_write(recording, check, well, fault, NULL);
	free(fault);
}

/* A program that is held against another has its expected output there. */
static const struct lesson_program *shown_for(const struct lesson *lesson,
					      const struct lesson_program *program)
{
	const struct lesson_program *other =
		program->against ? lesson_find_program(lesson, program->against) : NULL;

	return other ? other : program;
}

static void rehearse_program(const struct exhibit *exhibit,
			     const struct toolchain *toolchain, struct text *recording)
{
	const struct lesson_program *program = exhibit->program;
	const struct lesson_program *shown = shown_for(exhibit->lesson, program);
	struct lesson_check made;

	lesson_check(exhibit->lesson, program, shown, toolchain, true, &made);
	if (program->wrong && !program->timed.text)
		recording_write(recording, &made.check,
				made.check.verdict.kind != VERDICT_JE,
				made.check.verdict.message, NULL);
	else
		write_recording(recording, &made.check, &shown->expected);
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

static void write_report(struct text *recording, const struct check_request *request,
			 const struct check *check)
{
	struct check reference;
	bool referred = check_reference(request, check, &reference);
	char *shown = report_of(request, check, referred ? &reference : NULL);

	recording_write(recording, check, check->verdict.kind != VERDICT_JE,
			check->verdict.message, shown);
	free(shown);
	if (referred)
		check_free(&reference);
}

static void rehearse_exercise(const struct exhibit *exhibit,
			      const struct toolchain *toolchain, struct text *recording)
{
	struct submission submission;
	struct check_request request = {
		.exercise = exhibit->exercise,
		.submission = &submission,
		.toolchain = toolchain,
		.trace = true,
	};
	struct check check = { .result.trace_descriptor = -1 };
	char *error = NULL;

	if (!exhibit_submission(exhibit, &submission, &error)) {
		recording_write(recording, &check, false, error, NULL);
		free(error);
		return;
	}
	check_exercise(&request, &check);
	if (exhibit->mistake)
		write_report(recording, &request, &check);
	else
		write_recording(recording, &check, &exhibit->exercise->expected);
	check_free(&check);
	submission_free(&submission);
}

void rehearse(const struct exhibit *exhibit, const struct toolchain *toolchain,
	      struct text *recording)
{
	if (exhibit->program)
		rehearse_program(exhibit, toolchain, recording);
	else
		rehearse_exercise(exhibit, toolchain, recording);
}

static bool run_and_keep(const struct exhibit *exhibit, const struct toolchain *toolchain,
			 struct recorded_runs *runs, struct recording *recording)
{
	struct text bytes = { 0 };
	bool known;

	rehearse(exhibit, toolchain, &bytes);
	known = recording_read(bytes.bytes, bytes.length, exhibit_title(exhibit),
			       recording);
	if (known && recording->well)
		recorded_runs_add(runs, exhibit, bytes.bytes, bytes.length);
	text_free(&bytes);
	return known;
}

bool rehearsal_of(const struct exhibit *exhibit, const char *root,
		  const struct toolchain *toolchain, struct recording *recording)
{
	struct recorded_runs runs;
	const char *bytes;
	size_t length;
	bool known;

	recorded_runs_open(&runs, root, toolchain);
	bytes = recorded_runs_find(&runs, exhibit, &length);
	known = bytes && recording_read(bytes, length, exhibit_title(exhibit), recording);
	if (known)
		recording->source = RECORDING_KEPT;
	else if (toolchain)
		known = run_and_keep(exhibit, toolchain, &runs, recording);
	recorded_runs_close(&runs);
	return known;
}
