#include "course/verify.h"

#include <stdlib.h>
#include <string.h>

#include "course/check.h"
#include "course/submission.h"
#include "text/memory.h"
#include "text/text.h"

/*
 * Who prints the expected lines out of a table, each at its moment, has learnt nothing.
 * Cases that nobody has seen show him; where an exercise has no parameters, it must say
 * what its programs use.
 */

enum { CASES = 3 };

static void add_string(struct text *text, const struct output_line *line)
{
	for (size_t i = 0; i < line->length; i++)
		if (line->text[i] == '"' || line->text[i] == '\\')
			text_add_format(text, "\\%c", line->text[i]);
		else
			text_add_bytes(text, &line->text[i], 1);
}

/* How either kind of program waits, and begins and ends. */
static const struct table_words {
	const char *begin, *wait, *end;
} table_words[] = {
	[FILE_PROGRAM] = { "#include <async.h>\n#include <stdio.h>\n"
			   "async (void, main_coroutine)\n{\n",
			   "\tawait (async_sleep(%jd * 0.001));\n",
			   "}\nint main(void)\n{\n"
			   "\treturn async_run(main_coroutine());\n}\n" },
	[FILE_PLAIN] = { "#include <stdio.h>\n#include <unistd.h>\n"
			 "int main(void)\n{\n"
			 "\tsetvbuf(stdout, NULL, _IOLBF, 0);\n",
			 "\tusleep(%jd * 1000);\n", "\treturn 0;\n}\n" },
};

static char *write_table(const struct timed_output *expected,
			 const struct table_words *words)
{
	struct text text = { 0 };
	milliseconds now = 0;

	text_add(&text, words->begin);
	for (size_t i = 0; i < expected->count; i++) {
		const struct output_line *line = &expected->lines[i];

		if (line->at > now)
			text_add_format(&text, words->wait, (intmax_t)(line->at - now));
		now = line->at;
		text_add(&text, "\tputs(\"");
		add_string(&text, line);
		text_add(&text, "\");\n");
	}
	text_add(&text, words->end);
	return text_take(&text);
}

/* The file of the program that is run, which the table takes the place of. */
static struct submission_file *program_of(struct submission *submission)
{
	for (size_t i = 0; i < submission->count; i++)
		if (submission->files[i].file->kind == FILE_PROGRAM ||
		    submission->files[i].file->kind == FILE_PLAIN)
			return &submission->files[i];
	return NULL;
}

static void check_table(const struct trial *trial,
			const struct verification *verification,
			struct submission *submission, struct faults *faults)
{
	const struct exercise *exercise = trial->exercise;
	struct submission_file *program = program_of(submission);
	struct check_request request = {
		.exercise = exercise,
		.submission = submission,
		.toolchain = verification->toolchain,
		.seed = exercise->parameter_count ? 1 : 0,
		.cases = exercise->parameter_count ? CASES : 0,
	};
	struct check check;

	if (!program)
		return;
	free(program->bytes);
	program->bytes =
		write_table(&exercise->expected, &table_words[program->file->kind]);
	program->length = strlen(program->bytes);
	check_exercise(&request, &check);
	if (check.verdict.kind == VERDICT_PASS)
		faults_add(faults, exercise->document.path, 0,
			   "a program passes that prints the expected lines at their "
			   "moments and does nothing else: what must it have (uses), or "
			   "what can be other in cases unseen (Parameters)?");
	check_free(&check);
}

void verify_table(const struct trial *trial, const struct verification *verification,
		  struct faults *faults)
{
	struct submission submission;
	char *error = NULL;

	/* What cannot be read is told by the trial of the solution. */
	if (!submission_read(&submission, trial->exercise, trial->exercise->solution,
			     NULL, 0, &error)) {
		free(error);
		return;
	}
	check_table(trial, verification, &submission, faults);
	submission_free(&submission);
}
