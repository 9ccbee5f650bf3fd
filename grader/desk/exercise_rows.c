#include "desk/exercise_rows.h"

#include <stdlib.h>
#include <string.h>

#include "course/handed_out.h"
#include "text/memory.h"
#include "text/text.h"

static int longest_name(const struct curriculum *curriculum)
{
	size_t longest = 0;

	for (size_t i = 0; i < curriculum->exercise_count; i++) {
		size_t length = strlen(curriculum->exercises[i].name);

		longest = length > longest ? length : longest;
	}
	return (int)longest;
}

static struct exercise_row *add_row(struct exercise_rows *rows)
{
	rows->rows = memory_resize(rows->rows, rows->count + 1, sizeof(*rows->rows));
	return &rows->rows[rows->count++];
}

static void add_lesson(struct exercise_rows *rows, const struct curriculum *curriculum,
		       size_t index)
{
	const struct lesson_entry *entry = &curriculum->lessons[index];

	*add_row(rows) = (struct exercise_row){
		.kind = ROW_LESSON,
		.text = entry->error
				? text_format("%s  %s", entry->name, entry->error)
				: text_format("%s  %s, %d min", entry->name,
					      entry->lesson.title, entry->lesson.minutes),
		.style = entry->error ? STYLE_BAD : STYLE_STRONG,
		.exercise = curriculum->exercise_count,
		.lesson = index,
	};
}

static const char *mark_of(const struct exercise_entry *entry,
			   const struct progress *progress)
{
	struct exercise_progress known = progress_of(progress, entry->name);

	if (known.passed)
		return "\u2713";
	if (progress->current && strcmp(progress->current, entry->name) == 0)
		return ">";
	if (known.tries || known.hints || handed_out_changed(&entry->exercise))
		return "~";
	return " ";
}

static void add_exercise(struct exercise_rows *rows, const struct curriculum *curriculum,
			 const struct progress *progress, size_t index, int width)
{
	const struct exercise_entry *entry = &curriculum->exercises[index];
	struct exercise_row *row = add_row(rows);

	*row = (struct exercise_row){
		.kind = ROW_EXERCISE,
		.exercise = index,
		.lesson = entry->lesson,
	};
	if (entry->error) {
		row->kind = ROW_UNREADABLE;
		row->style = STYLE_BAD;
		row->text = text_format("    %-*s  %s", width, entry->name, entry->error);
		return;
	}
	row->text =
		text_format("  %s %-*s  %-8s  %3d min  %s", mark_of(entry, progress),
			    width, entry->name, exercise_kind_name(entry->exercise.kind),
			    entry->exercise.minutes, entry->exercise.title);
}

static bool has_exercises(const struct curriculum *curriculum, size_t lesson)
{
	for (size_t i = 0; i < curriculum->exercise_count; i++)
		if (curriculum->exercises[i].lesson == lesson)
			return true;
	return false;
}

/* Who writes a course sees here which exercises no lesson lists yet. */
static void add_no_lesson(struct exercise_rows *rows, const struct curriculum *curriculum)
{
	*add_row(rows) = (struct exercise_row){
		.kind = ROW_LESSON,
		.text = memory_copy_text("in no lesson"),
		.style = STYLE_STRONG,
		.exercise = curriculum->exercise_count,
		.lesson = curriculum->lesson_count,
	};
}

/* Those of one lesson; or of none, at the end. */
static void add_exercises(struct exercise_rows *rows, const struct curriculum *curriculum,
			  const struct progress *progress, size_t lesson, int width)
{
	for (size_t i = 0; i < curriculum->exercise_count; i++)
		if (curriculum->exercises[i].lesson == lesson)
			add_exercise(rows, curriculum, progress, i, width);
}

void exercise_rows_make(struct exercise_rows *rows, const struct curriculum *curriculum,
			const struct progress *progress)
{
	int width = longest_name(curriculum);

	*rows = (struct exercise_rows){ 0 };
	for (size_t i = 0; i < curriculum->lesson_count; i++) {
		add_lesson(rows, curriculum, i);
		add_exercises(rows, curriculum, progress, i, width);
	}
	if (has_exercises(curriculum, curriculum->lesson_count))
		add_no_lesson(rows, curriculum);
	add_exercises(rows, curriculum, progress, curriculum->lesson_count, width);
}

void exercise_rows_free(struct exercise_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->rows[i].text);
	free(rows->rows);
	*rows = (struct exercise_rows){ 0 };
}
