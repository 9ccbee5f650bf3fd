#include "class/grade.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

/* A mark is rounded to this many thousandths of a point. */
enum { ROUNDED_TO = 10 };

const char *text_member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* A number of thousandths that is a fraction, rounded; halves up. */
static points rounded(points numerator, points denominator)
{
	denominator *= ROUNDED_TO;
	return (numerator + denominator / 2) / denominator * ROUNDED_TO;
}

static const json_t *find_exercise(const json_t *record, const char *name)
{
	const json_t *entries = json_object_get(record, "exercises");

	for (size_t i = 0; i < json_array_size(entries); i++)
		if (strcmp(text_member(json_array_get(entries, i), "exercise"), name) ==
		    0)
			return json_array_get(entries, i);
	return NULL;
}

static const json_t *find_case(const json_t *entry, size_t number)
{
	const json_t *cases = json_object_get(entry, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++)
		if (json_integer_value(json_object_get(json_array_get(cases, i),
						       "case")) == (json_int_t)number)
			return json_array_get(cases, i);
	return NULL;
}

static void read_cases(struct exercise_grade *exercise)
{
	for (size_t i = 0; i < exercise->case_count; i++) {
		struct case_grade *one = &exercise->cases[i];

		one->number = i;
		one->entry = find_case(exercise->entry, i);
		one->kind = verdict_of_name(text_member(one->entry, "verdict"));
		exercise->passed += one->kind == VERDICT_PASS;
	}
}

/* What all cases earn together is rounded once; what one earns is for show. */
static void mark_cases(struct exercise_grade *exercise, const struct rubric *rubric)
{
	points unseen = (points)exercise->case_count - 1;
	points divisor = unseen ? unseen : 1;
	points documented =
		rubric_documented(rubric, exercise->name, exercise->case_count - 1);
	points sum = 0;

	for (size_t i = 0; i < exercise->case_count; i++) {
		struct case_grade *one = &exercise->cases[i];
		/* In thousandths, times the number of unseen cases. */
		points worth = i ? exercise->possible - documented : documented * divisor;
		int percent = one->kind == VERDICT_COUNT
				      ? 0
				      : rubric_percent(rubric, exercise->name, one->kind);

		one->possible = rounded(worth, divisor);
		one->earned = rounded(worth * percent, 100 * divisor);
		sum += worth * percent;
	}
	exercise->earned = rounded(sum, 100 * divisor);
}

static void read_exercise(struct exercise_grade *exercise,
			  const struct gradebook *gradebook, const json_t *record,
			  size_t index)
{
	const char *name = gradebook_exercise(gradebook, index);

	*exercise = (struct exercise_grade){
		.name = name,
		.title = gradebook_title(gradebook, index),
		.entry = find_exercise(record, name),
		.possible = rubric_points(&gradebook->rubric, name),
		.case_count = gradebook_unseen(gradebook, index) + 1,
	};
	exercise->cases = memory_new(exercise->case_count, sizeof(*exercise->cases));
	exercise->handed_in = json_is_true(json_object_get(exercise->entry, "handed_in"));
	exercise->kind = verdict_of_name(text_member(exercise->entry, "verdict"));
	if (exercise->handed_in && exercise->kind == VERDICT_COUNT)
		exercise->kind = VERDICT_JE;
	exercise->marked = exercise->entry && exercise->kind != VERDICT_JE;
	read_cases(exercise);
	mark_cases(exercise, &gradebook->rubric);
	if (!exercise->marked)
		exercise->earned = 0;
}

void grade_read(struct grade *grade, const struct gradebook *gradebook, size_t index)
{
	*grade = (struct grade){
		.student = gradebook_student(gradebook, index),
		.key = gradebook_key(gradebook, index),
		.listed = gradebook_listed(gradebook, index),
		.count = gradebook_exercise_count(gradebook),
	};
	grade->record = gradebook_record(gradebook, grade->key);
	grade->marked = grade->record != NULL;
	grade->exercises = memory_new(grade->count, sizeof(*grade->exercises));
	for (size_t i = 0; i < grade->count; i++) {
		struct exercise_grade *exercise = &grade->exercises[i];

		read_exercise(exercise, gradebook, grade->record, i);
		grade->marked = grade->marked && exercise->marked;
		grade->earned += exercise->earned;
		grade->possible += exercise->possible;
	}
}

void grade_free(struct grade *grade)
{
	for (size_t i = 0; i < grade->count; i++)
		free(grade->exercises[i].cases);
	free(grade->exercises);
	free(grade->student);
	json_decref(grade->record);
	*grade = (struct grade){ 0 };
}

const char *exercise_word(const struct exercise_grade *exercise)
{
	if (!exercise->entry)
		return "not graded";
	return exercise->kind == VERDICT_COUNT ? "not handed in"
					       : verdict_name(exercise->kind);
}

const char *case_word(const struct case_grade *one)
{
	return one->kind == VERDICT_COUNT ? "not run" : verdict_name(one->kind);
}

char *case_name(const struct case_grade *one)
{
	return one->number ? text_format("unseen case %zu", one->number)
			   : memory_copy_text("documented case");
}
