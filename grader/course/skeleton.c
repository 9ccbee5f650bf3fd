#define _GNU_SOURCE
#include "course/skeleton.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/memory.h"
#include "text/text.h"

static bool is_plain_name(const char *name)
{
	return *name &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name) &&
	       strlen(name) <= 100;
}

bool skeleton_is_exercise_name(const char *name)
{
	return is_plain_name(name) && islower((unsigned char)*name);
}

bool skeleton_is_lesson_name(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return is_plain_name(name) && digits && name[digits] == '_' && name[digits + 1];
}

/* «07_async_iterators»: «Async iterators». */
static char *title_of(const char *name)
{
	size_t digits = strspn(name, "0123456789_");
	char *title = memory_copy_text(name[digits] ? name + digits : name);

	*title = (char)toupper((unsigned char)*title);
	for (char *at = title; *at; at++)
		if (*at == '_')
			*at = ' ';
	return title;
}

static char *fill_in(const char *text, const char *name, const char *title)
{
	struct text filled = { 0 };

	while (*text) {
		size_t plain = strcspn(text, "{");

		text_add_bytes(&filled, text, plain);
		text += plain;
		if (strncmp(text, "{NAME}", 6) == 0) {
			text_add(&filled, name);
			text += 6;
		} else if (strncmp(text, "{TITLE}", 7) == 0) {
			text_add(&filled, title);
			text += 7;
		} else if (*text) {
			text_add_bytes(&filled, text++, 1);
		}
	}
	return text_take(&filled);
}

/* Makes the folder in which the path lies, and those above it. */
static bool make_folder_of(const char *path, char **error)
{
	char *folder = path_folder(path);
	bool made =
		file_is_folder(folder) || (make_folder_of(folder, error) &&
					   (mkdir(folder, 0777) == 0 || errno == EEXIST));

	if (!made && error && !*error)
		text_error(error, "the folder %s cannot be made: %s", folder,
			   strerror(errno));
	free(folder);
	return made;
}

static bool put_file(const char *path, const char *text, char **error)
{
	int descriptor;

	if (!make_folder_of(path, error))
		return false;
	descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (descriptor < 0)
		return text_error(error, "%s cannot be made: %s", path, strerror(errno));
	close(descriptor);
	return file_write(path, text, strlen(text), error);
}

static bool is_free(char *const *paths, size_t count, char **error)
{
	struct stat status;

	for (size_t i = 0; i < count; i++)
		if (lstat(paths[i], &status) == 0)
			return text_error(error,
					  "%s is there already, and nothing was written",
					  paths[i]);
	return true;
}

static bool put_all(const struct skeleton *skeleton, char *const *paths,
		    const char *folder, const char *name, struct names *written,
		    char **error)
{
	char *title = title_of(name);
	bool good = is_free(paths, skeleton->count, error);

	for (size_t i = 0; i < skeleton->count && good; i++) {
		char *text = fill_in(skeleton->files[i].text, name, title);

		good = put_file(paths[i], text, error);
		free(text);
		if (!good)
			break;
		written->names =
			memory_resize(written->names, written->count + 1, sizeof(char *));
		written->names[written->count++] =
			memory_copy_text(paths[i] + strlen(folder) + 1);
	}
	free(title);
	return good;
}

bool skeleton_lay_out(const struct skeleton *skeleton, const char *folder,
		      const char *name, struct names *written, char **error)
{
	char **paths = memory_new(skeleton->count, sizeof(*paths));
	bool good;

	for (size_t i = 0; i < skeleton->count; i++) {
		char *path = fill_in(skeleton->files[i].path, name, "");

		paths[i] = text_format("%s/%s", folder, path);
		free(path);
	}
	good = put_all(skeleton, paths, folder, name, written, error);
	for (size_t i = 0; i < skeleton->count; i++)
		free(paths[i]);
	free(paths);
	return good;
}
