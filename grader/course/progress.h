/*
 * Progress: what a learner has tried, passed and been told of, in one small file.
 *
 * It lies with the work, in the folder of the course, so that who carries the one
 * to another machine has the other, too: ROOT/.course/progress.
 *
 *   course progress 1
 *   current async_resource
 *   exercise greetings tries 4 hints 2 passed 2026-03-01T18:02:11Z
 *   exercise async_resource tries 1 hints 0
 *
 * A line that begins with another word is a later version's: it is kept as it is.
 *
 * It is replaced as a whole, by rename(2), so that no crash leaves half of it, and
 * under a lock, so that of two commands at the same time both are noted. A file
 * that is damaged is put aside, never overwritten; what can be read of it counts.
 */
#ifndef COURSE_COURSE_PROGRESS_H
#define COURSE_COURSE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* The folder in the course's that holds what is the learner's own. */
#define PROGRESS_FOLDER ".course"

struct exercise_progress {
	char *name;
	unsigned tries; /* how often it was judged */
	unsigned hints; /* the number of the last hint that was shown; 0: none */
	char *passed;   /* when first, in UTC as above; NULL: not yet */
};

struct progress {
	char *current; /* the exercise that was last worked on, or NULL */
	struct exercise_progress *exercises;
	size_t count;
	char **others; /* lines of a later version */
	size_t other_count;
};

enum progress_event {
	PROGRESS_CHOSEN, /* it is the current one from now on */
	PROGRESS_TRIED,  /* it was judged, and is the current one */
	PROGRESS_PASSED, /* the same, and it was right */
	PROGRESS_HINTED, /* a hint on it was shown */
};

/* Reads it; no file is no progress. Where something is to be said to a person,
 * as of a damaged file, *notice is set to a sentence, to be freed; else to NULL. */
void progress_read(struct progress *progress, const char *root, char **notice);
void progress_free(struct progress *progress);

/* Notes an event. `hint` is the number that was shown. False, with a sentence, if
 * it could not be written; *notice as above. */
bool progress_note(const char *root, enum progress_event event, const char *exercise,
		   unsigned hint, char **notice, char **error);

/* What is known of an exercise; all zero if nothing is. */
struct exercise_progress progress_of(const struct progress *progress,
				     const char *exercise);

#endif
