/*
 * The exercises as rows, under their lessons: for `course list` and the picker.
 *
 * Each begins with a mark, which EXERCISE_ROW_MARKS explains, or with none.
 */
#ifndef COURSE_DESK_EXERCISE_ROWS_H
#define COURSE_DESK_EXERCISE_ROWS_H

#include "course/curriculum.h"
#include "course/progress.h"
#include "show/terminal.h"

#define EXERCISE_ROW_MARKS "\u2713 passed  > current  ~ begun"

enum exercise_row_kind {
	ROW_LESSON,
	ROW_EXERCISE,
	ROW_UNREADABLE, /* an exercise that cannot be read: its row says why */
};

struct exercise_row {
	enum exercise_row_kind kind;
	char *text; /* one line */
	enum style style;
	size_t exercise; /* index in the curriculum; its count: a lesson's row */
	size_t lesson;   /* that it stands under; lesson_count: under none */
};

struct exercise_rows {
	struct exercise_row *rows;
	size_t count;
};

void exercise_rows_make(struct exercise_rows *rows, const struct curriculum *curriculum,
			const struct progress *progress);
void exercise_rows_free(struct exercise_rows *rows);

#endif
