#define _GNU_SOURCE
#include "run/workspace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const char prefix[] = "course-work-";

static const char *temporary_folder(void)
{
	const char *named = getenv("TMPDIR");

	return named && *named ? named : "/tmp";
}

char *workspace_place(void)
{
	return realpath(temporary_folder(), NULL);
}

static void remove_entries(int folder, int depth);

static void remove_entry(int folder, const char *name, int depth)
{
	int inner;

	if (unlinkat(folder, name, 0) == 0 || (errno != EISDIR && errno != EPERM))
		return;
	/* A program may have taken its own rights away. */
	fchmodat(folder, name, 0700, 0);
	inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner >= 0) {
		remove_entries(inner, depth + 1);
		close(inner);
	}
	unlinkat(folder, name, AT_REMOVEDIR);
}

static void remove_entries(int folder, int depth)
{
	DIR *directory = depth > 200 ? NULL : fdopendir(dup(folder));
	struct dirent *entry;

	if (!directory)
		return;
	rewinddir(directory);
	while ((entry = readdir(directory)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove_entry(folder, entry->d_name, depth);
	closedir(directory);
}

static void remove_locked(const char *path, int descriptor)
{
	fchmod(descriptor, 0700);
	remove_entries(descriptor, 0);
	rmdir(path);
	close(descriptor);
}

/* Another grader's folder: ours to remove only if nobody holds its lock. */
static void sweep_one(int temporary, const char *folder, const char *name)
{
	int descriptor =
		openat(temporary, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	char *path;

	if (descriptor < 0)
		return;
	if (fstat(descriptor, &status) != 0 || status.st_uid != geteuid() ||
	    flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
		close(descriptor);
		return;
	}
	path = path_join(folder, name);
	remove_locked(path, descriptor);
	free(path);
}

static void sweep(const char *folder)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;

	if (!directory)
		return;
	while ((entry = readdir(directory)))
		if (strncmp(entry->d_name, prefix, sizeof(prefix) - 1) == 0)
			sweep_one(dirfd(directory), folder, entry->d_name);
	closedir(directory);
}

/* Makes the folder and takes its lock. Between the two a sweeper may remove
 * it: then there is another. */
static bool make_locked(struct workspace *workspace, const char *folder)
{
	for (int attempt = 0; attempt < 100; attempt++) {
		struct stat held, named;

		workspace->path = text_format("%s/%sXXXXXX", folder, prefix);
		if (!mkdtemp(workspace->path))
			return false;
		workspace->descriptor =
			open(workspace->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (workspace->descriptor >= 0 &&
		    flock(workspace->descriptor, LOCK_EX | LOCK_NB) == 0 &&
		    fstat(workspace->descriptor, &held) == 0 &&
		    stat(workspace->path, &named) == 0 && held.st_ino == named.st_ino)
			return true;
		if (workspace->descriptor >= 0)
			close(workspace->descriptor);
		free(workspace->path);
	}
	workspace->path = NULL;
	errno = EAGAIN;
	return false;
}

bool workspace_make(struct workspace *workspace, char **error)
{
	char *folder = workspace_place();
	bool made;

	*workspace = (struct workspace){ .descriptor = -1 };
	if (!folder)
		return text_error(error, "the temporary folder %s cannot be used: %s",
				  temporary_folder(), strerror(errno));
	sweep(folder);
	made = make_locked(workspace, folder);
	if (!made) {
		text_error(error, "no temporary folder can be made in %s: %s", folder,
			   strerror(errno));
		free(workspace->path);
		*workspace = (struct workspace){ .descriptor = -1 };
	}
	free(folder);
	return made;
}

void workspace_remove(struct workspace *workspace)
{
	if (workspace->path)
		remove_locked(workspace->path, workspace->descriptor);
	free(workspace->path);
	*workspace = (struct workspace){ .descriptor = -1 };
}

char *workspace_folder(const struct workspace *workspace, const char *name, char **error)
{
	char *path = path_join(workspace->path, name);

	if (mkdir(path, 0700) == 0)
		return path;
	text_error(error, "the folder %s cannot be made: %s", path, strerror(errno));
	free(path);
	return NULL;
}
