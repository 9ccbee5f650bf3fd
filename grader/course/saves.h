/*
 * Saves: each new content of an exercise's files, once; and of its exercise.md.
 *
 * Editors save in many ways: in place, under another name that is then renamed,
 * with a backup that is made first. So the folder is watched, not the file, by
 * inotify(7); and what counts is the content: what was handed over already is not
 * handed over again, however often it is written, and files of an editor's own are
 * nobody's business. Where no events come, as from a network folder or through a
 * link from elsewhere, a look every quarter of a second finds the same, a little
 * later.
 */
#ifndef COURSE_COURSE_SAVES_H
#define COURSE_COURSE_SAVES_H

#include <stdbool.h>
#include <stdint.h>

#include "course/submission.h"

/* How often to look, in milliseconds, when there are no events. */
enum { SAVES_LOOK = 250 };

/* A content that is followed, by its fingerprint; 0: none. */
struct saves_content {
	uint64_t given; /* what was handed over last */
	uint64_t seen;  /* what the last look found; a file half written would be another
	                 * at the next one */
};

struct saves {
	const struct exercise *exercise;
	int descriptor; /* of inotify; -1: there is none, and looks must do */
	int watch;      /* of the folder; -1: none */
	struct saves_content files;
	struct saves_content task; /* exercise.md */
	bool missing;              /* the last look found no such file */
	bool said_missing;         /* and that was told */
};

enum saves_news {
	SAVES_NOTHING,
	SAVES_NEW,     /* *submission is read, and to be freed */
	SAVES_MISSING, /* a file is gone, and stays so: *sentence says which; once */
	SAVES_BACK,    /* it is back, as it was judged */
	SAVES_TASK,    /* exercise.md is another: read it, and begin anew */
};

/* Nothing of its files is handed over yet; exercise.md is taken as it is, so read it
 * after that. Needs the exercise for as long as it lives. */
void saves_begin(struct saves *saves, const struct exercise *exercise);

/* May be called again, and of one that is all zero. */
void saves_end(struct saves *saves);

/* Readable when something happened in the folder; or -1. */
int saves_descriptor(const struct saves *saves);

/* What is there to be judged. `due`: time for a look has come; else only what
 * happened counts. */
enum saves_news saves_take(struct saves *saves, bool due, struct submission *submission,
			   char **sentence);

#endif
