/*
 * What is to be seen in a jail, although its user may not go there.
 *
 * A course may lie in a folder that is root's alone, such as root's home. What of it is
 * needed for compiling is opened by us, who are root, and mounted in the jail from what
 * we have opened: nobody goes the way to it.
 */
#define _GNU_SOURCE
#include "run/jail_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "text/memory.h"
#include "text/text.h"

#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif

/* By the rights of others, which are all that nobody has. */
static bool allows(const char *path, mode_t rights)
{
	struct stat status;

	return stat(path, &status) == 0 && (status.st_mode & rights) == rights;
}

static bool is_reached(const char *path)
{
	char *part = memory_copy_text(path);
	bool reached = true;

	for (char *slash = strchr(part + 1, '/'); slash && reached;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		reached = allows(part, S_IXOTH);
		*slash = '/';
	}
	free(part);
	return reached;
}

enum jail_sight jail_sight(const struct jail *jail, const char *path)
{
	struct stat status;

	if (!jail->drops || stat(path, &status) != 0)
		return SIGHT_OPEN; /* or it is for others to say that it is not there */
	if (!allows(path, S_ISDIR(status.st_mode) ? S_IROTH | S_IXOTH : S_IROTH))
		return SIGHT_CLOSED;
	return is_reached(path) ? SIGHT_OPEN : SIGHT_HIDDEN;
}

/* Descriptors of trees go over to other namespaces, as paths do not. */
static int open_tree_of(const char *path)
{
	struct mount_attr only_read = {
		.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV,
	};
	int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path,
				OPEN_TREE_CLONE | O_CLOEXEC | AT_RECURSIVE);

	if (tree >= 0 &&
	    syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &only_read,
		    sizeof(only_read)) != 0) {
		close(tree);
		tree = -1;
	}
	return tree;
}

static bool explain(const struct jail *jail, const char *path, const char *why,
		    char **error)
{
	return text_error(
		error,
		"%s cannot be seen in the jail by its user, number %u%s%s: let "
		"others enter the folders above it and read it (chmod o+rX), or "
		"put the course elsewhere",
		path, (unsigned)jail->user, why ? ": " : "", why ? why : "");
}

int jail_open_hidden(const struct jail *jail, const char *const *visible, int *trees,
		     size_t most, char **error)
{
	size_t count = 0;

	for (; visible && *visible; visible++) {
		enum jail_sight sight = jail_sight(jail, *visible);

		if (sight == SIGHT_OPEN)
			continue;
		trees[count] = sight == SIGHT_HIDDEN && count < most
				       ? open_tree_of(*visible)
				       : -1;
		if (trees[count] < 0) {
			explain(jail, *visible,
				sight == SIGHT_HIDDEN ? strerror(errno) : NULL, error);
			while (count)
				close(trees[--count]);
			return -1;
		}
		count++;
	}
	return (int)count;
}
