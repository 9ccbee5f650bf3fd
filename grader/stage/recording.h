/*
 * A recording: what is known of one run of a lesson's program, in a file, so that it
 * can be played when nothing can be run.
 *
 * The file is a line of JSON, and the bytes of the trace after it. It is only played
 * for the very source that it was made from.
 */
#ifndef COURSE_STAGE_RECORDING_H
#define COURSE_STAGE_RECORDING_H

#include "course/lesson.h"
#include "show/picture.h"
#include "stage/rehearsal.h"

enum recording_source {
	RECORDING_LIVE,   /* it was run just now */
	RECORDING_KEPT,   /* it is from a run that went well, at another time */
	RECORDING_LESSON, /* the lines that the lesson shows, and no lanes */
};

struct recording {
	enum recording_source source;
	bool well;     /* as the lesson says */
	char *message; /* why it did not run, or what was wrong; NULL */
	struct program_result result;
	struct picture picture; /* points into the result */
	char **names;           /* that blocking calls have */
};

/* Writes what came of a rehearsal into an empty file. */
bool recording_write(int file, const struct rehearsal *rehearsal);

/* Reads one that was made of this program. False: it is none, or of another. */
bool recording_read(int file, const struct lesson_program *program,
		    struct recording *recording);

/* Makes one of what the lesson shows; it may be empty. */
void recording_of_lesson(const struct lesson_program *program,
			 struct recording *recording);

void recording_free(struct recording *recording);

/* Keeps a recording's file in the reader's cache ($XDG_CACHE_HOME/course, or
 * ~/.cache/course); and opens it again. Where there is no such folder nothing is
 * kept. The descriptor is -1 if there is none. */
void recording_keep(const struct lesson *lesson, const struct lesson_program *program,
		    int file);
int recording_open_kept(const struct lesson *lesson,
			const struct lesson_program *program);

#endif
