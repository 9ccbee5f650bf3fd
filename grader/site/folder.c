#include "site/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/memory.h"
#include "text/text.h"

#define SIGN "A site made by course site: each file below is replaced or removed by it.\n"

static const char sign_name[] = ".course-site";
static const size_t longest_sign = (size_t)1 << 20;

static void add_name(struct names *names, const char *name, size_t length)
{
	names->names = memory_resize(names->names, names->count + 1, sizeof(char *));
	names->names[names->count++] = memory_copy_bytes(name, length);
}

static bool has_name(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->names[i], name) == 0)
			return true;
	return false;
}

/* A name that could lead out of the folder is none of ours. */
static bool is_inside(const char *name, size_t length)
{
	const char *dots = strstr(name, "..");

	return length && *name != '/' && *name != '.' && (!dots || dots >= name + length);
}

/* ---- opening -------------------------------------------------------------- */

static void read_names(struct names *names, const char *at)
{
	while (*at) {
		size_t length = strcspn(at, "\n");

		if (is_inside(at, length))
			add_name(names, at, length);
		at += length + (at[length] == '\n');
	}
}

/* Is it signed by us? */
static bool read_sign(struct folder *folder)
{
	char *path = path_join(folder->path, sign_name);
	char *text = file_read(path, longest_sign, NULL, NULL);
	bool ours = text && strncmp(text, SIGN, strlen(SIGN)) == 0;

	if (ours)
		read_names(&folder->before, text + strlen(SIGN));
	free(text);
	free(path);
	return ours;
}

static bool is_empty(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	size_t count = 0;

	while (folder && (entry = readdir(folder)))
		count += strcmp(entry->d_name, ".") != 0 &&
			 strcmp(entry->d_name, "..") != 0;
	if (folder)
		closedir(folder);
	return folder && count == 0;
}

/* That it is ours, and what is in it by us. */
static bool write_sign(const struct folder *folder, const struct names *names,
		       char **error)
{
	struct text sign = { 0 };
	char *path = path_join(folder->path, sign_name);
	bool good;

	text_add(&sign, SIGN);
	for (size_t i = 0; i < names->count; i++)
		text_add_format(&sign, "%s\n", names->names[i]);
	good = file_write(path, sign.bytes, sign.length, error);
	text_free(&sign);
	free(path);
	return good;
}

/* Signed at once: should we be stopped, it can be made again over what is there. */
bool folder_open(struct folder *folder, const char *path, char **error)
{
	*folder = (struct folder){ .path = memory_copy_text(path) };
	if (mkdir(path, 0777) == 0)
		return write_sign(folder, &folder->before, error);
	if (errno != EEXIST)
		return text_error(error, "the folder %s cannot be made: %s", path,
				  strerror(errno));
	if (!file_is_folder(path))
		return text_error(error, "%s is there, and is no folder", path);
	if (read_sign(folder))
		return true;
	if (is_empty(path))
		return write_sign(folder, &folder->before, error);
	return text_error(error,
			  "%s is not empty, and no site of ours: name another folder, or "
			  "empty it yourself",
			  path);
}

/* ---- writing -------------------------------------------------------------- */

static bool is_page(const char *name)
{
	size_t length = strlen(name);

	return length > 5 && strcmp(name + length - 5, ".html") == 0;
}

static void note_size(struct folder *folder, const char *name, size_t length)
{
	if (!is_page(name) || length <= folder->largest)
		return;
	folder->largest = length;
	free(folder->largest_name);
	folder->largest_name = memory_copy_text(name);
}

/* The same bytes are left as they are, so that who copies the site sees what is new. */
static bool is_same(const char *path, const char *bytes, size_t length)
{
	size_t there;
	char *old = file_read(path, length, &there, NULL);
	bool same = old && there == length && memcmp(old, bytes, length) == 0;

	free(old);
	return same;
}

bool folder_put(struct folder *folder, const char *name, const char *bytes, size_t length,
		char **error)
{
	char *path = path_join(folder->path, name), *above = path_folder(path);
	bool good = mkdir(above, 0777) == 0 || errno == EEXIST ||
		    text_error(error, "the folder %s cannot be made: %s", above,
			       strerror(errno));

	add_name(&folder->files, name, strlen(name));
	note_size(folder, name, length);
	if (good && !is_same(path, bytes, length))
		good = file_write(path, bytes, length, error);
	free(above);
	free(path);
	return good;
}

/* ---- closing -------------------------------------------------------------- */

static void remove_old(const struct folder *folder)
{
	for (size_t i = 0; i < folder->before.count; i++) {
		char *path = path_join(folder->path, folder->before.names[i]);
		char *above = path_folder(path);

		if (!has_name(&folder->files, folder->before.names[i]))
			(void)unlink(path);
		if (strchr(folder->before.names[i], '/'))
			(void)rmdir(above); /* if nothing is left in it */
		free(above);
		free(path);
	}
}

bool folder_close(struct folder *folder, char **error)
{
	remove_old(folder);
	return write_sign(folder, &folder->files, error);
}

void folder_free(struct folder *folder)
{
	names_free(&folder->before);
	names_free(&folder->files);
	free(folder->largest_name);
	free(folder->path);
	*folder = (struct folder){ 0 };
}
