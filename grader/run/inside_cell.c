/*
 * The cell: what the first process of a jail makes of its new namespaces, as long as it
 * has rights in them. See inside.h.
 */
#define _GNU_SOURCE
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in linux/mount.h, which does not go together with sys/mount.h. */
#define TREE_CLONE     1 /* OPEN_TREE_CLONE */
#define MOVE_FROM_FILE 4 /* MOVE_MOUNT_F_EMPTY_PATH */

/* No path of ours is as long. */
enum { LONGEST_PATH = 4096 };

static int write_word(const char *path, const char *word)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t length = (ssize_t)strlen(word);
	int result = file >= 0 && write(file, word, (size_t)length) == length ? 0 : -1;
	int reason = errno;

	if (file >= 0)
		close(file);
	errno = reason;
	return result;
}

/* -------------------------------------------------------------------- the user */

/* What the kernel counts for each user, here as well as outside: one jail could take what
 * all others, and the grader, have of it. Where the kernel does not let it be set, new
 * user namespaces can be made: the doctor sees it. */
static void bound_user(void)
{
	static const char *const bounds[][2] = {
		{ "/proc/sys/user/max_user_namespaces", "0" },
		{ "/proc/sys/user/max_inotify_instances", "16" },
		{ "/proc/sys/user/max_inotify_watches", "1024" },
	};

	for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++)
		write_word(bounds[i][0], bounds[i][1]);
}

/* The same one as outside, and nobody else. */
static int become_user(void)
{
	static const char same[] = INSIDE_ID " " INSIDE_ID " 1";

	if (write_word("/proc/self/setgroups", "deny") != 0 ||
	    write_word("/proc/self/uid_map", same) != 0 ||
	    write_word("/proc/self/gid_map", same) != 0)
		return -1;
	bound_user();
	return 0;
}

/* Whoever has none gets none by any program that he starts. */
static int give_up_rights(void)
{
	struct __user_cap_header_struct header = { .version =
							   _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

	/* Neither our memory nor what /proc says of us is for the program. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    syscall(SYS_capset, &header, none) != 0)
		return -1;
	return prctl(PR_SET_DUMPABLE, 0);
}

/* ------------------------------------------------------------------ what is there */

int inside_make_folder(const char *path)
{
	char part[LONGEST_PATH];

	for (size_t length = 1; path[length - 1]; length++) {
		if ((path[length] && path[length] != '/') || length >= sizeof(part))
			continue;
		memcpy(part, path, length);
		part[length] = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST && !path[length])
			return -1;
	}
	return 0;
}

static int mount_bounded(const char *place, uint64_t bytes)
{
	char options[64];

	snprintf(options, sizeof(options), "size=%llu,mode=0755",
		 (unsigned long long)bytes);
	return inside_make_folder(place) != 0
		       ? -1
		       : mount("tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV, options);
}

/* A mount can only be moved to what is there. */
static int make_place(const char *path, int tree)
{
	char folder[LONGEST_PATH];
	struct stat status;
	size_t length = (size_t)(strrchr(path, '/') - path);
	int file;

	if (stat(path, &status) == 0)
		return 0;
	if (fstat(tree, &status) != 0)
		return -1;
	if (S_ISDIR(status.st_mode))
		return inside_make_folder(path);
	if (length >= sizeof(folder))
		return -1;
	memcpy(folder, path, length);
	folder[length] = '\0';
	if (length && inside_make_folder(folder) != 0)
		return -1;
	file = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0400);
	return file < 0 ? -1 : close(file);
}

/* Takes the descriptor. */
static int mount_tree(int tree, const char *path)
{
	int result = make_place(path, tree);

	if (result == 0)
		result = (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, path,
				      MOVE_FROM_FILE);
	close(tree);
	return result;
}

/* What was there before is covered by what is mounted: it is taken up first. */
static int mount_places(const struct inside_cell *cell)
{
	uint32_t count = cell->orders->kept;
	int *trees = calloc((size_t)count + 1, sizeof(*trees));
	int result = trees ? 0 : -1;

	for (uint32_t i = 0; i < count && result == 0; i++) {
		trees[i] = (int)syscall(SYS_open_tree, AT_FDCWD, cell->kept[i],
					TREE_CLONE | O_CLOEXEC | AT_RECURSIVE);
		result = trees[i] < 0 ? -1 : 0;
	}
	for (uint32_t i = 0; i < cell->orders->places && result == 0; i++)
		result = mount_bounded(cell->places[i], cell->orders->bytes);
	for (uint32_t i = 0; i < count && result == 0; i++)
		result = mount_tree(trees[i], cell->kept[i]);
	for (uint32_t i = 0; i < cell->orders->trees && result == 0; i++)
		result = mount_tree(cell->trees[i], cell->tree_paths[i]);
	free(trees);
	return result;
}

/* The warden's own /proc shows his processes: it must not be seen. */
static int mount_processes(bool wanted)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	return wanted ? mount("proc", "/proc", "proc", flags, NULL)
		      : mount("tmpfs", "/proc", "tmpfs", flags | MS_RDONLY, "size=4096");
}

/* Programs may talk to themselves. */
static int raise_loopback(void)
{
	struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int result = any < 0 ? -1 : ioctl(any, SIOCSIFFLAGS, &loopback);

	if (any >= 0)
		close(any);
	return result;
}

int inside_cell(const struct inside_cell *cell)
{
	/* From now on who we are in our control group is where we are. */
	unshare(CLONE_NEWCGROUP);
	if (become_user() != 0)
		return INSIDE_USER;
	if (mount_places(cell) != 0 || mount_processes(cell->orders->processes) != 0)
		return INSIDE_MOUNT;
	if (cell->orders->network && raise_loopback() != 0)
		return INSIDE_NETWORK;
	return give_up_rights() != 0 ? INSIDE_RIGHTS : -1;
}
