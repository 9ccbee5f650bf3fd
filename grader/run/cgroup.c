#define _GNU_SOURCE
#include "run/cgroup.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

#define ROOT   "/sys/fs/cgroup"
#define PREFIX "course-"
#define LEAF   "-self"

/* The files of a group, by version. */
static const struct {
	const char *memory, *swap, *processes, *killed;
	const char *door; /* of one thread, where there is a file for it */
	const char *full[2],
		*fullness; /* how often it came to its bounds, and its name */
} files[2] = {
	{ "memory.limit_in_bytes",
	  "memory.memsw.limit_in_bytes",
	  "pids.max",
	  "memory.oom_control",
	  "tasks",
	  { "memory.failcnt", "memory.memsw.failcnt" },
	  NULL },
	{ "memory.max",
	  "memory.swap.max",
	  "pids.max",
	  "memory.events",
	  "cgroup.procs",
	  { "memory.events" },
	  "\nmax " },
};

static bool write_word(const char *folder, const char *name, const char *word)
{
	char path[4096];
	int file;
	bool good;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = open(path, O_WRONLY | O_CLOEXEC);
	good = file >= 0 && write(file, word, strlen(word)) == (ssize_t)strlen(word);
	if (file >= 0)
		close(file);
	return good;
}

static bool write_number(const char *folder, const char *name, unsigned long long number)
{
	char word[32];

	snprintf(word, sizeof(word), "%llu", number);
	return write_word(folder, name, word);
}

/* --------------------------------------------------------------------- the base */

/* The path of our own group in the hierarchy of that controller; "" means the
 * second version's. To be freed; NULL: there is none. */
static char *own_group(const char *controller)
{
	FILE *list = fopen("/proc/self/cgroup", "re");
	char line[4096];
	char *found = NULL;

	while (list && !found && fgets(line, sizeof(line), list)) {
		char *names = strchr(line, ':');
		char *path = names ? strchr(names + 1, ':') : NULL;

		if (!path)
			continue;
		*path++ = '\0';
		path[strcspn(path, "\n")] = '\0';
		for (char *name = strtok(names + 1, ","); name || !*controller;
		     name = strtok(NULL, ",")) {
			if (strcmp(name ? name : "", controller) != 0) {
				if (!name)
					break;
				continue;
			}
			found = memory_copy_text(strcmp(path, "/") == 0 ? "" : path);
			break;
		}
	}
	if (list)
		fclose(list);
	return found;
}

/* What was killed may take a moment to be gone, and longer on a busy machine. */
static void remove_folder(const char *folder)
{
	static const struct timespec soon = { .tv_nsec = 1000000 };

	for (int tries = 0; tries < 2000 && rmdir(folder) != 0 && errno == EBUSY; tries++)
		nanosleep(&soon, NULL);
}

/* A child of ours can enter the group. (That takes rights to the group, and to what it
 * has in common with ours.) */
static bool can_be_entered(const char *group)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(!write_word(group, "cgroup.procs", "0"));
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

/* A group could be made in the folder and entered, and has that file. */
static bool serves(const char *folder, const char *file)
{
	char *group = text_format("%s/" PREFIX "%d-try", folder, (int)getpid());
	char *path = path_join(group, file);
	bool good = mkdir(group, 0755) == 0 && access(path, W_OK) == 0 &&
		    can_be_entered(group);

	remove_folder(group);
	free(path);
	free(group);
	return good;
}

static bool is_unified(void)
{
	struct statfs status;

	return statfs(ROOT, &status) == 0 &&
	       (unsigned long)status.f_type == CGROUP2_SUPER_MAGIC;
}

static bool find_first_version(struct cgroup_base *base)
{
	static const char *const controllers[] = { "memory", "pids" };

	for (int i = 0; i < CGROUP_FOLDERS; i++) {
		char *own = own_group(controllers[i]);

		base->folders[i] =
			own ? text_format(ROOT "/%s%s", controllers[i], own) : NULL;
		free(own);
		if (!base->folders[i] ||
		    !serves(base->folders[i],
			    i == CGROUP_MEMORY ? files[0].memory : files[0].processes))
			return false;
	}
	return true;
}

/* Groups with both bounds can be made there. */
static bool serves_second(const char *folder)
{
	write_word(folder, "cgroup.subtree_control", "+memory +pids");
	return serves(folder, files[1].memory) && serves(folder, files[1].processes);
}

/* Where we are: a path below ROOT, without the leaf that we have made. */
static char *own_folder(void)
{
	char *own = own_group("");
	char *folder = text_format(ROOT "%s", own ? own : "");
	char *leaf = strstr(folder, "/" PREFIX);

	if (leaf && strcmp(folder + strlen(folder) - strlen(LEAF), LEAF) == 0)
		*leaf = '\0';
	free(own);
	return folder;
}

/* Is nobody in that group but us? */
static bool is_alone(const char *folder)
{
	char *path = path_join(folder, "cgroup.procs");
	FILE *list = fopen(path, "re");
	int process = 0, other;
	bool alone = list && fscanf(list, "%d", &process) == 1 &&
		     fscanf(list, "%d", &other) != 1 && process == (int)getpid();

	if (list)
		fclose(list);
	free(path);
	return alone;
}

/* A group that bounds others may have no processes itself (cgroups(7), «no internal
 * processes»): if it is ours alone, we go into a leaf of it. */
static bool serves_when_left(const char *folder)
{
	char *leaf;
	bool good;

	if (!is_alone(folder))
		return false;
	leaf = text_format("%s/" PREFIX "%d" LEAF, folder, (int)getpid());
	good = mkdir(leaf, 0755) == 0 && write_word(leaf, "cgroup.procs", "0") &&
	       serves_second(folder);
	if (!good) {
		write_word(folder, "cgroup.procs", "0");
		rmdir(leaf);
	}
	free(leaf);
	return good;
}

/* The nearest group above that serves: a user's session has some. */
static bool serves_above(char *folder)
{
	while (strlen(folder) > strlen(ROOT)) {
		*strrchr(folder, '/') = '\0';
		if (serves_second(folder))
			return true;
	}
	return false;
}

/* Root has a folder of its own, which it may make anywhere. */
static bool serves_in_its_own(char **folder)
{
	free(*folder);
	*folder = memory_copy_text(ROOT "/course");
	mkdir(*folder, 0755);
	write_word(ROOT, "cgroup.subtree_control", "+memory +pids");
	if (serves_second(*folder))
		return true;
	rmdir(*folder);
	return false;
}

static bool find_second_version(struct cgroup_base *base)
{
	char **folder = &base->folders[0];

	base->unified = true;
	*folder = own_folder();
	if (serves_second(*folder) || serves_when_left(*folder))
		return true;
	return geteuid() == 0 ? serves_in_its_own(folder) : serves_above(*folder);
}

/* Groups of graders that are no more. */
static void sweep(const char *folder)
{
	DIR *directory = folder ? opendir(folder) : NULL;
	struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		const char *name = entry->d_name;
		pid_t grader;

		if (strncmp(name, PREFIX, sizeof(PREFIX) - 1) != 0)
			continue;
		grader = (pid_t)strtol(name + sizeof(PREFIX) - 1, NULL, 10);
		if (grader > 0 && kill(grader, 0) != 0 && errno == ESRCH)
			unlinkat(dirfd(directory), name, AT_REMOVEDIR);
	}
	if (directory)
		closedir(directory);
}

bool cgroup_find(struct cgroup_base *base, char **why)
{
	bool found;

	*base = (struct cgroup_base){ 0 };
	if (access(ROOT, X_OK) != 0)
		return text_error(why, "there is no " ROOT);
	found = is_unified() ? find_second_version(base) : find_first_version(base);
	if (!found) {
		cgroup_base_free(base);
		return text_error(why, "no control group with memory and pids can be "
				       "made by this user");
	}
	for (int i = 0; i < CGROUP_FOLDERS; i++)
		sweep(base->folders[i]);
	return true;
}

void cgroup_base_free(struct cgroup_base *base)
{
	for (int i = 0; i < CGROUP_FOLDERS; i++)
		free(base->folders[i]);
	*base = (struct cgroup_base){ 0 };
}

/* -------------------------------------------------------------------- one group */

static bool set_bounds(const struct cgroup *group, size_t memory_bytes,
		       unsigned processes)
{
	const char *memory = group->folders[CGROUP_MEMORY];
	const char *second = group->folders[CGROUP_PROCESSES];

	if (!write_number(memory, files[group->unified].memory, memory_bytes) ||
	    !write_number(second ? second : memory, files[group->unified].processes,
			  processes))
		return false;
	/* Not every kernel counts what is swapped out. */
	write_number(memory, files[group->unified].swap,
		     group->unified ? 0 : memory_bytes);
	return true;
}

bool cgroup_make(const struct cgroup_base *base, size_t memory_bytes, unsigned processes,
		 struct cgroup *group, char **error)
{
	static atomic_uint number;
	unsigned own = atomic_fetch_add(&number, 1);

	*group =
		(struct cgroup){ .unified = base->unified, .memory_bytes = memory_bytes };
	for (int i = 0; i < CGROUP_FOLDERS; i++) {
		if (!base->folders[i])
			continue;
		group->folders[i] = text_format("%s/" PREFIX "%d-%u", base->folders[i],
						(int)getpid(), own);
		if (mkdir(group->folders[i], 0755) != 0 && errno != EEXIST) {
			text_error(error, "the control group %s cannot be made: %s",
				   group->folders[i], strerror(errno));
			cgroup_remove(group);
			return false;
		}
	}
	if (set_bounds(group, memory_bytes, processes))
		return true;
	text_error(error, "the control group %s cannot be bounded: %s", group->folders[0],
		   strerror(errno));
	cgroup_remove(group);
	return false;
}

int cgroup_doors(const struct cgroup *group, int doors[CGROUP_FOLDERS])
{
	int count = 0;

	for (int i = 0; i < CGROUP_FOLDERS; i++) {
		char *path;

		if (!group->folders[i])
			continue;
		path = path_join(group->folders[i], files[group->unified].door);
		doors[count] = open(path, O_WRONLY | O_CLOEXEC);
		free(path);
		if (doors[count] < 0) {
			while (count)
				close(doors[--count]);
			return -1;
		}
		count++;
	}
	return count;
}

/* A number in a file of the group, behind that name or, without one, at its start. */
static unsigned long count_in(const struct cgroup *group, const char *file,
			      const char *name)
{
	char *path = path_join(group->folders[CGROUP_MEMORY], file);
	char text[1024];
	const char *at = text;
	int counts = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = counts >= 0 ? read(counts, text, sizeof(text) - 1) : 0;

	free(path);
	if (counts >= 0)
		close(counts);
	text[length > 0 ? length : 0] = '\0';
	if (name)
		at = strstr(text, name);
	return at ? strtoul(at + (name ? strlen(name) : 0), NULL, 10) : 0;
}

/* The first version tells how much it had at most, the second one how often it was to
 * have more than it may. */
static bool came_to_its_bound(const struct cgroup *group)
{
	if (group->unified)
		return count_in(group, "memory.events", "\nmax ") > 0;
	return count_in(group, "memory.max_usage_in_bytes", NULL) >=
	       group->memory_bytes / 16 * 15;
}

enum cgroup_memory cgroup_memory(const struct cgroup *group)
{
	if (!group->folders[CGROUP_MEMORY] ||
	    count_in(group, files[group->unified].killed, "oom_kill ") == 0)
		return CGROUP_ENOUGH;
	return came_to_its_bound(group) ? CGROUP_RAN_OUT : CGROUP_DEPRIVED;
}

void cgroup_remove(struct cgroup *group)
{
	for (int i = 0; i < CGROUP_FOLDERS; i++) {
		if (group->folders[i])
			remove_folder(group->folders[i]);
		free(group->folders[i]);
	}
	*group = (struct cgroup){ 0 };
}
