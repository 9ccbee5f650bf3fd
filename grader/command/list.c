/* course list: the exercises, in the order of the lessons. */
#include <stdio.h>
#include <stdlib.h>

#include "command/chosen.h"
#include "command/command.h"
#include "desk/exercise_rows.h"
#include "desk/picker.h"
#include "command/where.h"
#include "course/root.h"
#include "run/interrupt.h"
#include "show/screen.h"
#include "text/text.h"

struct settings {
	const char *root;
	bool plain;
};

static void show_all(const struct curriculum *curriculum, const struct progress *progress)
{
	struct terminal terminal = terminal_of(stdout);
	struct exercise_rows rows;

	exercise_rows_make(&rows, curriculum, progress);
	for (size_t i = 0; i < rows.count; i++)
		terminal_write_and_free(&terminal, rows.rows[i].style,
					text_format("%s\n", rows.rows[i].text));
	exercise_rows_free(&rows);
	terminal_write(&terminal, STYLE_FAINT, "\n  " EXERCISE_ROW_MARKS "\n");
}

/* Who chooses one is told what to do there. */
static void choose(const struct curriculum *curriculum, const struct progress *progress)
{
	struct terminal terminal = terminal_of(stdout);
	size_t exercise;

	screen_begin();
	exercise = pick_exercise(curriculum, progress, way_here(curriculum, progress));
	screen_end();
	if (exercise >= curriculum->exercise_count)
		return;
	chosen_note(&curriculum->exercises[exercise].exercise, PROGRESS_CHOSEN, 0);
	where_text(&terminal, curriculum, exercise);
}

static const struct option options[] = {
	{ "plain", OPTION_FLAG, offsetof(struct settings, plain), NULL,
	  "plain lines on a terminal, too" },
	ROOT_OPTION,
	{ 0 },
};

static int list(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct curriculum curriculum;
	struct progress progress;
	char *error = NULL, *root;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 1)
		return command_fail("course list takes no name");
	root = root_find(settings.root, &error);
	if (!root)
		return command_fail_with(error);
	chosen_progress(root, &progress);
	curriculum_read(&curriculum, root);
	if (settings.plain || screen_refusal())
		show_all(&curriculum, &progress);
	else
		choose(&curriculum, &progress);
	curriculum_free(&curriculum);
	progress_free(&progress);
	free(root);
	interrupt_deliver();
	return COMMAND_RIGHT;
}

const struct command command_list = {
	.name = "list",
	.usage = "[OPTION]...",
	.summary = "the exercises, in the order of the lessons",
	.about = "Each with its kind, the minutes it takes, and its title; before it, "
		 "\u2713 "
		 "if you have passed it, > if you are at it, ~ if you have begun.\n\n"
		 "On a terminal the list can be scrolled, searched by / and filtered by "
		 "f; "
		 "enter goes to an exercise. Elsewhere it is plain lines.",
	.options = options,
	.run = list,
};
