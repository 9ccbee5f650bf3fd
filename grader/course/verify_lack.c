#include "course/verify.h"

#include <stdlib.h>

#include "text/file.h"
#include "text/memory.h"

static const size_t longest_source = (size_t)1 << 20;

/* A file as the solution has it, or else as it is handed out. */
static char *lack_of_file(const struct verification *verification,
			  const struct exercise *exercise, const char *name)
{
	char *paths[] = { path_join(exercise->solution, name),
			  path_join(exercise->folder, name) };
	char *source = NULL, *lack = NULL;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		if (!source)
			source = file_read(paths[i], longest_source, NULL, NULL);
		free(paths[i]);
	}
	if (source)
		lack = parts_lack(&verification->toolchain->parts, source);
	free(source);
	return lack;
}

char *verify_exercise_lack(const struct verification *verification,
			   const struct exercise *exercise)
{
	char *lack = NULL;

	for (size_t i = 0; i < exercise->file_count && !lack; i++)
		if (exercise->files[i].kind == FILE_PROGRAM)
			lack = lack_of_file(verification, exercise,
					    exercise->files[i].name);
	return lack;
}

char *verify_lesson_lack(const struct verification *verification,
			 const struct lesson *lesson)
{
	const struct parts *parts = &verification->toolchain->parts;
	char *lack = NULL;

	for (size_t i = 0; i < lesson->program_count && !lack; i++)
		if (lesson->programs[i].runtime)
			lack = parts_lack(parts, lesson->programs[i].source);
	return lack;
}
