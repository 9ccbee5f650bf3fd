/* course new: lays out an exercise, a lesson or a whole course, to be filled in. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/options.h"
#include "course/root.h"
#include "course/skeleton.h"
#include "text/memory.h"
#include "text/text.h"

struct settings {
	const char *root;
	const char *kind;
};

static void show_written(const char *folder, const struct names *written)
{
	for (size_t i = 0; i < written->count; i++) {
		char *path = path_join(folder, written->names[i]);
		char *shown = path_from_here(path);

		printf("  made %s\n", shown);
		free(shown);
		free(path);
	}
}

static int lay_out(struct skeleton skeleton, const char *folder, const char *name,
		   const char *next)
{
	struct names written = { 0 };
	char *error = NULL;
	bool made = skeleton_lay_out(&skeleton, folder, name, &written, &error);

	show_written(folder, &written);
	names_free(&written);
	if (!made)
		return command_fail_with(error);
	printf("\n%s\n", next);
	return COMMAND_RIGHT;
}

static bool kind_of(const char *name, enum exercise_kind *kind)
{
	static const enum exercise_kind kinds[] = {
		EXERCISE_COMPLETE,
		EXERCISE_REPAIR,
		EXERCISE_PREDICT,
		EXERCISE_DESIGN,
	};

	*kind = EXERCISE_COMPLETE;
	for (size_t i = 0; name && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(exercise_kind_name(kinds[i]), name) == 0) {
			*kind = kinds[i];
			return true;
		}
	return !name;
}

static int new_exercise(const struct settings *settings, const char *name)
{
	enum exercise_kind kind;
	char *error = NULL, *root, *next;
	int status;

	if (!skeleton_is_exercise_name(name))
		return command_fail(
			"«%s» is no name for an exercise: small letters, digits and _, "
			"such as two_waits",
			name);
	if (!kind_of(settings->kind, &kind))
		return command_fail(
			"«%s» is no kind of exercise: say complete, repair, predict or "
			"design",
			settings->kind);
	root = root_find(settings->root, &error);
	if (!root)
		return command_fail_with(error);
	next = text_format(
		"It works as it stands. Write what is marked TODO; what is missing, you "
		"are told by\n\n    course verify %s\n\nA lesson lists it by "
		"«- exercises: %s».",
		name, name);
	status = lay_out(skeleton_exercise(kind), root, name, next);
	free(next);
	free(root);
	return status;
}

static int new_lesson(const struct settings *settings, const char *name)
{
	char *error = NULL, *root, *next;
	int status;

	if (!skeleton_is_lesson_name(name))
		return command_fail(
			"«%s» is no name for a lesson: its number, then small letters, "
			"digits and _, such as 01_waiting",
			name);
	root = root_find(settings->root, &error);
	if (!root)
		return command_fail_with(error);
	next = text_format(
		"It works as it stands. Write what is marked TODO; what is missing, you "
		"are told by\n\n    course verify %s",
		name);
	status = lay_out(skeleton_lesson(), root, name, next);
	free(next);
	free(root);
	return status;
}

/* The last part of a path, whatever stands before it and however it ends. */
static char *last_part(const char *folder)
{
	size_t length = strlen(folder);

	while (length > 1 && folder[length - 1] == '/')
		length--;
	return memory_copy_bytes(folder, length);
}

static int new_course(const char *given)
{
	char *folder = last_part(given);
	char *next = text_format("Go into that folder, and begin:\n\n    cd %s\n"
				 "    course new lesson 01_waiting\n"
				 "    course new exercise two_waits\n    course verify",
				 folder);
	int status = lay_out(skeleton_course(), folder, path_base(folder), next);

	free(next);
	free(folder);
	return status;
}

static int new_thing(const struct settings *settings, const char *what, const char *name)
{
	if (strcmp(what, "exercise") == 0)
		return new_exercise(settings, name);
	if (settings->kind)
		return command_fail("only an exercise has a kind");
	if (strcmp(what, "lesson") == 0)
		return new_lesson(settings, name);
	if (strcmp(what, "course") == 0 && !settings->root)
		return new_course(name);
	return command_fail(
		"course new makes an exercise, a lesson or a course, not «%s»", what);
}

static const struct option options[] = {
	{ "WHAT", OPTION_OPERAND, 0, "exercise|lesson|course",
	  "exercise, lesson or course" },
	{ "NAME", OPTION_OPERAND, 0, "ITS_NAME",
	  "its name: small letters, digits and _; a lesson begins with its number; a "
	  "course is a folder" },
	{ "kind", OPTION_TEXT, offsetof(struct settings, kind),
	  "complete|repair|predict|design",
	  "the kind of the exercise; by default complete" },
	ROOT_OPTION,
	{ 0 },
};

static int new (int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc != 3)
		return command_fail(
			"say what, and its name: course new exercise two_waits");
	return new_thing(&settings, argv[1], argv[2]);
}

const struct command command_new = {
	.name = "new",
	.usage = "exercise NAME | lesson NN_NAME | course FOLDER [OPTION]...",
	.summary = "lay out an exercise, a lesson or a course of your own",
	.about = "What is laid out works as it stands. What is yours to say is marked "
		 "TODO, and course verify tells what is missing. No file is ever "
		 "replaced.",
	.options = options,
	.run = new,
};
