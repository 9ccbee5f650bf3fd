#include "course/submission.h"

#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const size_t longest_file = (size_t)4 << 20;

static struct submission_file *find(struct submission *submission, const char *name)
{
	for (size_t i = 0; i < submission->count; i++)
		if (strcmp(submission->files[i].file->name, name) == 0)
			return &submission->files[i];
	return NULL;
}

static void put(struct submission_file *file, char *path)
{
	free(file->path);
	file->path = path;
}

/* Every file of the exercise that lies in the folder. */
static size_t put_folder(struct submission *submission, const char *folder)
{
	size_t taken = 0;

	for (size_t i = 0; i < submission->count; i++) {
		char *path = path_join(folder, submission->files[i].file->name);

		if (file_is_plain(path)) {
			put(&submission->files[i], path);
			taken++;
		} else {
			free(path);
		}
	}
	return taken;
}

/* The names of the exercise's files, for an error. */
static char *all_names(const struct submission *submission)
{
	struct text text = { 0 };

	for (size_t i = 0; i < submission->count; i++)
		text_add_format(&text, i ? ", %s" : "%s",
				submission->files[i].file->name);
	return text_take(&text);
}

/* The file that any name can stand for: the prediction, or the only source; or
 * NULL. */
static struct submission_file *only_source(struct submission *submission)
{
	struct submission_file *only = NULL;

	for (size_t i = 0; i < submission->count; i++) {
		if (submission->files[i].file->kind == FILE_PREDICTION)
			return &submission->files[i];
		if (submission->files[i].file->kind == FILE_DATA)
			continue;
		if (only)
			return NULL;
		only = &submission->files[i];
	}
	return only;
}

/* A folder without a file of the right name, but with one C file in it. */
static char *only_c_file(const char *folder)
{
	struct names names;
	char *path = NULL;

	if (folder_names(folder, ".c", &names) && names.count == 1)
		path = path_join(folder, names.names[0]);
	names_free(&names);
	return path;
}

static int does_not_belong(const struct submission *submission, const char *path,
			   char **error)
{
	char *names = all_names(submission);

	text_error(error, "%s is none of the exercise's files, which are: %s", path,
		   names);
	free(names);
	return false;
}

static bool put_path(struct submission *submission, const char *path, char **error)
{
	struct submission_file *file;
	char *inner;

	if (!file_is_folder(path)) {
		file = find(submission, path_base(path));
		if (!file)
			file = only_source(submission);
		if (!file)
			return does_not_belong(submission, path, error);
		put(file, memory_copy_text(path));
		return true;
	}
	if (put_folder(submission, path))
		return true;
	inner = only_source(submission) ? only_c_file(path) : NULL;
	if (!inner) {
		char *names = all_names(submission);

		text_error(
			error,
			"the folder %s holds none of the exercise's files, which are: %s",
			path, names);
		free(names);
		return false;
	}
	put(only_source(submission), inner);
	return true;
}

static bool read_files(struct submission *submission, char **error)
{
	for (size_t i = 0; i < submission->count; i++) {
		struct submission_file *file = &submission->files[i];

		file->bytes = file_read(file->path, longest_file, &file->length, error);
		if (!file->bytes)
			return false;
	}
	return true;
}

/* Who predicts what a program prints gets it from the course, whatever they sent. */
static void put_given(struct submission *submission, const struct exercise *exercise)
{
	for (size_t i = 0; i < submission->count; i++)
		if (exercise->kind == EXERCISE_PREDICT &&
		    exercise->files[i].kind != FILE_PREDICTION)
			put(&submission->files[i],
			    path_join(exercise->folder, exercise->files[i].name));
}

bool submission_read(struct submission *submission, const struct exercise *exercise,
		     const char *base, char *const *paths, size_t path_count,
		     char **error)
{
	bool good = true;

	submission->count = exercise->file_count;
	submission->files = memory_new(submission->count, sizeof(*submission->files));
	for (size_t i = 0; i < submission->count; i++) {
		submission->files[i].file = &exercise->files[i];
		submission->files[i].path = path_join(base, exercise->files[i].name);
	}
	for (size_t i = 0; i < path_count && good; i++)
		good = put_path(submission, paths[i], error);
	put_given(submission, exercise);
	if (good && read_files(submission, error))
		return true;
	submission_free(submission);
	return false;
}

void submission_free(struct submission *submission)
{
	for (size_t i = 0; i < submission->count; i++) {
		free(submission->files[i].path);
		free(submission->files[i].bytes);
	}
	free(submission->files);
	*submission = (struct submission){ 0 };
}
