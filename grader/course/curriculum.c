#include "course/curriculum.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/root.h"
#include "text/file.h"
#include "text/memory.h"

static void read_lessons(struct curriculum *curriculum)
{
	struct names names;

	lesson_names(curriculum->root, &names);
	curriculum->lesson_count = names.count;
	curriculum->lessons = memory_new(names.count, sizeof(*curriculum->lessons));
	for (size_t i = 0; i < names.count; i++) {
		struct lesson_entry *entry = &curriculum->lessons[i];

		entry->name = memory_copy_text(names.names[i]);
		lesson_read(&entry->lesson, curriculum->root, entry->name, &entry->error);
	}
	names_free(&names);
}

static void add_exercise(struct curriculum *curriculum, const char *name, size_t lesson)
{
	struct exercise_entry *entry =
		&curriculum->exercises[curriculum->exercise_count++];

	*entry = (struct exercise_entry){ .name = memory_copy_text(name),
					  .lesson = lesson };
	exercise_read(&entry->exercise, curriculum->root, name, &entry->error);
}

static bool is_there(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->names[i], name) == 0)
			return true;
	return false;
}

static bool is_new(const struct curriculum *curriculum, const char *name)
{
	return curriculum_find_exercise(curriculum, name) == curriculum->exercise_count;
}

static void read_exercises(struct curriculum *curriculum)
{
	struct names names;

	root_exercises(curriculum->root, &names);
	curriculum->exercises = memory_new(names.count, sizeof(*curriculum->exercises));
	for (size_t i = 0; i < curriculum->lesson_count; i++) {
		const struct lesson *lesson = &curriculum->lessons[i].lesson;

		for (size_t k = 0; k < lesson->exercise_count; k++)
			if (is_there(&names, lesson->exercises[k]) &&
			    is_new(curriculum, lesson->exercises[k]))
				add_exercise(curriculum, lesson->exercises[k], i);
	}
	for (size_t i = 0; i < names.count; i++)
		if (is_new(curriculum, names.names[i]))
			add_exercise(curriculum, names.names[i],
				     curriculum->lesson_count);
	names_free(&names);
}

void curriculum_read(struct curriculum *curriculum, const char *root)
{
	*curriculum = (struct curriculum){ .root = memory_copy_text(root) };
	read_lessons(curriculum);
	read_exercises(curriculum);
}

bool curriculum_read_again(struct curriculum *curriculum, size_t index, char **error)
{
	struct exercise_entry *entry = &curriculum->exercises[index];
	struct exercise exercise;

	if (!exercise_read(&exercise, curriculum->root, entry->name, error))
		return false;
	if (!entry->error)
		exercise_free(&entry->exercise);
	free(entry->error);
	entry->error = NULL;
	entry->exercise = exercise;
	return true;
}

void curriculum_free(struct curriculum *curriculum)
{
	for (size_t i = 0; i < curriculum->lesson_count; i++) {
		struct lesson_entry *entry = &curriculum->lessons[i];

		if (!entry->error)
			lesson_free(&entry->lesson);
		free(entry->error);
		free(entry->name);
	}
	for (size_t i = 0; i < curriculum->exercise_count; i++) {
		struct exercise_entry *entry = &curriculum->exercises[i];

		if (!entry->error)
			exercise_free(&entry->exercise);
		free(entry->error);
		free(entry->name);
	}
	free(curriculum->lessons);
	free(curriculum->exercises);
	free(curriculum->root);
	*curriculum = (struct curriculum){ 0 };
}

size_t curriculum_find_lesson(const struct curriculum *curriculum, const char *name)
{
	size_t i = 0;

	while (i < curriculum->lesson_count &&
	       strcmp(curriculum->lessons[i].name, name) != 0)
		i++;
	return i;
}

size_t curriculum_find_exercise(const struct curriculum *curriculum, const char *name)
{
	size_t i = 0;

	while (i < curriculum->exercise_count &&
	       strcmp(curriculum->exercises[i].name, name) != 0)
		i++;
	return i;
}

bool curriculum_teaches(const struct curriculum *curriculum, size_t last_lesson,
			const char *concept)
{
	for (size_t i = 0; i <= last_lesson && i < curriculum->lesson_count; i++) {
		const struct lesson *lesson = &curriculum->lessons[i].lesson;

		for (size_t k = 0; k < lesson->concept_count; k++)
			if (strcasecmp(lesson->concepts[k], concept) == 0)
				return true;
	}
	return false;
}
