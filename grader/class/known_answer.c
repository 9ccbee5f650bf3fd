#include "class/known_answer.h"

#include <stdlib.h>

#include "text/file.h"
#include "text/memory.h"

/* Fewer lines than that are chance. In a hundred of the answer's lines so many are nearly
 * all; and of the program's, most: a copy has a line or two of one's own. */
enum { ENOUGH_LINES = 5, NEARLY_ALL = 80, MOST = 70 };

static const size_t longest_file = (size_t)4 << 20;

static char *read_from(const char *folder, const char *name)
{
	char *path = path_join(folder, name);
	char *source = file_read(path, longest_file, NULL, NULL);

	free(path);
	return source;
}

/* In the folder of an answer lies only what differs from the solution. */
static void add_answer(struct known_answers *known, const struct exercise *exercise,
		       const char *folder, const char *name,
		       const struct structure *given)
{
	struct known_answer answer = { .name = name ? memory_copy_text(name) : NULL };

	for (size_t i = 0; i < exercise->file_count; i++) {
		const struct exercise_file *file = &exercise->files[i];
		char *source = NULL;

		if (!exercise_file_is_source(file))
			continue;
		source = read_from(folder, file->name);
		if (!source)
			source = read_from(exercise->solution, file->name);
		if (source) {
			structure_add_lines(&answer.lines, source);
			structure_add(&known->usual, source, true);
		}
		free(source);
	}
	structure_finish(&answer.lines);
	structure_take_off(&answer.lines, given);
	known->answers =
		memory_resize(known->answers, known->count + 1, sizeof(*known->answers));
	known->answers[known->count++] = answer;
}

static void add_wrong_answer(struct known_answers *known, const struct exercise *exercise,
			     const char *folder)
{
	for (size_t i = 0; i < exercise->file_count; i++) {
		char *source = exercise_file_is_source(&exercise->files[i])
				       ? read_from(folder, exercise->files[i].name)
				       : NULL;

		if (source)
			structure_add(&known->usual, source, true);
		free(source);
	}
}

/* Those in the folder «right», or «wrong», of the exercise. */
static void add_answers(struct known_answers *known, const struct exercise *exercise,
			bool right, const struct structure *given)
{
	char *all = path_join(exercise->folder, right ? "right" : "wrong");
	struct names names;

	if (folder_names(all, "", &names)) {
		for (size_t i = 0; i < names.count; i++) {
			char *folder = path_join(all, names.names[i]);

			if (right)
				add_answer(known, exercise, folder, names.names[i],
					   given);
			else
				add_wrong_answer(known, exercise, folder);
			free(folder);
		}
		names_free(&names);
	}
	free(all);
}

void known_answers_read(struct known_answers *known, const struct exercise *exercise,
			const struct structure *given)
{
	*known = (struct known_answers){ 0 };
	add_answer(known, exercise, exercise->solution, NULL, given);
	add_answers(known, exercise, true, given);
	add_answers(known, exercise, false, given);
	structure_finish(&known->usual);
}

void known_answers_free(struct known_answers *known)
{
	for (size_t i = 0; i < known->count; i++) {
		free(known->answers[i].name);
		structure_free(&known->answers[i].lines);
	}
	free(known->answers);
	structure_free(&known->usual);
	*known = (struct known_answers){ 0 };
}

bool known_answers_find(const struct known_answers *known, const struct structure *lines,
			struct known_copy *copy)
{
	*copy = (struct known_copy){ 0 };
	for (size_t i = 0; i < known->count; i++) {
		const struct structure *answer = &known->answers[i].lines;
		size_t shared = structure_shared(lines, answer);
		size_t all = lines->count > answer->count ? lines->count : answer->count;

		if (shared >= ENOUGH_LINES &&
		    shared * 100 >= answer->count * NEARLY_ALL &&
		    shared * 100 >= lines->count * MOST &&
		    (!copy->answer || shared * copy->lines > copy->shared * all))
			*copy = (struct known_copy){ &known->answers[i], shared, all };
	}
	return copy->answer;
}
