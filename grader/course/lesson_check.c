#include "course/lesson_check.h"

#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"

/* A lesson's program is an exercise whose answer is given. */
static void add_file(struct lesson_check *made, const char *name,
		     enum exercise_file_kind kind, char *path, const char *bytes,
		     size_t length)
{
	size_t index = made->exercise.file_count++;

	made->exercise.files[index] = (struct exercise_file){
		.name = memory_copy_text(name),
		.kind = kind,
	};
	made->submission.files[index] = (struct submission_file){
		.file = &made->exercise.files[index],
		.bytes = memory_copy_bytes(bytes, length),
		.length = length,
	};
	made->submission.files[index].path = path;
	made->submission.count++;
}

static void add_program(struct lesson_check *made, const struct lesson *lesson,
			const struct lesson_program *program)
{
	add_file(made, program->name, program->runtime ? FILE_PROGRAM : FILE_PLAIN,
		 path_join(lesson->folder, program->name), program->source,
		 strlen(program->source));
}

static void add_data(struct lesson_check *made, const struct lesson *lesson,
		     const struct lesson_data *data)
{
	add_file(made, data->name, FILE_DATA, path_join(lesson->folder, data->name),
		 data->bytes, data->length);
}

/* The program first: that is the one that is run, unless it is a plain one with
 * a helper of the runtime's. */
static void add_files(struct lesson_check *made, const struct lesson *lesson,
		      const struct lesson_program *program)
{
	size_t most = 1 + program->beside_count;

	made->exercise.files = memory_new(most, sizeof(struct exercise_file));
	made->submission.files = memory_new(most, sizeof(struct submission_file));
	add_program(made, lesson, program);
	for (size_t i = 0; i < program->beside_count; i++) {
		const struct lesson_program *other =
			lesson_find_program(lesson, program->beside[i]);

		if (other)
			add_program(made, lesson, other);
		else
			add_data(made, lesson,
				 lesson_find_data(lesson, program->beside[i]));
	}
}

void lesson_check(const struct lesson *lesson, const struct lesson_program *program,
		  const struct lesson_program *shown, const struct toolchain *toolchain,
		  bool trace, struct lesson_check *made)
{
	struct check_request request = { .toolchain = toolchain, .trace = trace };

	*made = (struct lesson_check){ .exercise.expected = shown->expected };
	made->exercise.name = lesson->name;
	made->exercise.folder = lesson->folder;
	add_files(made, lesson, program);
	request.exercise = &made->exercise;
	request.submission = &made->submission;
	check_exercise(&request, &made->check);
}

void lesson_check_free(struct lesson_check *made)
{
	check_free(&made->check);
	for (size_t i = 0; i < made->exercise.file_count; i++)
		free(made->exercise.files[i].name);
	free(made->exercise.files);
	submission_free(&made->submission);
	*made = (struct lesson_check){ 0 };
}
