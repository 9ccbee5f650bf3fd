/* course list: the exercises, in the order of the lessons. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/options.h"
#include "course/curriculum.h"
#include "course/root.h"
#include "show/terminal.h"
#include "text/text.h"

struct settings {
	const char *root;
};

static int longest_name(const struct curriculum *curriculum)
{
	size_t longest = 0;

	for (size_t i = 0; i < curriculum->exercise_count; i++) {
		size_t length = strlen(curriculum->exercises[i].name);

		longest = length > longest ? length : longest;
	}
	return (int)longest;
}

static void show_exercise(const struct terminal *terminal,
			  const struct exercise_entry *entry, int width)
{
	if (entry->error)
		terminal_write_and_free(
			terminal, STYLE_BAD,
			text_format("    %-*s  %s\n", width, entry->name, entry->error));
	else
		terminal_write_and_free(
			terminal, STYLE_PLAIN,
			text_format("    %-*s  %-8s  %3d min  %s\n", width, entry->name,
				    exercise_kind_name(entry->exercise.kind),
				    entry->exercise.minutes, entry->exercise.title));
}

/* Those of one lesson; or of none, at the end. */
static void show_exercises(const struct terminal *terminal,
			   const struct curriculum *curriculum, size_t lesson)
{
	int width = longest_name(curriculum);

	for (size_t i = 0; i < curriculum->exercise_count; i++)
		if (curriculum->exercises[i].lesson == lesson)
			show_exercise(terminal, &curriculum->exercises[i], width);
}

static void show_lesson(const struct terminal *terminal, const struct lesson_entry *entry)
{
	if (entry->error)
		terminal_write_and_free(
			terminal, STYLE_BAD,
			text_format("%s  %s\n", entry->name, entry->error));
	else
		terminal_write_and_free(terminal, STYLE_STRONG,
					text_format("%s  %s, %d min\n", entry->name,
						    entry->lesson.title,
						    entry->lesson.minutes));
}

static void show_all(const struct curriculum *curriculum)
{
	struct terminal terminal = terminal_of(stdout);

	for (size_t i = 0; i < curriculum->lesson_count; i++) {
		show_lesson(&terminal, &curriculum->lessons[i]);
		show_exercises(&terminal, curriculum, i);
	}
	show_exercises(&terminal, curriculum, curriculum->lesson_count);
}

static const struct option options[] = {
	{ "root", OPTION_TEXT, offsetof(struct settings, root), "FOLDER",
	  "the folder of the course; by default the nearest one above this folder that "
	  "holds exercises/" },
	{ 0 },
};

static int list(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct curriculum curriculum;
	char *error = NULL, *root;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 1)
		return command_fail("course list takes no name");
	root = root_find(settings.root, &error);
	if (!root)
		return command_fail_with(error);
	curriculum_read(&curriculum, root);
	show_all(&curriculum);
	curriculum_free(&curriculum);
	free(root);
	return COMMAND_RIGHT;
}

const struct command command_list = {
	.name = "list",
	.usage = "[OPTION]...",
	.summary = "the exercises, in the order of the lessons",
	.about = "Each with its kind, the minutes it takes, and its title.",
	.options = options,
	.run = list,
};
