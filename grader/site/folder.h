/*
 * The folder that a site is written into.
 *
 * It is never emptied blindly: what is in it must have been put there by us, or
 * it must be empty. Afterwards what an earlier site has left, and this one has
 * not, is gone.
 */
#ifndef COURSE_SITE_FOLDER_H
#define COURSE_SITE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "text/file.h"

struct folder {
	char *path;
	struct names before; /* what an earlier site put there */
	struct names files;  /* what this one has, from the folder on */
	size_t largest;      /* bytes of the longest page */
	char *largest_name;
};

/* Opens it, or makes it. */
bool folder_open(struct folder *folder, const char *path, char **error);

/* Creates or replaces a file; `name` may have one slash. */
bool folder_put(struct folder *folder, const char *name, const char *bytes, size_t length,
		char **error);

/* Removes what has become old, and signs the folder. */
bool folder_close(struct folder *folder, char **error);

void folder_free(struct folder *folder);

#endif
