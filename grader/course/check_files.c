#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "course/check_work.h"
#include "judge/source_encoding.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* The name of a program: its source's, without the ending. */
static char *program_name(const char *source)
{
	const char *dot = strrchr(source, '.');

	return memory_copy_bytes(source, dot ? (size_t)(dot - source) : strlen(source));
}

static bool put_file(struct work *work, const struct submission_file *file)
{
	const char *folder = file->file->kind == FILE_DATA ? work->place : work->sources;
	char *path = path_join(folder, file->file->name), *error = NULL;
	bool written = file_write(path, file->bytes, file->length, &error);

	free(path);
	return written || work_unable(work, error);
}

bool work_put_files(struct work *work)
{
	const struct submission *submission = work->request->submission;
	char *error = NULL;

	if (!workspace_make(&work->workspace, &error) ||
	    !(work->sources = workspace_folder(&work->workspace, "source", &error)) ||
	    !(work->place = workspace_folder(&work->workspace, "run", &error)))
		return work_unable(work, error);
	for (size_t i = 0; i < submission->count; i++)
		if (!put_file(work, &submission->files[i]))
			return false;
	return true;
}

/* Its text in the solution, or NULL. */
static char *read_solution(const struct work *work, const struct exercise_file *file)
{
	const char *folder = work->request->exercise->solution;
	char *path, *text;

	if (!folder || !exercise_file_is_source(file))
		return NULL;
	path = path_join(folder, file->name);
	text = file_read(path, 1 << 20, NULL, NULL);
	free(path);
	return text;
}

void work_describe_sources(struct work *work)
{
	const struct submission *submission = work->request->submission;
	const struct exercise_file *main_file =
		exercise_main_file(work->request->exercise);

	work->files = memory_new(submission->count, sizeof(*work->files));
	for (size_t i = 0; i < submission->count; i++) {
		const struct submission_file *file = &submission->files[i];

		work->files[i] = (struct evidence_source){
			.name = file->file->name,
			.shown = file->path ? path_from_here(file->path)
					    : memory_copy_text(file->file->name),
			.text = source_encoding_text(file->bytes, file->length),
			.solution = read_solution(work, file->file),
			.program = exercise_file_is_source(file->file)
					   ? program_name(file->file->name)
					   : NULL,
			.runtime = file->file->kind == FILE_PROGRAM,
			.main = file->file == main_file,
		};
	}
	work->evidence.sources = work->files;
	work->evidence.source_count = submission->count;
}
/* The executable of a source, from the last place to the new one. */
static bool link_program(struct work *work, const struct evidence_source *source,
			 const char *place)
{
	char *from = path_join(work->place, source->program);
	char *to = path_join(place, source->program);
	bool linked = link(from, to) == 0;

	if (!linked)
		work_unable(
			work,
			text_format("%s cannot be put into its place for another run: "
				    "%s",
				    source->program, strerror(errno)));
	free(from);
	free(to);
	return linked;
}

bool work_change_place(struct work *work, const char *name)
{
	const struct submission *submission = work->request->submission;
	char *error = NULL;
	char *place = workspace_folder(&work->workspace, name, &error);
	bool good = place || work_unable(work, error);

	for (size_t i = 0; good && i < work->evidence.source_count; i++)
		if (work->files[i].program)
			good = link_program(work, &work->files[i], place);
	if (!place)
		return false;
	free(work->place);
	work->place = place;
	for (size_t i = 0; good && i < submission->count; i++)
		if (submission->files[i].file->kind == FILE_DATA)
			good = put_file(work, &submission->files[i]);
	return good;
}

bool work_renew_place(struct work *work, const char *suffix)
{
	char *name = text_format("%s_%s", path_base(work->place), suffix);
	bool good = work_change_place(work, name);

	free(name);
	return good;
}
