/*
 * A picture of time: the lanes of one program, or of two under each other on one
 * time axis, and the writers that draw it.
 *
 * A side may have no lanes, since a program need not be one of our runtime's:
 * what is left are its lines and their moments.
 */
#ifndef COURSE_SHOW_PICTURE_H
#define COURSE_SHOW_PICTURE_H

#include <stdbool.h>
#include <stdio.h>

#include "course/check.h"
#include "show/lanes.h"
#include "show/terminal.h"

struct text;

enum { PICTURE_SIDES = 2 };

struct picture_side {
	const char *title; /* «expected», «yours» */
	struct trace trace;
	struct lanes lanes;
	nanoseconds marked; /* where the first divergence is; -1: nowhere */
	char *mark;         /* what it is, in a few words */
};

struct picture {
	char *title;       /* name of the exercise or the program */
	char *description; /* one sentence, for who cannot see it */
	struct picture_side sides[PICTURE_SIDES];
	size_t count;
	nanoseconds until; /* the axis ends here; what goes on is cut */
};

/* Is there anything to be shown? Not of a program that did not run; nor to who
 * predicts, and has not found it yet. */
bool picture_may_show(const struct check_request *request, const struct check *check);

/* Of a check, without sides if nothing may be shown: yours, and above it the run of the
 * reference solution if there is one (else NULL). All that is given must live as long as the picture. */
void picture_of_check(struct picture *picture, const struct check_request *request,
		      const struct check *check, const struct check *reference);

/* Of any program. */
void picture_of_run(struct picture *picture, const char *name,
		    const struct program_result *result);

void picture_free(struct picture *picture);

/* Is the line drawn? Only standard output is judged. */
bool picture_has_line(const struct picture *picture, const struct timed_line *line);

/* A step for the axis: 1, 2 or 5 times a power of ten, so that at most `most`
 * of it are in `span`; and its digits behind the point. */
nanoseconds picture_step(nanoseconds span, size_t most, int *digits);

/* On a terminal: as wide as it is, without control bytes. */
void picture_text(const struct terminal *terminal, const struct picture *picture);

/* One side of it alone, on the same axis: so that both can stand beside each other. */
void picture_text_side(const struct terminal *terminal, const struct picture *picture,
		       size_t side);

/* The same as far as it has come at that moment: as high, so that it can grow. */
void picture_text_at(const struct terminal *terminal, const struct picture *picture,
		     nanoseconds now);

/* For a page: an SVG as wide as the column that it stands in, coloured and set by
 * the page's style sheet (web/lanes.css). Its moments are percents of its width, and
 * what is drawn there is plain; the page may lay its `.curtain` over the rest. */
void picture_figure(const struct picture *picture, struct text *html);

/* How such pictures are read. */
void picture_legend(struct text *html);

/* When something happens in it, in milliseconds, each moment once: «0 500 1000», to be
 * freed. The last is its end. */
char *picture_moments(const struct picture *picture);

/* A format that a picture can be written in; false: it could not be. */
typedef bool picture_writer(FILE *stream, const struct picture *picture);

picture_writer picture_svg;          /* a file of its own, light or dark */
picture_writer picture_chrome_trace; /* for Perfetto or chrome://tracing */
picture_writer picture_html;         /* a page of its own, on which it plays */
picture_writer picture_cast;         /* the lines and what grows, for asciinema (2) */

/* The writer of the format «svg», «html», «trace» or «cast»; NULL: there is none. */
picture_writer *picture_format(const char *name);

#endif
