#include "command/prediction_text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/chosen.h"
#include "command/command.h"
#include "course/check.h"
#include "course/handed_out.h"
#include "judge/prediction.h"
#include "show/text_report.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const size_t longest_prediction = (size_t)1 << 20;

/* ---- asking ----------------------------------------------------------------- */

static void explain(const struct terminal *terminal, const struct exercise *exercise)
{
	terminal_write_and_free(
		terminal, STYLE_STRONG,
		text_format("What does %s print, and when?\n", exercise->name));
	terminal_write(terminal, STYLE_FAINT,
		       "Line by line: the second, a bar, the text, such as\n\n"
		       "   1.500 | Ready.\n\nAn empty line ends it.\n\n");
}

/* A remark in the file does not end what is predicted there. */
static bool is_last(const char *line, bool asked)
{
	return asked && line[strspn(line, " \t\r\n")] == '\0';
}

char *prediction_ask(const struct terminal *terminal, const struct exercise *exercise,
		     FILE *input)
{
	bool asked = isatty(fileno(input));
	struct text text = { 0 };
	char line[4096];

	if (asked)
		explain(terminal, exercise);
	for (;;) {
		if (asked)
			terminal_write(terminal, STYLE_FAINT, "? ");
		fflush(terminal->stream);
		if (!fgets(line, sizeof(line), input) || is_last(line, asked) ||
		    text.length > longest_prediction)
			break;
		text_add(&text, line);
	}
	if (asked)
		fputc('\n', terminal->stream);
	return text_take(&text);
}

/* ---- of what is given ------------------------------------------------------- */

static struct submission_file *prediction_in(struct submission *submission)
{
	for (size_t i = 0; i < submission->count; i++)
		if (submission->files[i].file->kind == FILE_PREDICTION)
			return &submission->files[i];
	return NULL;
}

static int write_down(const struct terminal *terminal, const struct exercise *exercise,
		      const char *prediction)
{
	const struct exercise_file *file = exercise_prediction_file(exercise);
	char *path = path_join(exercise->folder, file->name), *shown, *kept,
	     *error = NULL;
	bool good = handed_out_replace(exercise, file, prediction, strlen(prediction),
				       &kept, &error);

	shown = path_from_here(path);
	if (good)
		terminal_write_and_free(terminal, STYLE_FAINT,
					text_format("  It stands in %s.\n", shown));
	free(path);
	free(shown);
	free(kept);
	return good ? COMMAND_RIGHT : command_fail_with(error);
}

static int judge_given(const struct terminal *terminal, struct check_request *request,
		       struct submission *submission, const char *prediction)
{
	struct submission_file *file = prediction_in(submission);
	struct check check;
	int status;

	free(file->bytes);
	file->bytes = memory_copy_text(prediction);
	file->length = strlen(prediction);
	check_exercise(request, &check);
	if (check.verdict.kind == VERDICT_JE) {
		status = command_fail("%s", check.verdict.message);
		check_free(&check);
		return status;
	}
	text_report(terminal, request, &check);
	status = check.verdict.kind == VERDICT_PASS ? COMMAND_RIGHT : COMMAND_WRONG;
	chosen_note(request->exercise,
		    status == COMMAND_RIGHT ? PROGRESS_PASSED : PROGRESS_TRIED, 0);
	check_free(&check);
	if (write_down(terminal, request->exercise, prediction) != COMMAND_RIGHT)
		status = COMMAND_UNABLE;
	return status;
}

/* ---- of one's own ----------------------------------------------------------- */

/* What came stands where else stands what was expected. */
static int compare_run(const struct terminal *terminal,
		       const struct check_request *request, const struct check *run,
		       const char *text)
{
	struct prediction prediction = { .text = text,
					 .shown = "your prediction",
					 .expected = &run->actual };
	struct check check = { .expected = &run->actual,
			       .ran = true,
			       .result = run->result,
			       .real_seconds = run->real_seconds };
	int status;

	prediction_judge(&prediction, &check.actual, &check.verdict);
	text_report(terminal, request, &check);
	status = check.verdict.kind == VERDICT_PASS ? COMMAND_RIGHT : COMMAND_WRONG;
	verdict_free(&check.verdict);
	timed_output_free(&check.actual);
	return status;
}

static int judge_own(const struct terminal *terminal, const struct check_request *request,
		     const char *prediction)
{
	struct check run;
	int status;

	check_exercise(request, &run);
	if (run.ran) {
		status = compare_run(terminal, request, &run, prediction);
	} else {
		text_report(terminal, request, &run);
		status = command_fail("your program does not run, so there is nothing "
				      "to hold a prediction against");
	}
	check_free(&run);
	return status;
}

int prediction_text(const struct terminal *terminal, const struct exercise *exercise,
		    const char *prediction)
{
	struct check_request request = { .exercise = exercise };
	struct submission submission;
	struct toolchain toolchain;
	char *error = NULL;
	int status;

	if (!submission_read(&submission, exercise, exercise->folder, NULL, 0, &error))
		return command_fail_with(error);
	if (!toolchain_find(&toolchain, &error)) {
		submission_free(&submission);
		return command_fail_with(error);
	}
	request.submission = &submission;
	request.toolchain = &toolchain;
	if (exercise->kind == EXERCISE_PREDICT)
		status = judge_given(terminal, &request, &submission, prediction);
	else
		status = judge_own(terminal, &request, prediction);
	toolchain_free(&toolchain);
	submission_free(&submission);
	return status;
}
