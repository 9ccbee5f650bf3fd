#define _GNU_SOURCE
#include "desk/solution_text.h"

#include <stdlib.h>
#include <string.h>

#include "desk/beside.h"
#include "course/check.h"
#include "show/picture.h"
#include "stage/code.h"
#include "text/file.h"
#include "text/text.h"

enum { INDENT = 2 };

/* In colours; what is too long for the terminal goes on below. */
static void show_source(const struct terminal *terminal,
			const struct submission_file *file)
{
	struct sheet sheet = { .terminal = terminal };
	enum code_language language =
		exercise_file_is_source(file->file) ? LANGUAGE_C : LANGUAGE_NONE;

	sheet_line(&sheet);
	code_add(&sheet, language, file->bytes, INDENT);
	for (size_t i = 0; i < sheet.count; i++) {
		sheet_write_line(terminal, &sheet.lines[i], 0, terminal->columns);
		fputc('\n', terminal->stream);
	}
	sheet_free(&sheet);
}

static void show_file(const struct terminal *terminal, const struct submission_file *file)
{
	char *shown = path_from_here(file->path);

	terminal_write_and_free(terminal, STYLE_FAINT, text_format("  %s\n\n", shown));
	show_source(terminal, file);
	free(shown);
}

/* Is it as it was handed out? Then nobody needs to read it again. */
static bool is_given(const struct exercise *exercise, const struct submission_file *file)
{
	char *path = path_join(exercise->folder, file->file->name);
	size_t length = 0;
	char *bytes = file_read(path, file->length + 1, &length, NULL);
	bool given = bytes && length == file->length &&
		     memcmp(bytes, file->bytes, length) == 0 &&
		     file->file != exercise_main_file(exercise);

	/* Of a prediction the program is known, too. */
	if (exercise->kind == EXERCISE_PREDICT)
		given = file->file->kind != FILE_PREDICTION;
	free(bytes);
	free(path);
	return given || file->file->kind == FILE_DATA;
}

static bool read_solution(struct submission *solution, const struct exercise *exercise,
			  char **error)
{
	if (!file_is_folder(exercise->solution))
		return text_error(error,
				  "this course has no solution of %s: there is no "
				  "folder %s",
				  exercise->name, exercise->solution);
	return submission_read(solution, exercise, exercise->solution, NULL, 0, error);
}

static void show_beside(const struct terminal *terminal,
			const struct submission_file *file,
			const struct submission_file *other)
{
	struct beside beside;

	if (!beside_begin(&beside, terminal))
		return;
	show_file(&beside.half, other);
	if (!beside_turn(&beside))
		return;
	show_file(&beside.half, file);
	beside_end(&beside);
}

bool solution_files(const struct terminal *terminal, const struct exercise *exercise,
		    const struct submission *other, char **error)
{
	struct submission solution = { 0 };

	if (!read_solution(&solution, exercise, error))
		return false;
	for (size_t i = 0; i < solution.count; i++) {
		if (is_given(exercise, &solution.files[i]))
			continue;
		if (other)
			show_beside(terminal, &solution.files[i], &other->files[i]);
		else
			show_file(terminal, &solution.files[i]);
	}
	submission_free(&solution);
	return true;
}

static bool show_run(const struct terminal *terminal, const struct exercise *exercise,
		     char **error)
{
	struct check_request request = { .exercise = exercise };
	struct check check = { 0 }, reference;
	struct toolchain toolchain;
	struct picture picture;

	if (!toolchain_find(&toolchain, error))
		return false;
	request.toolchain = &toolchain;
	parameter_documented(exercise->parameters, exercise->parameter_count,
			     &check.inputs);
	if (check_reference(&request, &check, &reference)) {
		picture_of_run(&picture, exercise->name, &reference.result);
		picture_text(terminal, &picture);
		picture_free(&picture);
		check_free(&reference);
	}
	toolchain_free(&toolchain);
	return true;
}

bool solution_text(const struct terminal *terminal, const struct exercise *exercise,
		   char **error)
{
	return solution_files(terminal, exercise, NULL, error) &&
	       show_run(terminal, exercise, error);
}
