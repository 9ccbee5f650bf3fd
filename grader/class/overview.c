#include "class/overview.h"

#include <stdlib.h>
#include <string.h>

#include "class/matching.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* More different mistakes than this are not told apart: nobody would read on. */
enum { MOST_MISTAKES = 1000 };

static char *seen(const char *text)
{
	return visible_copy(text, strlen(text), true, SPACES_PLAIN);
}

/* What is most telling of it: see the header. */
static const char *words_of(const json_t *entry)
{
	const char *mistake = text_member(entry, "mistake");
	const char *cause = text_member(entry, "cause");

	if (*mistake)
		return mistake;
	/* The one says no more than the verdict. */
	return *cause && strcmp(cause, "crash") != 0 ? cause
						     : text_member(entry, "message");
}

static struct mistake_count *find_mistake(struct overview *overview, size_t exercise,
					  enum verdict_kind kind, const char *key)
{
	for (size_t i = 0; i < overview->mistake_count; i++) {
		struct mistake_count *mistake = &overview->mistakes[i];

		if (mistake->exercise == exercise && mistake->kind == kind &&
		    strcmp(mistake->key, key) == 0)
			return mistake;
	}
	return NULL;
}

static void count_mistake(struct overview *overview, size_t exercise,
			  const struct exercise_grade *grade)
{
	const char *key = words_of(grade->entry);
	struct mistake_count *mistake =
		find_mistake(overview, exercise, grade->kind, key);

	if (mistake) {
		mistake->count++;
		return;
	}
	if (overview->mistake_count == MOST_MISTAKES)
		return;
	overview->mistakes =
		memory_resize(overview->mistakes, overview->mistake_count + 1,
			      sizeof(*overview->mistakes));
	overview->mistakes[overview->mistake_count++] = (struct mistake_count){
		.exercise = exercise,
		.kind = grade->kind,
		.key = memory_copy_text(key),
		.words = seen(key),
		.example = seen(text_member(grade->entry, "message")),
		.count = 1,
	};
}

static void count_exercise(struct overview *overview, size_t index,
			   const struct exercise_grade *grade)
{
	struct exercise_overview *exercise = &overview->exercises[index];

	if (!grade->entry)
		exercise->not_graded++;
	else if (grade->kind == VERDICT_COUNT)
		exercise->not_handed_in++;
	else
		exercise->verdicts[grade->kind]++;
	if (grade->marked) {
		exercise->marked++;
		exercise->earned += grade->earned;
	}
	if (grade->entry && grade->kind != VERDICT_COUNT && grade->kind != VERDICT_PASS &&
	    grade->kind != VERDICT_JE)
		count_mistake(overview, index, grade);
}

static void count_mark(struct overview *overview, const struct grade *grade)
{
	size_t bin = grade->possible > 0
			     ? (size_t)(grade->earned * OVERVIEW_BINS / grade->possible)
			     : 0;

	overview->marks[overview->marked++] = grade->earned;
	overview->earned += grade->earned;
	overview->bins[bin < OVERVIEW_BINS ? bin : OVERVIEW_BINS - 1]++;
}

/* In the roster alone. */
static bool is_absent(const struct grade *grade)
{
	return strcmp(text_member(grade->record, "handed_in"), "nothing") == 0;
}

static bool lacks_an_exercise(const struct grade *grade)
{
	for (size_t i = 0; i < grade->count; i++)
		if (grade->exercises[i].entry && !grade->exercises[i].handed_in)
			return true;
	return false;
}

/* Of one student. */
enum { MOST_NOTES = 4 };

static const char not_in_roster[] = "Not in the roster.";

/* «» if all that was handed in counts. Of many only the first: all are in the record. */
static char *notes_on_what_does_not_count(const json_t *notes, bool unlisted)
{
	struct text text = { 0 };
	size_t told = 0;

	if (unlisted)
		text_add(&text, not_in_roster);
	for (size_t i = 0; i < json_array_size(notes); i++) {
		const char *note = json_string_value(json_array_get(notes, i));

		if (note && (!match_note_is_kind(note) || match_note_is_guess(note)) &&
		    told++ < MOST_NOTES)
			text_add_format(&text, text.length ? " %s" : "%s", note);
	}
	if (told > MOST_NOTES)
		text_add_format(&text, " And %zu more.", told - MOST_NOTES);
	return text_take(&text);
}

static void free_overlooked(struct overlooked *one)
{
	free(one->student);
	free(one->key);
	free(one->notes);
}

/* Before those that were only guessed; the last one goes if there are too many. */
static void keep_overlooked(struct overview *overview, struct overlooked one)
{
	size_t at = overview->overlooked_kept;

	while (!one.guessed && at && overview->overlooked[at - 1].guessed)
		at--;
	overview->overlooked =
		memory_resize(overview->overlooked, overview->overlooked_kept + 1,
			      sizeof(*overview->overlooked));
	memmove(&overview->overlooked[at + 1], &overview->overlooked[at],
		(overview->overlooked_kept - at) * sizeof(one));
	overview->overlooked[at] = one;
	if (++overview->overlooked_kept > OVERVIEW_OVERLOOKED)
		free_overlooked(&overview->overlooked[--overview->overlooked_kept]);
}

static bool was_guessed(const json_t *notes)
{
	for (size_t i = 0; i < json_array_size(notes); i++) {
		const char *note = json_string_value(json_array_get(notes, i));

		if (note && match_note_is_guess(note))
			return true;
	}
	return false;
}

static void count_overlooked(struct overview *overview, const struct grade *grade)
{
	const json_t *notes = json_object_get(grade->record, "notes");
	bool unlisted = json_is_null(grade->listed), guessed = was_guessed(notes);
	char *words = notes_on_what_does_not_count(notes, unlisted);

	if (!*words || (!unlisted && !guessed && !lacks_an_exercise(grade))) {
		free(words);
		return;
	}
	overview->overlooked_count++;
	keep_overlooked(overview, (struct overlooked){
					  .student = memory_copy_text(grade->student),
					  .key = memory_copy_text(grade->key),
					  .notes = words,
					  .unlisted = strcmp(words, not_in_roster) == 0,
					  .guessed = guessed && !unlisted,
				  });
}

static int by_number(const void *one, const void *other)
{
	points a = *(const points *)one, b = *(const points *)other;

	return (a > b) - (a < b);
}

static int by_count(const void *one, const void *other)
{
	const struct mistake_count *a = one, *b = other;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	if (a->exercise != b->exercise)
		return a->exercise < b->exercise ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->key, b->key);
}

static void sort_all(struct overview *overview)
{
	size_t count = overview->marked;

	if (overview->mistake_count)
		qsort(overview->mistakes, overview->mistake_count,
		      sizeof(*overview->mistakes), by_count);
	if (!count)
		return;
	qsort(overview->marks, count, sizeof(*overview->marks), by_number);
	overview->least = overview->marks[0];
	overview->most = overview->marks[count - 1];
	overview->middle =
		(overview->marks[(count - 1) / 2] + overview->marks[count / 2]) / 2;
}

void overview_make(struct overview *overview, const struct gradebook *gradebook)
{
	*overview = (struct overview){
		.students = gradebook_student_count(gradebook),
		.exercise_count = gradebook_exercise_count(gradebook),
	};
	overview->exercises =
		memory_new(overview->exercise_count, sizeof(*overview->exercises));
	overview->marks = memory_new(overview->students, sizeof(*overview->marks));
	for (size_t i = 0; i < overview->exercise_count; i++)
		overview->possible += rubric_points(&gradebook->rubric,
						    gradebook_exercise(gradebook, i));
	for (size_t i = 0; i < overview->students; i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		for (size_t k = 0; k < grade.count; k++)
			count_exercise(overview, k, &grade.exercises[k]);
		if (grade.marked)
			count_mark(overview, &grade);
		overview->absent += is_absent(&grade);
		count_overlooked(overview, &grade);
		grade_free(&grade);
	}
	sort_all(overview);
}

void overview_free(struct overview *overview)
{
	for (size_t i = 0; i < overview->mistake_count; i++) {
		free(overview->mistakes[i].key);
		free(overview->mistakes[i].words);
		free(overview->mistakes[i].example);
	}
	for (size_t i = 0; i < overview->overlooked_kept; i++)
		free_overlooked(&overview->overlooked[i]);
	free(overview->overlooked);
	free(overview->mistakes);
	free(overview->exercises);
	free(overview->marks);
	*overview = (struct overview){ 0 };
}
