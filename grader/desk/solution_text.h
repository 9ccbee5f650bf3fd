/* The reference solution, as `course solution` and `course watch` show it. */
#ifndef COURSE_DESK_SOLUTION_TEXT_H
#define COURSE_DESK_SOLUTION_TEXT_H

#include <stdbool.h>

#include "course/submission.h"
#include "show/terminal.h"

/* Its files, but for those that are the same for everybody; then what its tasks do
 * when. False, with a sentence, if there is none. */
bool solution_text(const struct terminal *terminal, const struct exercise *exercise,
		   char **error);

/* The files alone; each beside the one of another submission (NULL: of none), on a
 * terminal on which they fit (desk/beside.h). */
bool solution_files(const struct terminal *terminal, const struct exercise *exercise,
		    const struct submission *other, char **error);

#endif
