/* What `course alike` has to ask about an exercise, and how it asks. */
#ifndef COURSE_COMMAND_ALIKE_H
#define COURSE_COMMAND_ALIKE_H

#include <jansson.h>

#include "class/known_answer.h"
#include "class/look_alikes.h"
#include "class/ring.h"
#include "class/roster.h"
#include "class/same_lines.h"
#include "course/exercise.h"
#include "show/terminal.h"

/* What each student has written for one exercise. */
struct class_work {
	const struct exercise *exercise;
	const struct roster *roster;
	struct structure *structures; /* of each student; empty: nothing was handed in */
	struct structure *lines;      /* the same */
	struct known_answers known;
	size_t handed_in;
};

/* What is to be asked about one exercise. */
struct found {
	struct look_alikes pairs;
	struct rings rings;
	struct same_lines_list same;
};

/* To a person. */
void alike_tell(const struct class_work *work, const struct found *found,
		const struct terminal *terminal);

/* To a program: a new object. */
json_t *alike_to_json(const struct class_work *work, const struct found *found);

#endif
