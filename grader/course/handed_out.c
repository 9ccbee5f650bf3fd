#define _GNU_SOURCE
#include "course/handed_out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "course/progress.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const size_t longest_file = (size_t)4 << 20;

/* What a file holds; not there: bytes is NULL. */
struct content {
	char *bytes;
	size_t length;
};

static struct content content_of(const char *path)
{
	struct content content = { 0 };

	content.bytes = file_read(path, longest_file, &content.length, NULL);
	return content;
}

static bool same(const struct content *one, const struct content *other)
{
	return one->bytes && other->bytes && one->length == other->length &&
	       memcmp(one->bytes, other->bytes, one->length) == 0;
}

static char *copy_path(const struct exercise *exercise, const struct exercise_file *file)
{
	return text_format("%s/%s/handed_out/%s/%s", exercise->root, PROGRESS_FOLDER,
			   exercise->name, file->name);
}

static char *work_path(const struct exercise *exercise, const struct exercise_file *file)
{
	return path_join(exercise->folder, file->name);
}

/* Makes the folder that a path lies in, and those above it. */
static bool make_way(const char *path, char **error)
{
	char *folder = path_folder(path);
	bool good = file_is_folder(folder) || mkdir(folder, 0777) == 0;

	if (!good && errno == ENOENT)
		good = make_way(folder, error) &&
		       (mkdir(folder, 0777) == 0 ||
			text_error(error, "%s cannot be made: %s", folder,
				   strerror(errno)));
	else if (!good)
		text_error(error, "%s cannot be made: %s", folder, strerror(errno));
	free(folder);
	return good;
}

/* By way of another name: a file is there as a whole, or as it was. */
static bool put(const char *path, const struct content *content, char **error)
{
	char *fresh = text_format("%s.%ld.new", path, (long)getpid());
	bool good = make_way(path, error) &&
		    file_write(fresh, content->bytes, content->length, error);

	if (good && rename(fresh, path) != 0)
		good = text_error(error, "%s cannot be written: %s", path,
				  strerror(errno));
	free(fresh);
	return good;
}

static bool keep_file(const struct exercise *exercise, const struct exercise_file *file,
		      bool anew, char **error)
{
	char *copy = copy_path(exercise, file), *work = work_path(exercise, file);
	struct content content = { 0 };
	bool good = true;

	if ((anew || !file_is_plain(copy)) && file_is_plain(work)) {
		content = content_of(work);
		good = content.bytes && put(copy, &content, error);
	}
	free(content.bytes);
	free(copy);
	free(work);
	return good;
}

static bool keep_files(const struct exercise *exercise, bool anew, char **error)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (!keep_file(exercise, &exercise->files[i], anew, error))
			return false;
	return true;
}

bool handed_out_keep(const struct exercise *exercise, char **error)
{
	return keep_files(exercise, false, error);
}

bool handed_out_keep_anew(const struct exercise *exercise, char **error)
{
	return keep_files(exercise, true, error);
}

void handed_out_bring_back(const char *root, const char *name)
{
	char *folder = text_format("%s/%s/handed_out/%s", root, PROGRESS_FOLDER, name);
	struct names names;

	folder_names(folder, "", &names);
	for (size_t i = 0; i < names.count; i++) {
		char *copy = path_join(folder, names.names[i]);
		char *work =
			text_format("%s/exercises/%s/%s", root, name, names.names[i]);
		struct content content = content_of(copy);

		if (content.bytes && access(work, F_OK) != 0)
			put(work, &content, NULL);
		free(content.bytes);
		free(work);
		free(copy);
	}
	names_free(&names);
	free(folder);
}

/* A folder for what is replaced now, that nothing has been put into yet. */
static char *new_kept_folder(const struct exercise *exercise)
{
	char moment[32];
	time_t now = time(NULL);
	struct tm parts;
	char *folder;

	localtime_r(&now, &parts);
	strftime(moment, sizeof(moment), "%Y-%m-%d_%H-%M-%S", &parts);
	folder = text_format("%s/%s/kept/%s/%s", exercise->root, PROGRESS_FOLDER,
			     exercise->name, moment);
	for (int number = 2; access(folder, F_OK) == 0; number++) {
		free(folder);
		folder = text_format("%s/%s/kept/%s/%s_%d", exercise->root,
				     PROGRESS_FOLDER, exercise->name, moment, number);
	}
	return folder;
}

static bool replace(const struct exercise *exercise, const struct exercise_file *file,
		    const struct content *content, char **kept, char **error)
{
	char *work = work_path(exercise, file);
	struct content before = content_of(work);
	bool good = true;

	if (before.bytes && !same(&before, content)) {
		char *path;

		if (!*kept)
			*kept = new_kept_folder(exercise);
		path = path_join(*kept, file->name);
		good = put(path, &before, error);
		free(path);
	}
	if (good && !same(&before, content))
		good = put(work, content, error);
	free(before.bytes);
	free(work);
	return good;
}

bool handed_out_replace(const struct exercise *exercise, const struct exercise_file *file,
			const char *bytes, size_t length, char **kept, char **error)
{
	struct content content = { (char *)bytes, length };

	*kept = NULL;
	return replace(exercise, file, &content, kept, error);
}

bool handed_out_restore(const struct exercise *exercise, char **kept, char **error)
{
	bool good = true;

	*kept = NULL;
	for (size_t i = 0; i < exercise->file_count && good; i++) {
		char *copy = copy_path(exercise, &exercise->files[i]);
		struct content content = content_of(copy);

		good = content.bytes ? replace(exercise, &exercise->files[i], &content,
					       kept, error)
				     : text_error(error,
						  "there is no copy of %s as it was "
						  "handed out (it would be %s)",
						  exercise->files[i].name, copy);
		free(content.bytes);
		free(copy);
	}
	return good;
}

bool handed_out_changed(const struct exercise *exercise)
{
	bool changed = false;

	for (size_t i = 0; i < exercise->file_count && !changed; i++) {
		char *copy = copy_path(exercise, &exercise->files[i]);
		char *work = work_path(exercise, &exercise->files[i]);
		struct content before = content_of(copy), now = content_of(work);

		changed = before.bytes && !same(&before, &now);
		free(before.bytes);
		free(now.bytes);
		free(copy);
		free(work);
	}
	return changed;
}
