/* Moodle: grades to be imported. One key, one grade, one feedback; «-» is no grade. */
#include <stdlib.h>

#include "class/class_list.h"
#include "class/csv.h"
#include "class/report.h"

static void write_student(FILE *stream, const struct grade *grade)
{
	char *earned = points_text(grade->earned);
	char *feedback = report_all_feedback(grade);
	const char *login = text_member(grade->listed, listed_name(LISTED_LOGIN));

	csv_text(stream, *login ? login : grade->student);
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
	struct report_file file;

	if (!report_open(&file, gradebook, NULL, "moodle.csv", error))
		return false;
	csv_plain(file.stream, "username,grade,feedback");
	csv_end(file.stream);
	report_each_student(file.stream, gradebook, write_student);
	return report_close(&file, error);
}
