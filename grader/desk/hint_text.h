/* One step of the ladder of hints, as `course hint` and `course watch` show it. */
#ifndef COURSE_DESK_HINT_TEXT_H
#define COURSE_DESK_HINT_TEXT_H

#include "course/exercise.h"
#include "show/terminal.h"

/* `index` is below the exercise's hint_count. */
void hint_text(const struct terminal *terminal, const struct exercise *exercise,
	       size_t index);

#endif
