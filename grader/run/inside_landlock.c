#define _GNU_SOURCE
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What newer kernels have and the headers that we are built with may not. */
#define ACCESS_REFER                   (1ULL << 13) /* version 2 */
#define ACCESS_TRUNCATE                (1ULL << 14) /* version 3 */
#define ACCESS_IOCTL_DEV               (1ULL << 15) /* version 5 */
#define NET_BIND_AND_CONNECT           3ULL         /* version 4 */
#define SCOPE_ABSTRACT_UNIX_AND_SIGNAL 3ULL         /* version 6 */

struct ruleset {
	uint64_t files, network, scopes;
};

static const uint64_t reading = LANDLOCK_ACCESS_FS_EXECUTE |
				LANDLOCK_ACCESS_FS_READ_FILE |
				LANDLOCK_ACCESS_FS_READ_DIR;

/* Of what makes sense for a file that is no folder. */
static const uint64_t of_files =
	LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
	LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE | ACCESS_IOCTL_DEV;

static struct ruleset ruleset_of(int version, int network)
{
	struct ruleset all = { .files = (1ULL << 13) - 1 };

	if (version >= 2)
		all.files |= ACCESS_REFER;
	if (version >= 3)
		all.files |= ACCESS_TRUNCATE;
	if (version >= 4 && !network)
		all.network = NET_BIND_AND_CONNECT;
	if (version >= 5)
		all.files |= ACCESS_IOCTL_DEV;
	if (version >= 6)
		all.scopes = SCOPE_ABSTRACT_UNIX_AND_SIGNAL;
	return all;
}

/* Older kernels refuse a structure that is longer than theirs. */
static size_t size_for(int version)
{
	if (version < 4)
		return offsetof(struct ruleset, network);
	return version < 6 ? offsetof(struct ruleset, scopes) : sizeof(struct ruleset);
}

static int allow(int ruleset, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = {
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
		.allowed_access = access,
	};
	struct stat status;
	int result;

	if (rule.parent_fd < 0)
		return -1;
	if (fstat(rule.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode))
		rule.allowed_access &= of_files;
	result = (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
			      &rule, 0);
	close(rule.parent_fd);
	return result;
}

int inside_landlock(const char *const *writable, int network)
{
	int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
				   LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset all = ruleset_of(version, network);
	int ruleset;

	if (version <= 0)
		return 0;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, size_for(version), 0);
	if (ruleset < 0)
		return -1;
	if (allow(ruleset, "/", reading & all.files) != 0)
		return -1;
	for (; *writable; writable++)
		if (allow(ruleset, *writable, all.files) != 0)
			return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		return -1;
	close(ruleset);
	return version;
}
