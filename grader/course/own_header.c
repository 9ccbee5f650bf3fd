#define _GNU_SOURCE
#include "course/own_header.h"

#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"

/* The file that the line includes in quotes, to be freed; or NULL. */
static char *included(const char *line)
{
	const char *end;

	line += strspn(line, " \t");
	if (*line != '#')
		return NULL;
	line += 1 + strspn(line + 1, " \t");
	if (strncmp(line, "include", 7) != 0)
		return NULL;
	line += 7 + strspn(line + 7, " \t");
	end = *line == '"' ? strpbrk(line + 1, "\"\n") : NULL;
	return end && *end == '"' ? memory_copy_bytes(line + 1, (size_t)(end - line - 1))
				  : NULL;
}

static bool lies_in(const char *folder, const char *name)
{
	char *path = path_join(folder, name);
	bool lies = file_is_plain(path);

	free(path);
	return lies;
}

static bool is_of_exercise(const struct submission *submission, const char *name)
{
	for (size_t i = 0; i < submission->count; i++)
		if (strcmp(submission->files[i].file->name, name) == 0)
			return true;
	return false;
}

/* The first that the file includes so, and that lies beside it. */
static char *beside(const struct submission *submission,
		    const struct submission_file *file)
{
	char *folder = path_folder(file->path), *name = NULL;
	const char *line = file->bytes;

	while (line && !name) {
		name = included(line);
		if (name &&
		    (!lies_in(folder, name) || is_of_exercise(submission, name))) {
			free(name);
			name = NULL;
		}
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	free(folder);
	return name;
}

char *own_header(const struct submission *submission)
{
	char *name = NULL;

	for (size_t i = 0; i < submission->count && !name; i++)
		if (submission->files[i].path &&
		    exercise_file_is_source(submission->files[i].file))
			name = beside(submission, &submission->files[i]);
	return name;
}
