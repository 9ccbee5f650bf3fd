#define _GNU_SOURCE
#include "course/root.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

static bool holds_exercises(const char *folder)
{
	char *path = path_join(folder, "exercises");
	bool holds = file_is_folder(path);

	free(path);
	return holds;
}

/* Takes `folder`; the nearest one at or above it that holds exercises. */
static char *walk_up(char *folder)
{
	while (folder && !holds_exercises(folder)) {
		char *above = strcmp(folder, "/") == 0 ? NULL : path_folder(folder);

		free(folder);
		folder = above;
	}
	return folder;
}

static char *beside_binary(void)
{
	char *binary = realpath("/proc/self/exe", NULL);
	char *folder = binary ? path_folder(binary) : NULL;

	free(binary);
	return walk_up(folder);
}

/* make install puts a course where nobody should work on it. */
static int none_here(char **error)
{
	char *binary = realpath("/proc/self/exe", NULL);
	char *folder = binary ? path_folder(binary) : memory_copy_text(".");
	char *beside = path_join(folder, "../share/course");
	char *installed = realpath(beside, NULL);

	if (installed && holds_exercises(installed))
		text_error(error,
			   "no course is found here: take a copy to work in, cp -R %s "
			   "mine, and go into it",
			   installed);
	else
		text_error(error,
			   "no course is found here: go into its folder, or name it with "
			   "--root FOLDER");
	free(installed);
	free(beside);
	free(folder);
	free(binary);
	return false;
}

char *root_find(const char *given, char **error)
{
	char *root;

	if (given) {
		root = realpath(given, NULL);
		if (root && holds_exercises(root))
			return root;
		free(root);
		text_error(error, "%s holds no course: there is no folder %s/exercises",
			   given, given);
		return NULL;
	}
	root = walk_up(realpath(".", NULL));
	if (!root)
		root = beside_binary();
	if (!root)
		none_here(error);
	return root;
}

static char *exercise_path(const char *root, const char *name, const char *file)
{
	return text_format("%s/exercises/%s/%s", root, name, file);
}

static bool has_file(const char *root, const char *name, const char *file)
{
	char *path = exercise_path(root, name, file);
	bool has = file_is_plain(path);

	free(path);
	return has;
}

void root_exercises(const char *root, struct names *names)
{
	char *folder = path_join(root, "exercises");
	size_t kept = 0;

	folder_names(folder, "", names);
	free(folder);
	for (size_t i = 0; i < names->count; i++) {
		if (has_file(root, names->names[i], "exercise.md"))
			names->names[kept++] = names->names[i];
		else
			free(names->names[i]);
	}
	names->count = kept;
}

char *root_exercise_here(const char *root)
{
	char *here = realpath(".", NULL);
	char *folder = path_join(root, "exercises/");
	size_t length = strlen(folder);
	char *name = NULL;

	if (here && strncmp(here, folder, length) == 0)
		name = memory_copy_bytes(here + length, strcspn(here + length, "/"));
	free(folder);
	free(here);
	return name;
}

char *root_exercise_with(const char *root, const char *file)
{
	struct names names;
	char *found = NULL;
	size_t count = 0;

	root_exercises(root, &names);
	for (size_t i = 0; i < names.count; i++) {
		if (!has_file(root, names.names[i], file))
			continue;
		count++;
		free(found);
		found = memory_copy_text(names.names[i]);
	}
	names_free(&names);
	if (count == 1)
		return found;
	free(found);
	return NULL;
}

static int unknown(const char *root, const char *name, char **error)
{
	struct names names;
	size_t nearest;

	root_exercises(root, &names);
	nearest = nearest_name(name, (const char *const *)names.names, names.count);
	if (nearest < names.count)
		text_error(error, "there is no exercise «%s»: did you mean %s?", name,
			   names.names[nearest]);
	else if (names.count)
		text_error(error, "there is no exercise «%s»: course list shows all %zu",
			   name, names.count);
	else
		text_error(error, "there is no exercise in %s/exercises", root);
	names_free(&names);
	return false;
}

bool root_open(const char *root, const char *name, struct exercise *exercise,
	       char **error)
{
	if (!*name || *name == '.' || strchr(name, '/') || strlen(name) > NAME_MAX ||
	    !has_file(root, name, "exercise.md"))
		return unknown(root, name, error);
	return exercise_read(exercise, root, name, error);
}
