/*
 * The picker: the exercises on the whole screen, to be scrolled, filtered, searched
 * and chosen from.
 */
#ifndef COURSE_DESK_PICKER_H
#define COURSE_DESK_PICKER_H

#include "course/curriculum.h"
#include "course/progress.h"

/* Needs a screen that has begun (show/screen.h). Returns the index of the exercise
 * that was chosen, beginning with the cursor at `index`; the count: none was. */
size_t pick_exercise(const struct curriculum *curriculum, const struct progress *progress,
		     size_t index);

#endif
