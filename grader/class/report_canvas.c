/* Canvas: a gradebook to be imported. A column for each exercise; a student is found by
 * the login. What has no mark is left empty, which Canvas takes for «no change». */
#include <stdlib.h>

#include "class/class_list.h"
#include "class/csv.h"
#include "class/report.h"

static void write_head(FILE *stream, const struct gradebook *gradebook)
{
	csv_plain(stream, "Student,ID,SIS User ID,SIS Login ID,Section");
	for (size_t i = 0; i < gradebook_exercise_count(gradebook); i++) {
		csv_next(stream);
		csv_text(stream, gradebook_title(gradebook, i));
	}
	csv_end(stream);
	csv_plain(stream, "    Points Possible,,,,");
	for (size_t i = 0; i < gradebook_exercise_count(gradebook); i++) {
		char *possible = points_text(rubric_points(
			&gradebook->rubric, gradebook_exercise(gradebook, i)));

		csv_next(stream);
		csv_plain(stream, possible);
		free(possible);
	}
	csv_end(stream);
}

/* What Canvas finds a student by, in its order; without a class list by the login. */
static const enum listed_as identities[] = { LISTED_ID, LISTED_SIS_ID, LISTED_LOGIN,
					     LISTED_SECTION };

static const char *listed(const struct grade *grade, enum listed_as what,
			  const char *otherwise)
{
	const char *text = text_member(grade->listed, listed_name(what));

	if (what == LISTED_LOGIN && !json_is_object(grade->listed))
		return grade->student;
	return *text ? text : otherwise;
}

static void write_student(FILE *stream, const struct grade *grade)
{
	csv_text(stream, listed(grade, LISTED_NAME, grade->student));
	for (size_t i = 0; i < sizeof(identities) / sizeof(*identities); i++) {
		const char *text = listed(grade, identities[i], "");

		csv_next(stream);
		if (*text)
			csv_text(stream, text);
	}
	for (size_t i = 0; i < grade->count; i++) {
		char *earned = points_text(grade->exercises[i].earned);

		csv_next(stream);
		csv_plain(stream, grade->exercises[i].marked ? earned : "");
		free(earned);
	}
	csv_end(stream);
}

bool report_canvas(const struct gradebook *gradebook, char **error)
{
	struct report_file file;

	if (!report_open(&file, gradebook, NULL, "canvas.csv", error))
		return false;
	write_head(file.stream, gradebook);
	report_each_student(file.stream, gradebook, write_student);
	return report_close(&file, error);
}
