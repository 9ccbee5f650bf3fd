#define _GNU_SOURCE
#include "text/cache.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/file.h"
#include "text/text.h"

char *cache_path(const char *name)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && *cache == '/')
		return text_format("%s/course/%s", cache, name);
	return home && *home == '/' ? text_format("%s/.cache/course/%s", home, name)
				    : NULL;
}

static void make_folders(const char *path)
{
	char *folder = path_folder(path);

	if (mkdir(folder, 0700) != 0 && errno == ENOENT) {
		make_folders(folder);
		(void)mkdir(folder, 0700);
	}
	free(folder);
}

void cache_keep(const char *path, const char *bytes, size_t length)
{
	char *fresh = text_format("%s.%d", path, (int)getpid());

	make_folders(path);
	if (!file_write(fresh, bytes, length, NULL) || rename(fresh, path) != 0)
		(void)unlink(fresh);
	free(fresh);
}
