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
#include "course/version_control.h"
#include "text/digest.h"
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

/* ---- what the author alone changes ------------------------------------------- */

/* Hidden, so that it is none of the copies. */
static char *note_path(const struct exercise *exercise)
{
	return text_format("%s/%s/handed_out/%s/.author", exercise->root, PROGRESS_FOLDER,
			   exercise->name);
}

static void add_file(struct digest *digest, const char *folder, const char *name)
{
	char *path = path_join(folder, name);

	digest_add(digest, name);
	digest_add_file(digest, path);
	free(path);
}

/* The digest of it as it is now, and a line end. */
static char *authors_part(const struct exercise *exercise)
{
	char *folder = text_format("%s/solutions/%s", exercise->root, exercise->name);
	struct digest digest = digest_new();
	struct names names;
	char *text, *line;

	add_file(&digest, exercise->folder, "exercise.md");
	folder_names(folder, "", &names);
	for (size_t i = 0; i < names.count; i++)
		add_file(&digest, folder, names.names[i]);
	names_free(&names);
	free(folder);
	text = digest_text(&digest);
	line = text_format("%s\n", text);
	free(text);
	return line;
}

static bool note_author(const struct exercise *exercise, char **error)
{
	char *path = note_path(exercise), *now = authors_part(exercise);
	struct content content = { now, strlen(now) };
	bool good = put(path, &content, error);

	free(now);
	free(path);
	return good;
}

/* Has the author changed it since the copies were made? */
static bool is_updated(const struct exercise *exercise)
{
	char *path = note_path(exercise), *now = authors_part(exercise);
	struct content noted = content_of(path);
	bool updated = noted.bytes && strcmp(noted.bytes, now) != 0;

	free(noted.bytes);
	free(now);
	free(path);
	return updated;
}

/* ---- keeping, and following an update ------------------------------------------ */

bool handed_out_keep(const struct exercise *exercise, char **error)
{
	char *path = note_path(exercise);
	bool good = keep_files(exercise, false, error) &&
		    (file_is_plain(path) || note_author(exercise, error));

	free(path);
	return good;
}

static bool is_listed(const struct exercise *exercise, const char *name)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (strcmp(exercise->files[i].name, name) == 0)
			return true;
	return false;
}

/* Copies of files that the exercise has no more: nobody is to bring them back. */
static void drop_unlisted(const struct exercise *exercise)
{
	char *folder = text_format("%s/%s/handed_out/%s", exercise->root, PROGRESS_FOLDER,
				   exercise->name);
	struct names names;

	folder_names(folder, "", &names);
	for (size_t i = 0; i < names.count; i++) {
		char *copy = path_join(folder, names.names[i]);

		if (!is_listed(exercise, names.names[i]))
			unlink(copy);
		free(copy);
	}
	names_free(&names);
	free(folder);
}

bool handed_out_keep_anew(const struct exercise *exercise, char **error)
{
	if (!keep_files(exercise, true, error) || !note_author(exercise, error))
		return false;
	drop_unlisted(exercise);
	return true;
}

/* Of one file. *certain is false, if nobody can say whose it is. With `each`, version
 * control is asked also of one that is as its copy: where somebody's work was there before
 * the copies, as in a clone of it, that tells. */
static bool follow_file(const struct exercise *exercise, const struct exercise_file *file,
			bool each, bool *certain, char **error)
{
	char *copy = copy_path(exercise, file), *work = work_path(exercise, file);
	struct content before = content_of(copy), now = content_of(work), told = { 0 };
	bool differs = before.bytes && !same(&before, &now), good = true;

	if (differs || each)
		told.bytes = version_control_handed_out(exercise, file, &told.length);
	*certain = !differs || told.bytes;
	if (told.bytes && !same(&told, &before))
		good = put(copy, &told, error);
	free(told.bytes);
	free(before.bytes);
	free(now.bytes);
	free(work);
	free(copy);
	return good;
}

static char *doubt_about(const struct exercise *exercise,
			 const struct exercise_file *file)
{
	return text_format(
		"the author has changed %s, and %s is not what was handed out before: it "
		"is the author's new one, or your work. If you have not worked at it, "
		"say «course reset %s --keep». If you have, save yours, put the author's "
		"new one in its place, and say the same",
		exercise->name, file->name, exercise->name);
}

static bool follow(const struct exercise *exercise, bool each, char **doubt, char **error)
{
	bool updated = is_updated(exercise), good = true;

	*doubt = NULL;
	if (!updated && !each)
		return true;
	for (size_t i = 0; i < exercise->file_count && good; i++) {
		bool certain;

		good = follow_file(exercise, &exercise->files[i], each, &certain, error);
		if (good && updated && !certain && !*doubt)
			*doubt = doubt_about(exercise, &exercise->files[i]);
	}
	if (!good || !updated || *doubt)
		return good;
	drop_unlisted(exercise);
	return note_author(exercise, error);
}

bool handed_out_follow(const struct exercise *exercise, char **doubt, char **error)
{
	return follow(exercise, false, doubt, error);
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
	bool good;
	char *doubt;

	*kept = NULL;
	good = follow(exercise, true, &doubt, error) &&
	       (!doubt || text_error(error, "%s", doubt));
	free(doubt);
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

	if (is_updated(exercise))
		return false;
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
