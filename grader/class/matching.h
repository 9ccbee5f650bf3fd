/*
 * Which of a student's files is which of an exercise's.
 *
 * A file belongs to an exercise if it lies in a folder of the exercise's name, however
 * deep, and has the name of one of its files; or if it has that name and no other
 * exercise that is graded has such a file; or if it is all that there is: the only C
 * file, where one exercise is graded that has one file to complete; that is noted. Of
 * two that could be meant the one counts that lies less deep. If there is none, a file
 * counts whose name was changed on its way (class/other_name.h), if there is one such;
 * that is noted, too.
 *
 * Data comes from the course, whatever was handed in, and so does the program whose
 * output is to be predicted.
 */
#ifndef COURSE_CLASS_MATCHING_H
#define COURSE_CLASS_MATCHING_H

#include "class/hand_in.h"
#include "course/exercise.h"
#include "course/submission.h"

struct match {
	/* For each file of the exercise's, the one that was handed in, or NULL. */
	const struct handed_file **files;
	size_t handed_in; /* how many are not NULL */
};

/* Matches the files with each exercise; `matches` has room for `count`. What is
 * missing, extra or there twice is noted in the hand-in, and `used` (an entry for each
 * file of it) says which files count. */
void match_all(struct hand_in *hand_in, const struct exercise *exercises, size_t count,
	       struct match *matches, bool *used);
void match_free(struct match *match);

/* Does that note only say what was done in the student's favour? */
bool match_note_is_kind(const char *note);

/* Does it say that a file was taken for another only since there was no other? */
bool match_note_is_guess(const char *note);

/* The submission: the files handed in, and those that the course hands out in the
 * place of what is missing. False, with a sentence, if the course's cannot be read. */
bool match_submission(const struct match *match, const struct exercise *exercise,
		      struct submission *submission, char **error);

/* Does any file's name or folder point to this exercise? */
bool hand_in_names_exercise(const struct hand_in *hand_in,
			    const struct exercise *exercise);

#endif
