#include "show/compiler_report.h"

#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/text.h"
#include "text/visible.h"

/* One line of the report. */
struct problem {
	const char *file;
	int line, column;
	const char *level;
	const char *words;
};

/* A message of several lines, or with anything in it, still is one line. */
static void write_problem(FILE *stream, const struct problem *problem)
{
	struct text text = { 0 };

	visible_add(&text, problem->words, strcspn(problem->words, "\n"), true,
		    SPACES_PLAIN);
	fprintf(stream, "%s:%d:%d: %s: %s\n", problem->file, problem->line,
		problem->column, problem->level, text.bytes ? text.bytes : "");
	text_free(&text);
}

/* The file of the submission that the compiler names so, as we name it; or NULL. */
static char *shown_path(const struct check_request *request, const char *name)
{
	const struct submission *submission = request->submission;

	for (size_t i = 0; name && i < submission->count; i++)
		if (strcmp(submission->files[i].file->name, path_base(name)) == 0)
			return path_from_here(submission->files[i].path);
	return NULL;
}

/* ---- the verdict ------------------------------------------------------------- */

/* How far a line of the learner's is indented. */
static int indent_of(const struct check_request *request, const struct place *where)
{
	const struct submission *submission = request->submission;
	const char *text = "";

	for (size_t i = 0; i < submission->count; i++)
		if (strcmp(submission->files[i].file->name, path_base(where->file)) == 0)
			text = submission->files[i].bytes;
	for (int line = 1; line < where->line && *text; line++) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return (int)strspn(text, " \t");
}

/* Where the compiler saw it, else where the line begins. */
static int column_of(const struct check_request *request, const struct place *where,
		     const struct diagnostic *diagnostics, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (diagnostics[i].line == where->line && diagnostics[i].column &&
		    diagnostics[i].file &&
		    strcmp(path_base(diagnostics[i].file), path_base(where->file)) == 0)
			return diagnostics[i].column;
	return indent_of(request, where) + 1;
}

/* Then the compiler's own words, which come next, say it all. */
static bool is_told_by_compiler(const struct check_request *request,
				const struct check *check,
				const struct diagnostic *diagnostics, size_t count)
{
	bool told = false;

	for (size_t i = 0; i < count && !told; i++) {
		char *file = shown_path(request, diagnostics[i].file);

		told = file && diagnostics[i].line &&
		       diagnostics[i].level == DIAGNOSTIC_ERROR;
		free(file);
	}
	return told && check->verdict.kind == VERDICT_COMPILE && !check->verdict.cause;
}

static void write_line_of(FILE *stream, struct problem problem, const char *whose,
			  const struct output_line *line)
{
	char *moment, *words;

	if (!line)
		return;
	moment = timed_output_moment(line->at);
	words = text_format("%s %s | %s", whose, moment, line->text);
	problem.level = "note";
	problem.words = words;
	write_problem(stream, &problem);
	free(words);
	free(moment);
}

static void write_verdict(FILE *stream, const struct check_request *request,
			  const struct check *check, const struct diagnostic *diagnostics,
			  size_t count)
{
	const struct verdict *verdict = &check->verdict;
	char *main_file =
		shown_path(request, exercise_main_file(request->exercise)->name);
	char *words =
		text_format("%s: %s", verdict_name(verdict->kind), verdict->message);
	struct problem problem = { main_file, 1, 1, "error", words };

	if (verdict->where.file) {
		problem.file = verdict->where.file;
		problem.line = verdict->where.line;
		problem.column = column_of(request, &verdict->where, diagnostics, count);
	}
	write_problem(stream, &problem);
	if (check->ran && verdict->divergence.kind != DIVERGENCE_NONE &&
	    request->exercise->kind != EXERCISE_PREDICT) {
		write_line_of(stream, problem, "expected", verdict->divergence.expected);
		write_line_of(stream, problem, "yours   ", verdict->divergence.actual);
	}
	free(words);
	free(main_file);
}

/* ---- the compiler ------------------------------------------------------------ */

static const char *level_name(enum diagnostic_level level)
{
	switch (level) {
	case DIAGNOSTIC_ERROR: return "error";
	case DIAGNOSTIC_WARNING: return "warning";
	case DIAGNOSTIC_NOTE: return "note";
	}
	return "note";
}

/* Was it told in our words? */
static bool is_told(const struct verdict *verdict, const char *file,
		    const struct diagnostic *diagnostic)
{
	return verdict->cause && verdict->where.file &&
	       strcmp(file, verdict->where.file) == 0 &&
	       diagnostic->line == verdict->where.line;
}

/* What it says of the learner's own files. */
static void write_diagnostic(FILE *stream, const struct check_request *request,
			     const struct check *check,
			     const struct diagnostic *diagnostic)
{
	char *file = shown_path(request, diagnostic->file);
	struct problem problem = { file, diagnostic->line,
				   diagnostic->column ? diagnostic->column : 1,
				   level_name(diagnostic->level), diagnostic->message };

	if (file && diagnostic->line && !is_told(&check->verdict, file, diagnostic))
		write_problem(stream, &problem);
	free(file);
}

bool compiler_report(FILE *stream, const struct check_request *request,
		     const struct check *check)
{
	struct diagnostic *diagnostics = NULL;
	size_t count = 0;

	if (check->compiler_log)
		diagnostics_parse(check->compiler_log, &diagnostics, &count);
	if (check->verdict.kind != VERDICT_PASS && check->verdict.kind != VERDICT_JE &&
	    !is_told_by_compiler(request, check, diagnostics, count))
		write_verdict(stream, request, check, diagnostics, count);
	for (size_t i = 0; i < count; i++)
		write_diagnostic(stream, request, check, &diagnostics[i]);
	diagnostics_free(diagnostics, count);
	return !ferror(stream);
}
