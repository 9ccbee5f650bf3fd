#define _GNU_SOURCE
#include "text/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/memory.h"
#include "text/text.h"

static char *read_all(int descriptor, const char *path, size_t limit, size_t *length,
		      char **error)
{
	struct text text = { 0 };
	char block[16384];
	ssize_t got;

	while ((got = read(descriptor, block, sizeof(block))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			text_error(error, "%s cannot be read: %s", path, strerror(errno));
			break;
		}
		text_add_bytes(&text, block, (size_t)got);
		if (text.length > limit) {
			text_error(error, "%s is longer than %zu bytes", path, limit);
			break;
		}
	}
	if (got != 0) {
		text_free(&text);
		return NULL;
	}
	*length = text.length;
	return text_take(&text);
}

char *file_read(const char *path, size_t limit, size_t *length, char **error)
{
	/* Not blocking, since a name can lead to a pipe that nobody writes to. */
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	size_t ignored;
	char *bytes = NULL;

	if (descriptor < 0) {
		text_error(error, "%s cannot be read: %s", path, strerror(errno));
		return NULL;
	}
	if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
		text_error(error, "%s is not a plain file", path);
	else
		bytes = read_all(descriptor, path, limit, length ? length : &ignored,
				 error);
	close(descriptor);
	return bytes;
}

static bool write_all(int descriptor, const char *bytes, size_t length)
{
	while (length) {
		ssize_t put = write(descriptor, bytes, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes += put;
		length -= (size_t)put;
	}
	return true;
}

bool file_write(const char *path, const char *bytes, size_t length, char **error)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool done = descriptor >= 0 && write_all(descriptor, bytes, length);

	if (!done)
		text_error(error, "%s cannot be written: %s", path, strerror(errno));
	if (descriptor >= 0)
		close(descriptor);
	return done;
}

/* So that the new name of a file is on the disk as well. */
static bool sync_folder(const char *path)
{
	char *folder = path_folder(path);
	int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Some file systems have nothing to sync there, and say so by EINVAL. */
	bool done = descriptor >= 0 && (fsync(descriptor) == 0 || errno == EINVAL);

	if (descriptor >= 0)
		close(descriptor);
	free(folder);
	return done;
}

bool file_write_safely(const char *path, const char *bytes, size_t length, char **error)
{
	/* The process in its name: two may write at the same time. */
	char *beside = text_format("%s.%d.part", path, (int)getpid());
	int descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool done = descriptor >= 0 && write_all(descriptor, bytes, length) &&
		    fsync(descriptor) == 0;

	if (descriptor >= 0 && close(descriptor) != 0)
		done = false;
	done = done && rename(beside, path) == 0 && sync_folder(path);
	if (!done) {
		text_error(error, "%s cannot be written: %s", path, strerror(errno));
		unlink(beside);
	}
	free(beside);
	return done;
}

bool folder_make(const char *path, char **error)
{
	char *above;

	if (file_is_folder(path) || mkdir(path, 0755) == 0)
		return true;
	if (errno == ENOENT) {
		above = path_folder(path);
		if (!folder_make(above, error)) {
			free(above);
			return false;
		}
		free(above);
		if (mkdir(path, 0755) == 0)
			return true;
	}
	/* Somebody else may have made it meanwhile. */
	return (errno == EEXIST && file_is_folder(path)) ||
	       text_error(error, "the folder %s cannot be made: %s", path,
			  strerror(errno));
}

bool file_is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool file_is_plain(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

char *path_join(const char *folder, const char *name)
{
	size_t length = strlen(folder);
	bool slash = length && folder[length - 1] == '/';

	return text_format("%s%s%s", folder, slash ? "" : "/", name);
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *path_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_copy_text(".");
	if (slash == path)
		return memory_copy_text("/");
	return memory_copy_bytes(path, (size_t)(slash - path));
}

char *path_from_here(const char *path)
{
	char *here = realpath(".", NULL);
	size_t length = here ? strlen(here) : 0;
	bool below =
		length > 1 && strncmp(path, here, length) == 0 && path[length] == '/';

	free(here);
	return memory_copy_text(below ? path + length + 1 : path);
}

static bool ends_in(const char *name, const char *ending)
{
	size_t length = strlen(name), tail = strlen(ending);

	return length >= tail && strcmp(name + length - tail, ending) == 0;
}

static int by_name(const void *one, const void *other)
{
	return strcmp(*(char *const *)one, *(char *const *)other);
}

bool folder_names(const char *folder, const char *ending, struct names *names)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;

	*names = (struct names){ 0 };
	if (!directory)
		return false;
	while ((entry = readdir(directory))) {
		if (entry->d_name[0] == '.' || !ends_in(entry->d_name, ending))
			continue;
		names->names =
			memory_resize(names->names, names->count + 1, sizeof(char *));
		names->names[names->count++] = memory_copy_text(entry->d_name);
	}
	closedir(directory);
	if (names->count)
		qsort(names->names, names->count, sizeof(char *), by_name);
	return true;
}

void names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i]);
	free(names->names);
	*names = (struct names){ 0 };
}
