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

/* Ends the name of a file that is not in its place yet. */
#define PART ".part"

static const char sign_name[] = ".course-site";
static const size_t longest_sign = (size_t)1 << 20;

static void add_name(struct names *names, const char *name, size_t length)
{
	names->names = memory_resize(names->names, names->count + 1, sizeof(char *));
	names->names[names->count++] = memory_copy_bytes(name, length);
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

	if (ours) {
		read_names(&folder->before, text + strlen(SIGN));
		folder->sign = text;
	} else {
		free(text);
	}
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

static char *without_slash(const char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	return memory_copy_bytes(path, length);
}

static bool folder_is_above(const char *path, char **error)
{
	char *above = path_folder(path);
	bool is = file_is_folder(above) ||
		  text_error(error, "the folder %s cannot be made: there is no folder %s",
			     path, above);

	free(above);
	return is;
}

bool folder_open(struct folder *folder, const char *path, char **error)
{
	struct stat status;

	*folder = (struct folder){ .path = without_slash(path) };
	path = folder->path;
	if (lstat(path, &status) != 0 && errno == ENOENT)
		return folder_is_above(path, error);
	if (!file_is_folder(path))
		return text_error(error, "%s is there, and is no folder", path);
	folder->is_there = true;
	if (read_sign(folder) || is_empty(path))
		return true;
	return text_error(error,
			  "%s is not empty, and no site of ours: name another folder, or "
			  "empty it yourself",
			  path);
}

/* ---- taking ---------------------------------------------------------------- */

static bool is_page(const char *name)
{
	size_t length = strlen(name);

	return length > 5 && strcmp(name + length - 5, ".html") == 0;
}

void folder_put(struct folder *folder, const char *name, const char *bytes, size_t length)
{
	folder->files =
		memory_resize(folder->files, folder->count + 1, sizeof(*folder->files));
	folder->files[folder->count++] = (struct folder_file){
		.name = memory_copy_text(name),
		.bytes = memory_copy_bytes(bytes, length),
		.length = length,
	};
	folder->pages += is_page(name);
	if (!is_page(name) || length <= folder->largest)
		return;
	folder->largest = length;
	free(folder->largest_name);
	folder->largest_name = memory_copy_text(name);
}

/* ---- writing ---------------------------------------------------------------- */

/* That it is ours, and what is in it by us. While it is written that is what was there,
 * what will be, and what is on the way. */
static bool write_sign(const struct folder *folder, bool writing, char **error)
{
	struct text sign = { 0 };
	char *path = path_join(folder->path, sign_name);
	bool good;

	text_add(&sign, SIGN);
	for (size_t i = 0; writing && i < folder->before.count; i++)
		text_add_format(&sign, "%s\n", folder->before.names[i]);
	for (size_t i = 0; i < folder->count; i++) {
		text_add_format(&sign, "%s\n", folder->files[i].name);
		if (writing)
			text_add_format(&sign, "%s" PART "\n", folder->files[i].name);
	}
	good = file_write(path, sign.bytes, sign.length, error);
	text_free(&sign);
	free(path);
	return good;
}

/* The same bytes are left as they are, so that who copies the site sees what is new. */
static bool is_same(const char *path, const struct folder_file *file)
{
	size_t there;
	char *old = file_read(path, file->length, &there, NULL);
	bool same = old && there == file->length &&
		    memcmp(old, file->bytes, file->length) == 0;

	free(old);
	return same;
}

static bool make_folder(const char *path, char **error)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST ||
	       text_error(error, "the folder %s cannot be made: %s", path,
			  strerror(errno));
}

/* Beside its place. */
static bool write_part(const struct folder *folder, struct folder_file *file,
		       char **error)
{
	char *path = path_join(folder->path, file->name), *above = path_folder(path);
	char *part = text_format("%s" PART, path);
	bool good = true;

	if (!is_same(path, file)) {
		file->is_new = true;
		good = make_folder(above, error) &&
		       file_write(part, file->bytes, file->length, error);
	}
	free(part);
	free(above);
	free(path);
	return good;
}

static bool put_in_place(const struct folder *folder, const struct folder_file *file,
			 char **error)
{
	char *path = path_join(folder->path, file->name);
	char *part = text_format("%s" PART, path);
	bool good = rename(part, path) == 0 ||
		    text_error(error, "%s cannot be written: %s", path, strerror(errno));

	free(part);
	free(path);
	return good;
}

static void remove_file(const struct folder *folder, const char *name)
{
	char *path = path_join(folder->path, name), *above = path_folder(path);

	(void)unlink(path);
	if (strchr(name, '/'))
		(void)rmdir(above); /* if nothing is left in it */
	free(above);
	free(path);
}

/* All is as it was before. */
static void give_up(const struct folder *folder)
{
	for (size_t i = 0; i < folder->count; i++) {
		char *part = text_format("%s" PART, folder->files[i].name);

		remove_file(folder, part);
		free(part);
	}
	if (folder->sign) {
		char *path = path_join(folder->path, sign_name);

		(void)file_write(path, folder->sign, strlen(folder->sign), NULL);
		free(path);
	} else {
		remove_file(folder, sign_name);
	}
	if (!folder->is_there)
		(void)rmdir(folder->path);
}

static bool write_parts(struct folder *folder, char **error)
{
	bool good = (folder->is_there || make_folder(folder->path, error)) &&
		    write_sign(folder, true, error);

	for (size_t i = 0; good && i < folder->count; i++)
		good = write_part(folder, &folder->files[i], error);
	return good;
}

static bool is_last(const struct folder_file *file)
{
	return strcmp(file->name, "index.html") == 0;
}

static bool has_file(const struct folder *folder, const char *name)
{
	for (size_t i = 0; i < folder->count; i++)
		if (strcmp(folder->files[i].name, name) == 0)
			return true;
	return false;
}

/* Where one enters comes last: what it leads to is there. */
static bool put_all_in_place(const struct folder *folder, char **error)
{
	bool good = true;

	for (int last = 0; last < 2; last++)
		for (size_t i = 0; good && i < folder->count; i++)
			if (folder->files[i].is_new && is_last(&folder->files[i]) == last)
				good = put_in_place(folder, &folder->files[i], error);
	for (size_t i = 0; good && i < folder->before.count; i++)
		if (!has_file(folder, folder->before.names[i]))
			remove_file(folder, folder->before.names[i]);
	return good;
}

bool folder_write(struct folder *folder, char **error)
{
	if (!write_parts(folder, error)) {
		give_up(folder);
		return false;
	}
	return put_all_in_place(folder, error) && write_sign(folder, false, error);
}

void folder_free(struct folder *folder)
{
	names_free(&folder->before);
	free(folder->sign);
	for (size_t i = 0; i < folder->count; i++) {
		free(folder->files[i].name);
		free(folder->files[i].bytes);
	}
	free(folder->files);
	free(folder->largest_name);
	free(folder->path);
	*folder = (struct folder){ 0 };
}
