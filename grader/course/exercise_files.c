#include <stdlib.h>
#include <string.h>

#include "course/exercise_parts.h"
#include "text/file.h"
#include "text/memory.h"

static const char *const file_kind_names[] = {
	[FILE_PROGRAM] = "program",
	[FILE_PLAIN] = "plain",
	[FILE_DATA] = "data",
	[FILE_PREDICTION] = "prediction",
};

enum { FILE_KINDS = sizeof(file_kind_names) / sizeof(*file_kind_names) };

static bool file_must_be_there(const struct exercise *exercise, cmark_node *item,
			       const char *name, char **error)
{
	char *path = path_join(exercise->folder, name);
	bool there = file_is_plain(path);

	if (!there)
		FAULT(exercise, item, error, "the file %s is not there", path);
	free(path);
	return there;
}

static bool check_file(struct exercise *exercise, cmark_node *item, const char *name,
		       const char *kind, char **error)
{
	if (!name || !exercise_is_file_name(name))
		return FAULT(exercise, item, error,
			     "the item names no file in code, such as "
			     "`counter.c`");
	if (!kind || exercise_index_of(kind, file_kind_names, FILE_KINDS) == FILE_KINDS)
		return FAULT(exercise, item, error,
			     "say what %s is: a *program*, a *plain* "
			     "program, *data* or a *prediction*",
			     name);
	if (exercise_find_file(exercise, name))
		return FAULT(exercise, item, error, "%s is named twice", name);
	return file_must_be_there(exercise, item, name, error);
}

static bool read_file_item(struct exercise *exercise, cmark_node *item, char **error)
{
	char *name = document_first(item, CMARK_NODE_CODE);
	char *kind = document_first(item, CMARK_NODE_EMPH);
	bool good = check_file(exercise, item, name, kind, error);

	if (good) {
		struct exercise_file *file;

		exercise->files = memory_resize(exercise->files, exercise->file_count + 1,
						sizeof(*file));
		file = &exercise->files[exercise->file_count++];
		*file = (struct exercise_file){
			.name = name,
			.kind = (enum exercise_file_kind)exercise_index_of(
				kind, file_kind_names, FILE_KINDS),
			.about = document_text(item),
			.line = cmark_node_get_start_line(item),
		};
		name = NULL;
	}
	free(name);
	free(kind);
	return good;
}

bool exercise_read_files(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *list = document_find(heading, CMARK_NODE_LIST);
	cmark_node *item = list ? cmark_node_first_child(list) : NULL;

	for (; item; item = cmark_node_next(item))
		if (!read_file_item(exercise, item, error))
			return false;
	if (!exercise_main_file(exercise))
		return FAULT(exercise, heading, error, "«Files» names no program");
	if (!!exercise_prediction_file(exercise) != (exercise->kind == EXERCISE_PREDICT))
		return FAULT(exercise, heading, error,
			     "an exercise of the kind predict has a file "
			     "that is a *prediction*, and no other has one");
	return true;
}
