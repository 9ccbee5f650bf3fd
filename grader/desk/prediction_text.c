#include "desk/prediction_text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "course/check.h"
#include "course/handed_out.h"
#include "judge/prediction.h"
#include "show/text_report.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const size_t longest_prediction = (size_t)1 << 20;

/* ---- asking ----------------------------------------------------------------- */

/* What is to be read: of a given program, its file. */
static void say_what_to_read(const struct terminal *terminal,
			     const struct exercise *exercise)
{
	for (size_t i = 0; i < exercise->file_count; i++) {
		char *path, *shown;

		if (exercise->files[i].kind != FILE_PROGRAM)
			continue;
		path = path_join(exercise->folder, exercise->files[i].name);
		shown = path_from_here(path);
		terminal_write_and_free(terminal, STYLE_FAINT,
					text_format("Read %s first.\n", shown));
		free(shown);
		free(path);
	}
}

static void explain(const struct terminal *terminal, const struct exercise *exercise)
{
	terminal_write_and_free(
		terminal, STYLE_STRONG,
		text_format("What does %s print, and when?\n", exercise->name));
	say_what_to_read(terminal, exercise);
	terminal_write(terminal, STYLE_FAINT,
		       "Line by line: the second, a bar, the text, such as\n\n"
		       "   1.500 | Ready.\n\nAn empty line ends it; Ctrl-C leaves all "
		       "as it was.\n\n");
}

/* What cannot be meant is asked for again, before it takes the place of a
 * prediction that is in the file. */
static bool has_no_bar(const char *line)
{
	return !strchr(line, '|') && line[strspn(line, " \t")] != '#';
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
		if (asked && has_no_bar(line)) {
			terminal_write(terminal, STYLE_PLAIN,
				       "  No bar in it: write it as 1.500 | Ready.\n");
			continue;
		}
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

static void say_path(const struct terminal *terminal, const char *words, const char *path)
{
	char *shown = path_from_here(path);

	terminal_write_and_free(terminal, STYLE_FAINT,
				text_format("  %s %s\n", words, shown));
	free(shown);
}

static bool write_down(const struct terminal *terminal, const struct exercise *exercise,
		       const char *prediction, char **error)
{
	const struct exercise_file *file = exercise_prediction_file(exercise);
	char *path = path_join(exercise->folder, file->name), *kept;
	bool good = handed_out_replace(exercise, file, prediction, strlen(prediction),
				       &kept, error);

	if (kept)
		say_path(terminal, "What you had is kept in", kept);
	if (good)
		say_path(terminal, "Your prediction stands in", path);
	free(path);
	free(kept);
	return good;
}

static bool judge_given(const struct terminal *terminal, struct check_request *request,
			struct submission *submission, const char *prediction,
			enum verdict_kind *verdict, char **error)
{
	struct submission_file *file = prediction_in(submission);
	struct check check;
	bool good = true;

	free(file->bytes);
	file->bytes = memory_copy_text(prediction);
	file->length = strlen(prediction);
	check_exercise(request, &check);
	*verdict = check.verdict.kind;
	if (check.verdict.kind == VERDICT_JE)
		good = text_error(error, "%s", check.verdict.message);
	else
		text_report(terminal, request, &check);
	check_free(&check);
	return good && write_down(terminal, request->exercise, prediction, error);
}

/* ---- of one's own ----------------------------------------------------------- */

/* What came stands where else stands what was expected. */
static enum verdict_kind compare_run(const struct terminal *terminal,
				     const struct check_request *request,
				     const struct check *run, const char *text)
{
	struct prediction prediction = { .text = text,
					 .shown = "your prediction",
					 .expected = &run->actual };
	struct check check = { .expected = &run->actual,
			       .ran = true,
			       .result = run->result,
			       .real_seconds = run->real_seconds };
	enum verdict_kind kind;

	prediction_judge(&prediction, &check.actual, &check.verdict);
	text_report(terminal, request, &check);
	kind = check.verdict.kind;
	verdict_free(&check.verdict);
	timed_output_free(&check.actual);
	return kind;
}

static bool judge_own(const struct terminal *terminal,
		      const struct check_request *request, const char *prediction,
		      enum verdict_kind *verdict, char **error)
{
	struct check run;
	bool good = true;

	check_exercise(request, &run);
	if (run.ran) {
		*verdict = compare_run(terminal, request, &run, prediction);
	} else {
		text_report(terminal, request, &run);
		good = text_error(error, "your program does not run, so there is nothing "
					 "to hold a prediction against");
	}
	check_free(&run);
	return good;
}

bool prediction_text(const struct terminal *terminal, const struct exercise *exercise,
		     const char *prediction, enum verdict_kind *verdict, char **error)
{
	struct check_request request = { .exercise = exercise };
	struct submission submission;
	struct toolchain toolchain;
	bool good;

	if (!submission_read(&submission, exercise, exercise->folder, NULL, 0, error))
		return false;
	if (!toolchain_find(&toolchain, error)) {
		submission_free(&submission);
		return false;
	}
	request.submission = &submission;
	request.toolchain = &toolchain;
	if (exercise->kind == EXERCISE_PREDICT)
		good = judge_given(terminal, &request, &submission, prediction, verdict,
				   error);
	else
		good = judge_own(terminal, &request, prediction, verdict, error);
	toolchain_free(&toolchain);
	submission_free(&submission);
	return good;
}
