#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "class/hand_in.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

enum { MOST_ENTRIES = 10 * MOST_FILES }; /* of one folder */

/* A folder that is being read. */
struct level {
	struct hand_in *hand_in;
	int folder;
	const char *path; /* below the student's folder; "" for that itself */
	int depth;
	char **error;
};

static char *path_below(const struct level *level, const char *name)
{
	return *level->path ? path_join(level->path, name) : memory_copy_text(name);
}

static bool unable(const struct level *level, const char *path)
{
	return text_error(level->error, "«%s» cannot be read: %s", path, strerror(errno));
}

static bool read_bytes(const struct level *level, int file, const char *path)
{
	struct text bytes = { 0 };
	char block[16384];
	ssize_t got;

	/* One byte more than it may have is enough to know. */
	while ((got = read(file, block, sizeof(block))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || bytes.length > LONGEST_FILE)
			break;
		text_add_bytes(&bytes, block, (size_t)got);
	}
	if (got < 0) {
		text_free(&bytes);
		return unable(level, path);
	}
	if (hand_in_has_room(level->hand_in, path, bytes.length)) {
		size_t length = bytes.length;

		hand_in_add(level->hand_in, path, text_take(&bytes), length);
	}
	text_free(&bytes);
	return true;
}

/* It was a plain file a moment ago: that is asked again of what was opened. */
static bool read_plain(const struct level *level, const char *name, const char *path)
{
	int file = openat(level->folder, name,
			  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	bool good = true;

	if (file < 0)
		return unable(level, path);
	if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
		hand_in_note(
			level->hand_in,
			text_format("«%s» was not read: it is no plain file.", path));
	else if (is_archive_name(name))
		good = hand_in_read_inner_archive(level->hand_in, file, path,
						  level->error);
	else if (hand_in_has_room(level->hand_in, path, (size_t)status.st_size))
		good = read_bytes(level, file, path);
	close(file);
	return good;
}

static bool read_folder(const struct level *level);

static bool read_inner(const struct level *level, const char *name, const char *path)
{
	struct level inner = *level;
	bool good;

	if (level->depth == DEEPEST_FILE) {
		hand_in_note(level->hand_in,
			     text_format("«%s» was not read: it lies deeper than %d "
					 "folders.",
					 path, DEEPEST_FILE));
		return true;
	}
	inner.path = path;
	inner.depth++;
	inner.folder = openat(level->folder, name,
			      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner.folder < 0)
		return unable(level, path);
	good = read_folder(&inner);
	close(inner.folder);
	return good;
}

static bool read_entry(const struct level *level, const char *name)
{
	char *path = path_below(level, name);
	struct stat status;
	bool good = true;

	if (fstatat(level->folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		good = unable(level, path);
	else if (S_ISDIR(status.st_mode))
		good = read_inner(level, name, path);
	else if (S_ISREG(status.st_mode))
		good = read_plain(level, name, path);
	else
		hand_in_note(level->hand_in,
			     text_format("«%s» was not read: it is %s, and no plain "
					 "file.",
					 path,
					 S_ISLNK(status.st_mode) ? "a link" : "special"));
	free(path);
	return good;
}

/* An entry of a folder. */
struct found {
	char *name;
	bool folder;
};

/* Files before folders, so that none is left out for what lies deeper; by name, since
 * the order of a folder is the file system's, and what is left out must not be. */
static int in_order(const void *one, const void *other)
{
	const struct found *a = one, *b = other;

	return a->folder != b->folder ? a->folder - b->folder : strcmp(a->name, b->name);
}

static bool is_folder(int folder, const char *name)
{
	struct stat status;

	return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(status.st_mode);
}

/* What begins with a dot is an editor's or a system's. */
static size_t find_entries(DIR *directory, struct found **found)
{
	struct dirent *entry;
	size_t count = 0;

	*found = memory_new(MOST_ENTRIES + 1, sizeof(**found));
	while (count <= MOST_ENTRIES && (entry = readdir(directory)))
		if (entry->d_name[0] != '.')
			(*found)[count++] = (struct found){
				.name = memory_copy_text(entry->d_name),
				.folder = is_folder(dirfd(directory), entry->d_name),
			};
	qsort(*found, count, sizeof(**found), in_order);
	return count;
}

static bool read_entries(const struct level *level, const struct found *found,
			 size_t count)
{
	bool good = true;

	for (size_t i = 0; good && i < count; i++)
		good = read_entry(level, found[i].name);
	return good;
}

static bool read_folder(const struct level *level)
{
	DIR *directory = fdopendir(dup(level->folder));
	const char *path = *level->path ? level->path : "the folder";
	struct found *found;
	bool good = true;
	size_t count;

	if (!directory)
		return unable(level, path);
	count = find_entries(directory, &found);
	closedir(directory);
	if (count > MOST_ENTRIES)
		hand_in_note(level->hand_in, text_format("«%s» was not read: there are "
							 "more than %d entries in it.",
							 path, MOST_ENTRIES));
	else
		good = read_entries(level, found, count);
	for (size_t i = 0; i < count; i++)
		free(found[i].name);
	free(found);
	return good;
}

bool hand_in_read_folder(struct hand_in *hand_in, const char *path, char **error)
{
	struct level level = {
		.hand_in = hand_in,
		.path = "",
		.error = error,
		.folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
	};
	bool good;

	if (level.folder < 0)
		return unable(&level, path);
	good = read_folder(&level);
	close(level.folder);
	return good;
}
