#define _GNU_SOURCE
#include "course/exercise.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/exercise_parts.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

size_t exercise_index_of(const char *name, const char *const *names, size_t count)
{
	size_t i = 0;

	while (i < count && strcasecmp(names[i], name) != 0)
		i++;
	return i;
}

bool exercise_is_file_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

static bool read_hints(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *step = heading;

	(void)error;
	while ((step = document_next_heading(heading, step, 3))) {
		exercise->hints = memory_resize(exercise->hints, exercise->hint_count + 1,
						sizeof(*exercise->hints));
		exercise->hints[exercise->hint_count++] = (struct exercise_hint){
			.title = document_text(step),
			.heading = step,
		};
	}
	return true;
}

static const struct section {
	const char *name;
	bool needed;
	exercise_reader *read;
} sections[] = {
	{ "Files", true, exercise_read_files },
	{ "Parameters", false, exercise_read_parameters },
	{ "Expected output", true, exercise_read_expected },
	{ "Where to start", false, exercise_read_where_to_start },
	{ "Hints", false, read_hints },
	{ "Mistakes", false, exercise_read_mistakes },
};

static bool read_sections(struct exercise *exercise, char **error)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
		cmark_node *heading =
			document_section(&exercise->document, sections[i].name);

		if (!heading && sections[i].needed)
			return document_fault(&exercise->document, 1, error,
					      "there is no section «## %s»",
					      sections[i].name);
		if (heading && !sections[i].read(exercise, heading, error))
			return false;
	}
	return true;
}

static bool read_document(struct exercise *exercise, char **error)
{
	cmark_node *title = document_title(&exercise->document);

	if (!title)
		return document_fault(&exercise->document, 1, error,
				      "there is no title «# …»");
	exercise->title = document_text(title);
	return exercise_read_facts(exercise, title, error) &&
	       read_sections(exercise, error);
}

static char *folder_of(const char *root, const char *room, const char *name)
{
	return text_format("%s/%s/%s", strcmp(root, "/") == 0 ? "" : root, room, name);
}

bool exercise_read(struct exercise *exercise, const char *root, const char *name,
		   char **error)
{
	char *path;
	bool good;

	*exercise = (struct exercise){
		.root = memory_copy_text(root),
		.name = memory_copy_text(name),
		.folder = folder_of(root, "exercises", name),
		.solution = folder_of(root, "solutions", name),
		.concepts = memory_copy_text(""),
		.needs = memory_copy_text(""),
		.uses = memory_copy_text(""),
		.without = memory_copy_text(""),
	};
	path = path_join(exercise->folder, "exercise.md");
	good = document_read(&exercise->document, path, error) &&
	       read_document(exercise, error);
	free(path);
	if (!good)
		exercise_free(exercise);
	return good;
}

void exercise_free(struct exercise *exercise)
{
	for (size_t i = 0; i < exercise->file_count; i++) {
		free(exercise->files[i].name);
		free(exercise->files[i].about);
	}
	for (size_t i = 0; i < exercise->hint_count; i++)
		free(exercise->hints[i].title);
	for (size_t i = 0; i < exercise->mistake_count; i++) {
		free(exercise->mistakes[i].name);
		free(exercise->mistakes[i].title);
		free(exercise->mistakes[i].at);
		free(exercise->mistakes[i].sentence);
	}
	for (size_t i = 0; i < exercise->parameter_count; i++)
		free(exercise->parameters[i].name);
	free(exercise->files);
	free(exercise->hints);
	free(exercise->mistakes);
	timed_output_free(&exercise->expected);
	timed_output_free(&exercise->handed_out);
	document_free(&exercise->document);
	free(exercise->root);
	free(exercise->name);
	free(exercise->folder);
	free(exercise->solution);
	free(exercise->title);
	free(exercise->concepts);
	free(exercise->needs);
	free(exercise->uses);
	free(exercise->without);
	free(exercise->where_to_start);
	*exercise = (struct exercise){ 0 };
}

static const struct exercise_file *first_of(const struct exercise *exercise,
					    enum exercise_file_kind kind)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (exercise->files[i].kind == kind)
			return &exercise->files[i];
	return NULL;
}

const struct exercise_file *exercise_main_file(const struct exercise *exercise)
{
	const struct exercise_file *file = first_of(exercise, FILE_PROGRAM);

	return file ? file : first_of(exercise, FILE_PLAIN);
}

const struct exercise_file *exercise_find_file(const struct exercise *exercise,
					       const char *name)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (strcmp(exercise->files[i].name, name) == 0)
			return &exercise->files[i];
	return NULL;
}

bool exercise_file_is_source(const struct exercise_file *file)
{
	return file->kind == FILE_PROGRAM || file->kind == FILE_PLAIN;
}

const struct exercise_file *exercise_prediction_file(const struct exercise *exercise)
{
	return first_of(exercise, FILE_PREDICTION);
}
