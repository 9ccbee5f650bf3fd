#define _GNU_SOURCE
#include "rehearsal/exhibit.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

/* ---- which ---------------------------------------------------------------- */

static void add(struct exhibits *exhibits, const struct exhibit *exhibit)
{
	exhibits->exhibits = memory_resize(exhibits->exhibits, exhibits->count + 1,
					   sizeof(*exhibits->exhibits));
	exhibits->exhibits[exhibits->count++] = *exhibit;
}

static void add_lesson(struct exhibits *exhibits, const struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->program_count; i++)
		if (lesson->programs[i].timed.text)
			add(exhibits,
			    &(struct exhibit){ .lesson = lesson,
					       .program = &lesson->programs[i] });
}

/* The first that is about time: that is what no other report tells. */
static bool add_mistake(struct exhibits *exhibits, const struct exercise *exercise)
{
	for (size_t i = 0; i < exercise->mistake_count; i++)
		if (exercise->mistakes[i].verdict == VERDICT_TIME &&
		    exercise->kind != EXERCISE_PREDICT) {
			add(exhibits,
			    &(struct exhibit){ .exercise = exercise,
					       .mistake = &exercise->mistakes[i] });
			return true;
		}
	return false;
}

void exhibits_of_course(struct exhibits *exhibits, const struct curriculum *curriculum)
{
	bool found = false;

	*exhibits = (struct exhibits){ 0 };
	for (size_t i = 0; i < curriculum->lesson_count; i++)
		if (!curriculum->lessons[i].error)
			add_lesson(exhibits, &curriculum->lessons[i].lesson);
	for (size_t i = 0; i < curriculum->exercise_count && !found; i++)
		if (!curriculum->exercises[i].error)
			found = add_mistake(exhibits, &curriculum->exercises[i].exercise);
}

void exhibits_add_solutions(struct exhibits *exhibits,
			    const struct curriculum *curriculum)
{
	for (size_t i = 0; i < curriculum->exercise_count; i++)
		if (!curriculum->exercises[i].error)
			add(exhibits,
			    &(struct exhibit){
				    .exercise = &curriculum->exercises[i].exercise });
}

void exhibits_free(struct exhibits *exhibits)
{
	free(exhibits->exhibits);
	*exhibits = (struct exhibits){ 0 };
}

/* ---- what is known of it --------------------------------------------------- */

char *exhibit_name(const struct exhibit *exhibit)
{
	if (exhibit->program)
		return text_format("lessons/%s/%s", exhibit->lesson->name,
				   exhibit->program->name);
	if (exhibit->mistake)
		return text_format("exercises/%s/wrong/%s", exhibit->exercise->name,
				   exhibit->mistake->name);
	return text_format("solutions/%s", exhibit->exercise->name);
}

const char *exhibit_title(const struct exhibit *exhibit)
{
	return exhibit->program ? exhibit->program->name : exhibit->exercise->name;
}

static void digest_program(struct digest *digest, const struct lesson_program *program)
{
	digest_add(digest, program->name);
	digest_add(digest, program->source);
}

static void digest_beside(struct digest *digest, const struct lesson *lesson,
			  const char *name)
{
	const struct lesson_program *other = lesson_find_program(lesson, name);
	const struct lesson_data *data = lesson_find_data(lesson, name);

	digest_add(digest, name);
	if (other)
		digest_program(digest, other);
	else if (data)
		digest_add_bytes(digest, data->bytes, data->length);
}

/* What is shown of it counts as well: that is what its run is held against. */
static void digest_lesson(struct digest *digest, const struct exhibit *exhibit)
{
	const struct lesson_program *program = exhibit->program;
	const struct lesson_program *against =
		program->against ? lesson_find_program(exhibit->lesson, program->against)
				 : NULL;

	digest_program(digest, program);
	digest_add(digest, program->timed.text);
	digest_add(digest, against ? against->timed.text : NULL);
	digest_add(digest, exhibit->lesson->placeholder);
	for (size_t i = 0; i < program->beside_count; i++)
		digest_beside(digest, exhibit->lesson, program->beside[i]);
}

static void digest_exercise(struct digest *digest, const struct exhibit *exhibit)
{
	struct submission submission;

	digest_add_file(digest, exhibit->exercise->document.path);
	if (!exhibit_submission(exhibit, &submission, NULL))
		return;
	for (size_t i = 0; i < submission.count; i++)
		digest_add_bytes(digest, submission.files[i].bytes,
				 submission.files[i].length);
	submission_free(&submission);
}

void exhibit_digest(const struct exhibit *exhibit, struct digest *digest)
{
	char *name = exhibit_name(exhibit);

	digest_add(digest, name);
	free(name);
	if (exhibit->program)
		digest_lesson(digest, exhibit);
	else
		digest_exercise(digest, exhibit);
}

/* ---- what it needs ----------------------------------------------------------- */

/* The solution, and over it the files of the wrong answer if it is to be one. */
bool exhibit_submission(const struct exhibit *exhibit, struct submission *submission,
			char **error)
{
	const struct exercise *exercise = exhibit->exercise;
	char *wrong = exhibit->mistake ? text_format("%s/wrong/%s", exercise->folder,
						     exhibit->mistake->name)
				       : NULL;
	char *const paths[] = { exercise->solution, wrong };
	bool read = submission_read(submission, exercise, exercise->folder, paths,
				    wrong ? 2 : 1, error);

	free(wrong);
	return read;
}

static char *lack_of_program(const struct exhibit *exhibit, const struct parts *parts)
{
	const struct lesson_program *program = exhibit->program;
	char *lack = parts_lack(parts, program->source);

	for (size_t i = 0; i < program->beside_count && !lack; i++) {
		const struct lesson_program *other =
			lesson_find_program(exhibit->lesson, program->beside[i]);

		lack = other ? parts_lack(parts, other->source) : NULL;
	}
	return lack;
}

static char *lack_of_exercise(const struct exhibit *exhibit, const struct parts *parts)
{
	struct submission submission;
	char *lack = NULL;

	if (!exhibit_submission(exhibit, &submission, NULL))
		return NULL;
	for (size_t i = 0; i < submission.count && !lack; i++)
		if (exercise_file_is_source(submission.files[i].file))
			lack = parts_lack(parts, submission.files[i].bytes);
	submission_free(&submission);
	return lack;
}

char *exhibit_lack(const struct exhibit *exhibit, const struct parts *parts)
{
	return exhibit->program ? lack_of_program(exhibit, parts)
				: lack_of_exercise(exhibit, parts);
}
