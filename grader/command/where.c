/* course alone: where the learner is, and what to do next. */
#include "command/where.h"

#include <stdio.h>
#include <stdlib.h>

#include "command/chosen.h"
#include "command/command.h"
#include "course/handed_out.h"
#include "course/root.h"
#include "text/file.h"
#include "text/text.h"

enum { WORDS = 12 };

/* «  Read:      lessons/01_why_a_loop.md» */
static void show_line(const struct terminal *terminal, const char *what, char *words)
{
	terminal_write_and_free(terminal, STYLE_FAINT,
				text_format("  %-*s", WORDS - 2, what));
	terminal_wrap(terminal, STYLE_PLAIN, WORDS, words);
	free(words);
}

/* The file that the learner is to write. */
static char *own_file(const struct exercise *exercise)
{
	const struct exercise_file *file = exercise_prediction_file(exercise);
	char *path, *shown;

	if (!file)
		file = exercise_main_file(exercise);
	path = path_join(exercise->folder, file->name);
	shown = path_from_here(path);
	free(path);
	return shown;
}

static const char *task_of(enum exercise_kind kind)
{
	switch (kind) {
	case EXERCISE_COMPLETE: return "Complete";
	case EXERCISE_REPAIR: return "Repair";
	case EXERCISE_PREDICT: return "Predict";
	case EXERCISE_DESIGN: return "Write";
	}
	return "Do";
}

void where_text(const struct terminal *terminal, const struct curriculum *curriculum,
		size_t index)
{
	const struct exercise_entry *entry = &curriculum->exercises[index];
	const struct exercise *exercise = &entry->exercise;

	terminal_write_and_free(terminal, STYLE_STRONG,
				text_format("%s", exercise->title));
	terminal_write_and_free(
		terminal, STYLE_FAINT,
		text_format("  %s, exercise %zu of %zu, %d min\n\n", exercise->name,
			    index + 1, curriculum->exercise_count, exercise->minutes));
	if (entry->lesson < curriculum->lesson_count)
		show_line(terminal, "Read",
			  text_format("course read %s",
				      curriculum->lessons[entry->lesson].name));
	show_line(terminal, "The task", text_format("course read %s", exercise->name));
	show_line(terminal, task_of(exercise->kind), own_file(exercise));
	show_line(terminal, "Meanwhile",
		  text_format("course watch: a verdict each time you save"));
}

static void show_all_passed(const struct terminal *terminal, size_t count)
{
	terminal_write_and_free(terminal, STYLE_GOOD,
				text_format("All %zu exercises are passed.\n\n", count));
	show_line(terminal, "Look back", text_format("course list"));
	show_line(terminal, "Go on",
		  text_format("course new exercise NAME: one of your "
			      "own"));
}

static void show_count(const struct terminal *terminal,
		       const struct curriculum *curriculum,
		       const struct progress *progress)
{
	size_t passed = way_passed(curriculum, progress);

	if (passed || progress->count)
		terminal_write_and_free(terminal, STYLE_PLAIN,
					text_format("\n%zu of %zu passed. ", passed,
						    curriculum->exercise_count));
	else
		terminal_write(terminal, STYLE_PLAIN,
			       "\nYou are at the beginning: read, write, watch. ");
	terminal_write(terminal, STYLE_PLAIN, "All commands: course help\n");
}

int command_show_where(void)
{
	struct terminal terminal = terminal_of(stdout);
	char *error = NULL, *root = root_find(NULL, &error);
	struct curriculum curriculum;
	struct progress progress;
	size_t here;

	if (!root)
		return command_fail_with(error);
	chosen_progress(root, &progress);
	curriculum_read(&curriculum, root);
	here = way_here(&curriculum, &progress);
	if (here < curriculum.exercise_count) {
		handed_out_keep(&curriculum.exercises[here].exercise, NULL);
		where_text(&terminal, &curriculum, here);
	} else {
		show_all_passed(&terminal, curriculum.exercise_count);
	}
	show_count(&terminal, &curriculum, &progress);
	curriculum_free(&curriculum);
	progress_free(&progress);
	free(root);
	return COMMAND_RIGHT;
}
