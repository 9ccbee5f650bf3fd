/*
 * Files and paths, as whole strings.
 */
#ifndef COURSE_TEXT_FILE_H
#define COURSE_TEXT_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* The whole of a plain file, with a NUL added; the caller frees it. NULL if it
 * cannot be read or is longer than `limit` bytes: *error then says why. */
char *file_read(const char *path, size_t limit, size_t *length, char **error);

/* Creates or replaces a file. */
bool file_write(const char *path, const char *bytes, size_t length, char **error);

/* The same, so that whatever happens there is the old file or the new one, whole:
 * written beside it, brought to the disk (fsync), and put in its place (rename). */
bool file_write_safely(const char *path, const char *bytes, size_t length, char **error);

/* Makes the folder and those above it that are not there. */
bool folder_make(const char *path, char **error);

bool file_is_folder(const char *path);
bool file_is_plain(const char *path);

/* «folder/name», without doubling the slash. */
char *path_join(const char *folder, const char *name);

/* What follows the last slash: a part of `path`. */
const char *path_base(const char *path);

/* What stands before the last slash, or ".". */
char *path_folder(const char *path);

/* A path as short as it can be said from the working directory: relative if it
 * lies below it. To be freed. */
char *path_from_here(const char *path);

/* The names in a folder that end in `ending` ("" for all), sorted, without
 * those that begin with a dot. */
struct names {
	char **names;
	size_t count;
};

bool folder_names(const char *folder, const char *ending, struct names *names);
void names_free(struct names *names);

#endif
