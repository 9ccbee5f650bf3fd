/*
 * The folder that a site is written into.
 *
 * It is never emptied blindly: what is in it must have been put there by us, or
 * it must be empty. All files are taken first, and written at the end: beside their
 * places, and when all of them are there, into these, index.html last. Should that fail,
 * all is as it was; should we be killed over it, there is the old site or a new one
 * without its entrance, and the next time puts it right. Afterwards what an earlier
 * site has left, and this one has not, is gone.
 */
#ifndef COURSE_SITE_FOLDER_H
#define COURSE_SITE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "text/file.h"

struct folder_file {
	char *name; /* from the folder on */
	char *bytes;
	size_t length;
	bool is_new; /* another than what is there */
};

struct folder {
	char *path;
	bool is_there;
	char *sign;          /* of an earlier site; NULL: there is none */
	struct names before; /* what an earlier site put there */
	struct folder_file *files;
	size_t count;
	size_t pages;
	size_t largest; /* bytes of the longest page */
	char *largest_name;
};

/* Looks whether it may be written to. Makes and changes nothing. */
bool folder_open(struct folder *folder, const char *path, char **error);

/* Takes a file; `name` may have one slash. The bytes are copied. */
void folder_put(struct folder *folder, const char *name, const char *bytes,
		size_t length);

/* Makes it hold what was taken, and nothing else of ours. */
bool folder_write(struct folder *folder, char **error);

void folder_free(struct folder *folder);

#endif
