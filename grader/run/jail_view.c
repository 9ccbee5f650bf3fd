/*
 * What is there in a jail: bubblewrap's options (bwrap(1)), and what is mounted in each
 * jail of its own.
 */
#define _GNU_SOURCE
#include "run/jail_parts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/workspace.h"
#include "text/file.h"
#include "text/memory.h"

/* Of a usual file system, what programs and compilers need. Of /usr only this: a
 * course is installed in its share/, solutions and all. Each costs a mount. */
static const struct {
	const char *path;
	enum { FOR_ALL, FOR_COMPILING, IF_LIBRARIES } when;
} system_paths[] = {
	{ "/usr/bin", FOR_ALL },
	{ "/usr/lib", FOR_ALL },
	{ "/usr/lib64", FOR_ALL },
	{ "/usr/libexec", FOR_COMPILING },
	{ "/usr/include", FOR_COMPILING },
	{ "/usr/local/bin", FOR_COMPILING },
	{ "/usr/local/lib", IF_LIBRARIES },
	{ "/usr/local/include", FOR_COMPILING },
	{ "/bin", FOR_ALL },
	{ "/lib", FOR_ALL },
	{ "/lib64", FOR_ALL },
	{ "/etc/ld.so.cache", FOR_ALL },
	{ "/etc/alternatives", FOR_COMPILING },
};

static const char *const devices[] = { "null", "zero", "full", "urandom" };

static const struct {
	const char *to, *link;
} device_links[] = {
	{ "/proc/self/fd", "/dev/fd" },       { "/proc/self/fd/0", "/dev/stdin" },
	{ "/proc/self/fd/1", "/dev/stdout" }, { "/proc/self/fd/2", "/dev/stderr" },
	{ INSIDE_TEMPORARY, "/dev/shm" },
};

static void add(struct text *options, const char *word)
{
	text_add_bytes(options, word, strlen(word) + 1);
}

static void add_three(struct text *options, const char *option, const char *one,
		      const char *other)
{
	add(options, option);
	add(options, one);
	add(options, other);
}

static void add_number(struct text *options, const char *option, unsigned long number)
{
	char *word = text_format("%lu", number);

	add(options, option);
	add(options, word);
	free(word);
}

/* Nothing in it, or nothing that could be linked with. */
static bool is_idle(const char *path, bool libraries)
{
	struct names names = { 0 };
	bool idle = true;

	folder_names(path, "", &names);
	for (size_t i = 0; i < names.count && idle; i++)
		idle = libraries && strncmp(names.names[i], "lib", 3) != 0;
	names_free(&names);
	return idle;
}

/* A file or folder as it is outside, links as links. */
static void show(struct text *options, const char *path, bool libraries)
{
	char target[PATH_MAX];
	struct stat status;
	ssize_t length;

	if (lstat(path, &status) != 0 ||
	    (S_ISDIR(status.st_mode) && is_idle(path, libraries)))
		return;
	if (!S_ISLNK(status.st_mode)) {
		add_three(options, "--ro-bind", path, path);
		return;
	}
	length = readlink(path, target, sizeof(target) - 1);
	if (length <= 0)
		return;
	target[length] = '\0';
	add_three(options, "--symlink", target, path);
}

/* The warden's own: each jail has its own below them. */
static void add_namespaces(struct text *options)
{
	static const char *const usual[] = {
		"--unshare-user", "--unshare-pid",        "--unshare-ipc",
		"--unshare-uts",  "--unshare-cgroup-try", "--unshare-net",
		"--new-session",  "--die-with-parent",    "--as-pid-1",
	};

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		add(options, usual[i]);
	add_three(options, "--uid", INSIDE_ID, "--gid");
	add(options, INSIDE_ID);
	add(options, "--hostname");
	add(options, "course");
}

static bool is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return strncmp(path, folder, length) == 0 &&
	       (path[length] == '/' || !path[length]);
}

/* Does something of this jail lie where the link is? Then there is a folder in its place. */
static bool is_taken(const struct jail_order *order, const char *link)
{
	bool taken = is_below(order->folder, link);

	for (size_t i = 0; !taken && order->visible && order->visible[i]; i++)
		taken = is_below(order->visible[i], link);
	return taken;
}

static void add_devices(struct text *options, const struct jail_order *order)
{
	bool runs = order->purpose == JAIL_RUN;
	/* All that a compiler may need is a place to throw things away. */
	size_t count = runs ? sizeof(devices) / sizeof(*devices) : 1;

	add(options, "--dir");
	add(options, "/dev");
	for (size_t i = 0; i < count; i++) {
		char *path = path_join("/dev", devices[i]);

		add_three(options, "--dev-bind", path, path);
		free(path);
	}
	for (size_t i = 0; runs && i < sizeof(device_links) / sizeof(*device_links); i++)
		if (!is_taken(order, device_links[i].link))
			add_three(options, "--symlink", device_links[i].to,
				  device_links[i].link);
}

/* A working folder is made anew for each: what stays the same is the folder for
 * temporary ones that it lies in. */
static char *place_of(const char *folder)
{
	char *temporary = workspace_place();

	if (temporary && is_below(folder, temporary))
		return temporary;
	free(temporary);
	return memory_copy_text(folder);
}

size_t jail_places(const struct jail_order *order, char *places[2])
{
	places[0] = memory_copy_text(INSIDE_TEMPORARY);
	if (is_below(order->folder, INSIDE_TEMPORARY))
		return 1;
	places[1] = place_of(order->folder);
	return 2;
}

bool jail_is_covered(const char *path, char *const *places, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_below(path, places[i]))
			return true;
	return false;
}

static void add_places(struct text *options, const struct jail_order *order)
{
	char *places[2];
	size_t count = jail_places(order, places);

	for (size_t i = 0; i < count; i++) {
		add(options, "--dir");
		add(options, places[i]);
		free(places[i]);
	}
}

static void add_file(struct text *options, int descriptor, const char *mode,
		     const char *path)
{
	add(options, "--perms");
	add(options, mode);
	add_number(options, "--file", (unsigned long)descriptor);
	add(options, path);
}

static void add_folder(struct text *options, const char *path)
{
	add(options, "--dir");
	add(options, path);
}

/* What bubblewrap's user may not open is mounted in each jail, at a place that is made
 * here. */
static void add_visible(const struct jail *jail, struct text *options, const char *path)
{
	struct stat status;

	if (jail_sight(jail, path) == SIGHT_OPEN)
		add_three(options, "--ro-bind", path, path);
	else if (stat(path, &status) == 0 && !S_ISDIR(status.st_mode))
		add_three(options, "--ro-bind", "/dev/null", path);
	else
		add_folder(options, path);
}

void jail_view_system(enum jail_purpose purpose, struct text *options)
{
	for (size_t i = 0; i < sizeof(system_paths) / sizeof(*system_paths); i++)
		if (purpose == JAIL_COMPILE || system_paths[i].when != FOR_COMPILING)
			show(options, system_paths[i].path,
			     system_paths[i].when == IF_LIBRARIES);
}

void jail_view(const struct jail *jail, const struct jail_order *order,
	       struct text *options)
{
	add_namespaces(options);
	text_add_bytes(options, jail->system[order->purpose].bytes,
		       jail->system[order->purpose].length);
	add_devices(options, order);
	add(options, "--proc");
	add(options, "/proc");
	add_places(options, order);
	for (size_t i = 0; order->visible && order->visible[i]; i++)
		add_visible(jail, options, order->visible[i]);
	add_file(options, WARDEN_INSIDE, "0555", INSIDE_PATH);
	if (order->library)
		add_file(options, WARDEN_LIBRARY, "0444", JAIL_LIBRARY_PATH);
	if (order->heap)
		add_file(options, WARDEN_HEAP, "0444", JAIL_HEAP_PATH);
	add(options, "--remount-ro");
	add(options, "/");
}
