/*
 * A recording: what is known of one run of an exhibit, as bytes that can be kept, so that
 * it can be shown again without a compiler and without a run.
 *
 * It is a line of JSON, and the bytes of the trace after it. How long the run took
 * the machine is not in it: the same run makes the same recording.
 */
#ifndef COURSE_REHEARSAL_RECORDING_H
#define COURSE_REHEARSAL_RECORDING_H

#include "course/check.h"
#include "course/lesson.h"
#include "show/picture.h"
#include "text/text.h"

enum recording_source {
	RECORDING_LIVE,   /* it was run just now */
	RECORDING_KEPT,   /* it is from a run that went well, at another time */
	RECORDING_LESSON, /* the lines that the lesson shows, and no lanes */
};

struct recording {
	enum recording_source source;
	bool ran;      /* it was started, and not merely compiled */
	bool well;     /* as the course says */
	char *message; /* why it did not run, or what was wrong; NULL */
	char *report;  /* of a wrong answer, as a terminal shows it in colour; NULL */
	struct program_result result;
	struct picture picture; /* points into the result */
	char **names;           /* that blocking calls have */
};

/* Writes what came of a check. The message may be NULL or "", as the report. */
void recording_write(struct text *bytes, const struct check *check, bool well,
		     const char *message, const char *report);

/* Reads one; `name` is the picture's. False: these bytes are none, and there is
 * nothing to be freed. */
bool recording_read(const char *bytes, size_t length, const char *name,
		    struct recording *recording);

/* Makes one of what the lesson shows; it may be empty. */
void recording_of_lesson(const struct lesson_program *program,
			 struct recording *recording);

void recording_free(struct recording *recording);

#endif
