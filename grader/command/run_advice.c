#include "command/run_advice.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "course/exercise.h"
#include "course/root.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static bool is_exercise(const char *name)
{
	char *why = NULL;
	char *root = strchr(name, '/') ? NULL : root_find(NULL, &why);
	struct exercise exercise;
	bool is_one = root && root_open(root, name, &exercise, &why);

	if (is_one)
		exercise_free(&exercise);
	free(why);
	free(root);
	return is_one;
}

/* What starts a file that is text, by the end of its name. */
static const struct {
	const char *ending, *starter;
} starters[] = {
	{ ".py", "python3" },
	{ ".js", "node" },
	{ ".sh", "sh" },
	{ ".pl", "perl" },
};

static const char *starter_of(const char *name)
{
	const char *ending = strrchr(path_base(name), '.');

	for (size_t i = 0; ending && i < sizeof(starters) / sizeof(*starters); i++)
		if (strcmp(ending, starters[i].ending) == 0)
			return starters[i].starter;
	return NULL;
}

static bool ends_in(const char *name, const char *ending)
{
	size_t length = strlen(name), end = strlen(ending);

	return length > end && strcmp(name + length - end, ending) == 0;
}

char *run_advice(const char *program)
{
	const char *starter = starter_of(program);

	if (is_exercise(program))
		return text_format("It is an exercise: course check %s judges it",
				   program);
	if (file_is_folder(program))
		return memory_copy_text("It is a folder: name a program in it");
	if (!file_is_plain(program))
		return NULL;
	if (starter)
		return text_format("Say who reads it: course run -- %s %s", starter,
				   program);
	if (ends_in(program, ".c"))
		return text_format("It is a source, and has to be compiled first: course "
				   "check --file %s does that for an exercise",
				   program);
	if (access(program, X_OK) != 0)
		return text_format("It is not marked as a program: chmod +x %s, if it is "
				   "one",
				   program);
	return strchr(program, '/') ? NULL
				    : text_format("There is one in this folder: course "
						  "run -- ./%s",
						  program);
}
