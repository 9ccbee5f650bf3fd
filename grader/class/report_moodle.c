/* Moodle: grades to be imported. One key, one grade, one feedback; «-» is no grade. */
#include <stdlib.h>

#include "class/class_list.h"
#include "class/csv.h"
#include "class/report.h"

/* By what Moodle may find a student, and what it calls that; the first one is for a class
 * without a list. */
static const struct {
	enum listed_as what;
	const char *column;
} keys[] = {
	{ LISTED_LOGIN, "username" },
	{ LISTED_EMAIL, "email" },
	{ LISTED_SIS_ID, "idnumber" },
};

enum { KEYS = sizeof(keys) / sizeof(*keys) };

/* What the list has of the most: a row that is nobody's cancels the import of all. */
static size_t best_key(const struct gradebook *gradebook)
{
	size_t best = 0, most = 0;

	for (size_t i = 0; i < KEYS; i++) {
		size_t count = 0;

		for (size_t k = 0; k < gradebook_student_count(gradebook); k++)
			count += *text_member(gradebook_listed(gradebook, k),
					      listed_name(keys[i].what)) != '\0';
		if (count > most) {
			most = count;
			best = i;
		}
	}
	return best;
}

static void write_student(FILE *stream, const struct grade *grade, size_t key)
{
	char *earned = points_text(grade->earned);
	char *feedback = report_all_feedback(grade);
	const char *found = text_member(grade->listed, listed_name(keys[key].what));

	csv_text(stream, *found ? found : grade->student);
	csv_next(stream);
	csv_plain(stream, grade->marked ? earned : "-");
	csv_next(stream);
	csv_text(stream, feedback);
	csv_end(stream);
	free(feedback);
	free(earned);
}

bool report_moodle(const struct gradebook *gradebook, char **error)
{
	size_t key = best_key(gradebook);
	struct report_file file;

	if (!report_open(&file, gradebook, NULL, "moodle.csv", error))
		return false;
	csv_plain(file.stream, keys[key].column);
	csv_plain(file.stream, ",grade,feedback");
	csv_end(file.stream);
	for (size_t i = 0; i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		write_student(file.stream, &grade, key);
		grade_free(&grade);
	}
	return report_close(&file, error);
}
