#define _GNU_SOURCE
#include "stage/reading.h"

#include <stdlib.h>
#include <string.h>

#include "course/root.h"
#include "text/memory.h"
#include "text/text.h"

/* From here on an exercise says what the learner is to find out. */
static const char hints[] = "Hints";

static bool names_lesson(const char *lesson, const char *given)
{
	char *end;
	long number = strtol(given, &end, 10);

	return strcmp(lesson, given) == 0 ||
	       (*given && !*end && strtol(lesson, NULL, 10) == number);
}

/* The lesson's whole name; NULL if there is none. */
static char *find_lesson(const char *root, const char *given)
{
	struct names names = { 0 };
	char *found = NULL;

	lesson_names(root, &names);
	for (size_t i = 0; i < names.count && !found; i++)
		if (names_lesson(names.names[i], given))
			found = memory_copy_text(names.names[i]);
	names_free(&names);
	return found;
}

static bool open_lesson(struct reading *reading, char **error)
{
	if (!lesson_read(&reading->lesson, reading->root, reading->name, error))
		return false;
	reading->is_lesson = true;
	reading->path = memory_copy_text(reading->lesson.document.path);
	reading->title = memory_copy_text(reading->lesson.title);
	return true;
}

static bool open_exercise(struct reading *reading, char **error)
{
	struct exercise exercise;

	if (!root_open(reading->root, reading->name, &exercise, error))
		return false;
	reading->path =
		text_format("%s/exercises/%s/exercise.md", reading->root, reading->name);
	reading->title = memory_copy_text(exercise.title);
	exercise_free(&exercise);
	return true;
}

bool reading_open(struct reading *reading, const char *root, const char *name,
		  char **error)
{
	char *lesson = find_lesson(root, name);
	bool open;

	*reading = (struct reading){ .root = memory_copy_text(root) };
	reading->name = lesson ? lesson : memory_copy_text(name);
	open = lesson ? open_lesson(reading, error) : open_exercise(reading, error);
	if (!open)
		reading_close(reading);
	return open;
}

void reading_close(struct reading *reading)
{
	if (reading->is_lesson)
		lesson_free(&reading->lesson);
	free(reading->root);
	free(reading->name);
	free(reading->path);
	free(reading->title);
	*reading = (struct reading){ 0 };
}

bool reading_lay_out(const struct reading *reading, const struct terminal *terminal,
		     struct lesson_page *page, char **error)
{
	struct document document;

	if (!document_read(&document, reading->path, error))
		return false;
	lesson_page_lay_out(page, &document, terminal, reading->is_lesson ? NULL : hints);
	document_free(&document);
	return true;
}

char *reading_neighbour(const struct reading *reading, int step)
{
	struct names names = { 0 };
	char *found = NULL;

	lesson_names(reading->root, &names);
	for (size_t i = 0; reading->is_lesson && i < names.count; i++) {
		size_t other = i + (size_t)step;

		if (strcmp(names.names[i], reading->name) == 0 && other < names.count)
			found = memory_copy_text(names.names[other]);
	}
	names_free(&names);
	return found;
}
