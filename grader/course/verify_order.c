#include "course/verify.h"

#include <stdlib.h>
#include <string.h>

#include "course/facts.h"
#include "text/nearest.h"

/* ---- needs --------------------------------------------------------------- */

/* Something of a course, at its place: exercises come after their lesson. */
struct place_in_course {
	size_t lesson;
	size_t exercise; /* its index and one more; 0: the lesson itself */
};

static bool find_place(const struct curriculum *curriculum, const char *name,
		       struct place_in_course *place)
{
	size_t lesson = curriculum_find_lesson(curriculum, name);
	size_t exercise = curriculum_find_exercise(curriculum, name);

	*place = (struct place_in_course){ .lesson = lesson };
	if (lesson < curriculum->lesson_count)
		return true;
	if (exercise == curriculum->exercise_count)
		return false;
	place->lesson = curriculum->exercises[exercise].lesson;
	place->exercise = exercise + 1;
	return true;
}

/* What no lesson lists has no place yet. */
static bool has_place(const struct curriculum *curriculum,
		      const struct place_in_course *place)
{
	return place->lesson < curriculum->lesson_count;
}

static bool is_before(const struct place_in_course *one,
		      const struct place_in_course *other)
{
	if (one->lesson != other->lesson)
		return one->lesson < other->lesson;
	return one->exercise < other->exercise;
}

static void hold_need(const struct curriculum *curriculum, const char *document, int line,
		      const char *need, const struct place_in_course *own,
		      struct faults *faults)
{
	struct place_in_course place;

	if (!find_place(curriculum, need, &place))
		faults_add(faults, document, line,
			   "it needs «%s», which is neither a lesson nor an "
			   "exercise of this course",
			   need);
	else if (has_place(curriculum, &place) && has_place(curriculum, own) &&
		 !is_before(&place, own))
		faults_add(faults, document, line, "it needs %s, which comes later",
			   need);
}

/* ---- a lesson ------------------------------------------------------------ */

static void hold_listed_exercise(const struct curriculum *curriculum, size_t index,
				 const char *name, struct faults *faults)
{
	const struct lesson *lesson = &curriculum->lessons[index].lesson;
	size_t exercise = curriculum_find_exercise(curriculum, name);

	if (exercise == curriculum->exercise_count)
		faults_add(faults, lesson->document.path, lesson->facts_line,
			   "there is no exercise «%s»", name);
	else if (curriculum->exercises[exercise].lesson != index)
		faults_add(
			faults, lesson->document.path, lesson->facts_line,
			"the exercise %s belongs to lesson %s already", name,
			curriculum->lessons[curriculum->exercises[exercise].lesson].name);
}

void verify_lesson_order(const struct curriculum *curriculum, const struct lesson *lesson,
			 struct faults *faults)
{
	size_t index = curriculum_find_lesson(curriculum, lesson->name);
	struct place_in_course own = { .lesson = index };

	for (size_t i = 0; i < lesson->need_count; i++)
		hold_need(curriculum, lesson->document.path, lesson->facts_line,
			  lesson->needs[i], &own, faults);
	for (size_t i = 0; i < lesson->exercise_count; i++)
		hold_listed_exercise(curriculum, index, lesson->exercises[i], faults);
	if (!lesson->concept_count)
		faults_add(faults, lesson->document.path, lesson->facts_line,
			   "it does not say what it teaches: «- concepts: …»");
}

/* ---- an exercise --------------------------------------------------------- */

/* The line of the fact that begins so, or that of the title. */
static int fact_line(const struct exercise *exercise, const char *name)
{
	cmark_node *title = document_title(&exercise->document), *list = title;

	while (list && cmark_node_get_type(list) != CMARK_NODE_LIST)
		list = cmark_node_next(list);
	for (cmark_node *item = list ? cmark_node_first_child(list) : NULL; item;
	     item = cmark_node_next(item)) {
		char *text = document_text(item);
		bool found = strncmp(text, name, strlen(name)) == 0;

		free(text);
		if (found)
			return cmark_node_get_start_line(item);
	}
	return cmark_node_get_start_line(title);
}

static void hold_concept(const struct curriculum *curriculum, size_t lesson,
			 const struct exercise *exercise, const char *concept,
			 struct faults *faults)
{
	if (!curriculum_teaches(curriculum, lesson, concept))
		faults_add(faults, exercise->document.path,
			   fact_line(exercise, "concepts"),
			   "the concept «%s» is not taught by %s or a lesson before it",
			   concept, curriculum->lessons[lesson].name);
}

static void hold_concepts(const struct curriculum *curriculum, size_t lesson,
			  const struct exercise *exercise, struct faults *faults)
{
	size_t count;
	char **concepts = words_split(exercise->concepts, &count);

	if (!count)
		faults_add(faults, exercise->document.path,
			   fact_line(exercise, "concepts"),
			   "it does not say what it is about: «- concepts: …»");
	for (size_t i = 0; i < count; i++)
		hold_concept(curriculum, lesson, exercise, concepts[i], faults);
	words_free(concepts, count);
}

void verify_exercise_order(const struct curriculum *curriculum,
			   const struct exercise *exercise, struct faults *faults)
{
	size_t index = curriculum_find_exercise(curriculum, exercise->name), count;
	size_t lesson = curriculum->exercises[index].lesson;
	struct place_in_course own = { .lesson = lesson, .exercise = index + 1 };
	char **needs = words_split(exercise->needs, &count);

	for (size_t i = 0; i < count; i++)
		hold_need(curriculum, exercise->document.path,
			  fact_line(exercise, "needs"), needs[i], &own, faults);
	words_free(needs, count);
	/* A course may have exercises alone. */
	if (!curriculum->lesson_count)
		return;
	if (lesson == curriculum->lesson_count)
		faults_add(faults, exercise->document.path, 0,
			   "no lesson lists this exercise: "
			   "«- exercises: %s»",
			   exercise->name);
	else
		hold_concepts(curriculum, lesson, exercise, faults);
}
