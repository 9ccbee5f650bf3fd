#include "course/verify.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "course/lesson_check.h"
#include "course/snippet.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const size_t longest_file = (size_t)4 << 20;

static const char *document_of(const struct lesson *lesson)
{
	return lesson->document.path;
}

/* ---- text ---------------------------------------------------------------- */

/* In one line, each white space one space, none at the ends. */
static char *in_one_line(const char *text)
{
	struct text line = { 0 };

	while (*text) {
		size_t space = strspn(text, " \t\n"), word;

		text += space;
		word = strcspn(text, " \t\n");
		if (word && line.length)
			text_add(&line, " ");
		text_add_bytes(&line, text, word);
		text += word;
	}
	return text_take(&line);
}

static bool same_words(const char *one, const char *other)
{
	char *left = in_one_line(one), *right = in_one_line(other);
	bool same = strcmp(left, right) == 0;

	free(left);
	free(right);
	return same;
}

/* Are these the lines of `text`, an ellipsis standing for any of them? */
static bool same_lines(const char *shown, const char *text)
{
	size_t length = strcspn(shown, "\n"), other = strcspn(text, "\n");
	const char *next = shown + length + (shown[length] == '\n');

	if (!*shown)
		return !*text;
	if (length == strlen("\u2026") && strncmp(shown, "\u2026", length) == 0) {
		for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
			if (same_lines(next, text))
				return true;
		return same_lines(next, text);
	}
	if (!*text || length != other || strncmp(shown, text, length) != 0)
		return false;
	return same_lines(next, text + other + (text[other] == '\n'));
}

/* ---- a program ----------------------------------------------------------- */

static void show_check(struct faults *faults, const struct check *check)
{
	faults_detail(faults, "it is %s: %s", verdict_name(check->verdict.kind),
		      check->verdict.message);
	if (check->verdict.kind == VERDICT_COMPILE && check->compiler_log)
		faults_show_log(faults, check->compiler_log);
	else if (check->errors_length)
		faults_show(faults, "on standard error:", check->errors);
}

static bool ended_as_said(const struct lesson_program *program, const struct check *check)
{
	return check->ran && check->result.end == PROGRAM_EXITED &&
	       check->result.status == program->exit_status;
}

/* By its own output, even if it was judged by that of another. */
static void hold_output(const struct lesson *lesson, const struct lesson_program *program,
			const struct check *check, struct faults *faults)
{
	struct divergence divergence;
	char *sentence;

	divergence =
		divergence_find(&program->expected, &check->actual, check->tolerance);
	if (divergence.kind == DIVERGENCE_NONE)
		return;
	sentence = divergence_sentence(&divergence);
	faults_add(faults, document_of(lesson), program->timed.line,
		   "%s prints something else than is shown. %s", program->name, sentence);
	free(sentence);
	faults_show_output(faults, "what it prints:", &check->actual);
}

static void hold_errors(const struct lesson *lesson, const struct lesson_program *program,
			const struct check *check, struct faults *faults)
{
	const char *shown = program->errors.text ? program->errors.text : "";

	if (same_lines(shown, check->errors ? check->errors : ""))
		return;
	faults_add(faults, document_of(lesson),
		   program->errors.text ? program->errors.line : program->timed.line,
		   program->errors.text
			   ? "%s writes something else to standard error than is shown"
			   : "%s writes to standard error, which is not shown: add "
			     "«stderr NAME.c»",
		   program->name);
	faults_show(faults, "on standard error:", check->errors);
}

static void hold_message(const struct lesson *lesson,
			 const struct lesson_program *program, const struct check *check,
			 struct faults *faults)
{
	if (same_words(program->message.text, check->verdict.message))
		return;
	faults_add(faults, document_of(lesson), program->message.line,
		   "what is said of %s is another sentence than the one shown",
		   program->name);
	show_check(faults, check);
}

/* What is shown of a program that was run. */
static void hold_run(const struct lesson *lesson, const struct lesson_program *program,
		     const struct check *check, struct faults *faults)
{
	size_t before = faults->count;

	if (program->timed.text)
		hold_output(lesson, program, check, faults);
	else
		faults_add(faults, document_of(lesson), program->line,
			   "%s runs, and nothing shows what it prints: add «timed %s»",
			   program->name, program->name);
	hold_errors(lesson, program, check, faults);
	if (faults->count > before)
		return;
	if (!program->wrong && !ended_as_said(program, check)) {
		faults_add(faults, document_of(lesson), program->timed.line,
			   "%s does not end with exit status %d", program->name,
			   program->exit_status);
		show_check(faults, check);
	}
}

/* A program that is meant to be right passes, and one that is not does not. */
static void hold_verdict(const struct lesson *lesson,
			 const struct lesson_program *program, const struct check *check,
			 struct faults *faults)
{
	enum verdict_kind kind = check->verdict.kind;
	int line = program->line ? program->line : program->timed.line;
	bool meant_to_pass =
		!program->wrong && !program->exit_status && !program->message.text;

	if (kind == VERDICT_JE || (kind == VERDICT_COMPILE && !program->wrong))
		faults_add(faults, document_of(lesson), line,
			   kind == VERDICT_JE ? "%s cannot be judged"
					      : "%s does not compile",
			   program->name);
	else if (meant_to_pass && kind != VERDICT_PASS && !program->errors.text)
		faults_add(faults, document_of(lesson), line, "%s is not right",
			   program->name);
	else if (program->wrong && kind == VERDICT_PASS)
		faults_add(faults, document_of(lesson), line,
			   "%s is meant to be wrong, and passes", program->name);
	else
		return;
	show_check(faults, check);
}

static void hold_program(const struct trial *trial,
			 const struct verification *verification, struct faults *faults)
{
	const struct lesson *lesson = trial->lesson;
	const struct lesson_program *program = &lesson->programs[trial->index];
	const struct lesson_program *shown =
		program->against ? lesson_find_program(lesson, program->against)
				 : program;
	struct lesson_check made;

	if (!shown) {
		faults_add(faults, document_of(lesson), program->message.line,
			   "there is no program «%s» to judge it by", program->against);
		return;
	}
	lesson_check(lesson, program, shown, verification->toolchain, false, &made);
	if (made.check.verdict.kind != VERDICT_JE) {
		if (made.check.ran)
			hold_run(lesson, program, &made.check, faults);
		if (program->message.text)
			hold_message(lesson, program, &made.check, faults);
	}
	if (!faults->count)
		hold_verdict(lesson, program, &made.check, faults);
	lesson_check_free(&made);
}

/* ---- the document -------------------------------------------------------- */

/* The text that a part is of: a program of the lesson, or any file of the
 * course's folder. To be freed; NULL if there is none. */
static char *whole_of(const struct lesson *lesson, const char *of)
{
	const struct lesson_program *program = lesson_find_program(lesson, of);
	char *path, *text;

	if (program)
		return memory_copy_text(program->source);
	path = path_join(lesson->root, of);
	text = strstr(of, "..") ? NULL : file_read(path, longest_file, NULL, NULL);
	free(path);
	return text;
}

static void hold_part(const struct lesson *lesson, const struct lesson_part *part,
		      struct faults *faults)
{
	char *whole = whole_of(lesson, part->of);
	int missing = 0;

	if (!whole)
		faults_add(faults, document_of(lesson), part->line,
			   "there is no file %s in the "
			   "course's folder",
			   part->of);
	else if (!snippet_is_part(part->text, whole, &missing))
		faults_add(faults, document_of(lesson), part->line + 1 + missing,
			   "this line does not stand in %s, or not below the one before",
			   part->of);
	free(whole);
}

static bool is_beside_another(const struct lesson *lesson, const char *name)
{
	for (size_t i = 0; i < lesson->program_count; i++)
		for (size_t k = 0; k < lesson->programs[i].beside_count; k++)
			if (strcmp(lesson->programs[i].beside[k], name) == 0)
				return true;
	return false;
}

static bool is_run(const struct lesson_program *program)
{
	return program->timed.text || program->errors.text || program->message.text;
}

static void hold_shown(const struct lesson *lesson, const struct lesson_program *program,
		       struct faults *faults)
{
	if (program->wrong && !program->message.text && !program->errors.text)
		faults_add(faults, document_of(lesson), program->line,
			   "%s is meant to be wrong, but nothing says what then comes: "
			   "add «message "
			   "%s» or «stderr %s»",
			   program->name, program->name, program->name);
	else if (!is_run(program) && !is_beside_another(lesson, program->name))
		faults_add(faults, document_of(lesson), program->line,
			   "nothing shows what %s prints: add «timed %s»", program->name,
			   program->name);
}

/* A program that is neither shown nor run rots unseen. */
static void hold_folder(const struct lesson *lesson, struct faults *faults)
{
	struct names names;

	folder_names(lesson->folder, ".c", &names);
	for (size_t i = 0; i < names.count; i++)
		if (!lesson_find_program(lesson, names.names[i])) {
			char *path = path_join(lesson->folder, names.names[i]);

			faults_add(faults, path, 0, "nothing in %s.md speaks of it",
				   lesson->name);
			free(path);
		}
	names_free(&names);
}

static void hold_document(const struct trial *trial,
			  const struct verification *verification, struct faults *faults)
{
	const struct lesson *lesson = trial->lesson;

	verify_links(&lesson->document, faults);
	verify_lesson_order(verification->curriculum, lesson, faults);
	for (size_t i = 0; i < lesson->program_count; i++)
		hold_shown(lesson, &lesson->programs[i], faults);
	hold_folder(lesson, faults);
	for (size_t i = 0; i < lesson->part_count; i++)
		hold_part(lesson, &lesson->parts[i], faults);
}

void verify_lesson(struct trials *trials, const struct verification *verification,
		   const struct lesson *lesson)
{
	struct trial trial = { .lesson = lesson, .hold = hold_document };

	(void)verification;
	trials_add(trials, &trial);
	trial.hold = hold_program;
	for (trial.index = 0; trial.index < lesson->program_count; trial.index++)
		if (is_run(&lesson->programs[trial.index]))
			trials_add(trials, &trial);
}
