/* course reset: the files of an exercise as they were handed out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/chosen.h"
#include "command/command.h"
#include "course/curriculum.h"
#include "course/handed_out.h"
#include "course/root.h"
#include "text/file.h"

struct settings {
	const char *root;
	bool keep;
};

static int reset_exercise(const struct exercise *exercise)
{
	char *kept, *error = NULL;
	bool good = handed_out_restore(exercise, &kept, &error);

	if (kept) {
		char *shown = path_from_here(kept);

		printf("What you had is kept in %s\n", shown);
		free(shown);
	} else if (good) {
		printf("%s is as it was handed out: there is nothing to reset.\n",
		       exercise->name);
	}
	if (kept && good)
		printf("%s is as it was handed out.\n", exercise->name);
	free(kept);
	return good ? COMMAND_RIGHT : command_fail_with(error);
}

static int keep_anew(const struct exercise *exercise)
{
	char *error = NULL;

	if (!handed_out_keep_anew(exercise, &error))
		return command_fail_with(error);
	printf("%s is handed out as it is now.\n", exercise->name);
	return COMMAND_RIGHT;
}

/* An exercise cannot be opened without its files. */
static bool open_whole(struct chosen *chosen, const char *given, const char *named,
		       char **error)
{
	char *root = root_find(given, NULL);
	char *name = root ? chosen_name(root, named, NULL) : NULL;

	if (name && !strchr(name, '/'))
		handed_out_bring_back(root, name);
	free(name);
	free(root);
	return chosen_open(chosen, given, named, error);
}

/* Keeps what has no copy, and tells of what is in doubt since the course was updated: of
 * the first in full, for the others are told the same. */
static bool keep_and_follow(const struct exercise *exercise, size_t *doubts, char **error)
{
	char *doubt = NULL;
	bool good = handed_out_keep(exercise, error) &&
		    handed_out_follow(exercise, &doubt, error);

	if (doubt && !(*doubts)++)
		command_fail("%s", doubt);
	free(doubt);
	return good;
}

/* Whoever sees the course first, keeps what is there. */
static int keep_all(const char *given)
{
	char *error = NULL, *root = root_find(given, &error);
	struct curriculum curriculum;
	bool good = true;
	size_t doubts = 0;

	if (!root)
		return command_fail_with(error);
	curriculum_read(&curriculum, root);
	for (size_t i = 0; i < curriculum.exercise_count && good; i++)
		if (!curriculum.exercises[i].error)
			good = keep_and_follow(&curriculum.exercises[i].exercise, &doubts,
					       &error);
	if (doubts > 1)
		command_fail(
			"the same is true of %zu more: course reset NAME says it of each",
			doubts - 1);
	curriculum_free(&curriculum);
	free(root);
	return good ? COMMAND_RIGHT : command_fail_with(error);
}

static const struct option options[] = {
	EXERCISE_OPERAND,
	{ "keep", OPTION_FLAG, offsetof(struct settings, keep), NULL,
	  "reset nothing, but keep a copy of every file of every exercise that has none "
	  "yet, and follow an update of the course: the build does this. With EXERCISE, "
	  "whose files are as its author has them: copy them anew, as they are now" },
	ROOT_OPTION,
	{ 0 },
};

static int reset(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL;
	struct chosen chosen;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 2)
		return command_fail("«%s» is one too many", argv[argc - 1]);
	if (settings.keep && argc < 2)
		return keep_all(settings.root);
	if (!open_whole(&chosen, settings.root, argc > 1 ? argv[1] : NULL, &error))
		return command_fail_with(error);
	status = settings.keep ? keep_anew(&chosen.exercise)
			       : reset_exercise(&chosen.exercise);
	chosen_free(&chosen);
	return status;
}

const struct command command_reset = {
	.name = "reset",
	.usage = "[EXERCISE] [OPTION]...",
	.summary = "put the files of an exercise back as they were handed out",
	.about =
		"What you had is kept, and you are told where. It needs no git: when the "
		"course was built, or first used, a copy of each file was kept in "
		".course/handed_out. After an update of the course the copies follow "
		"where git can tell whose a file is; where nobody can, nothing is put "
		"back, and you are told what to do.",
	.options = options,
	.run = reset,
};
