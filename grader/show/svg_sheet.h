/*
 * The sheet that an SVG is drawn on, from the top down, and its elements.
 *
 * Across, a place is a share of the axis, in percent: so the same drawing fits
 * a file of a certain width and a page of any. What has to fit between two such
 * places is measured by a width of the axis in pixels that is the most usual.
 */
#ifndef COURSE_SHOW_SVG_SHEET_H
#define COURSE_SHOW_SVG_SHEET_H

#include "show/lane_words.h"
#include "show/picture.h"
#include "text/text.h"

/* In pixels. */
enum {
	SHEET_LANE = 34,
	SHEET_BAR = 20,
	SHEET_WITH_ROW = 18,
	SHEET_NAME_ROW = 20,
};

struct sheet {
	const struct picture *picture;
	struct text body;
	struct text names; /* what lies above all of it */
	int y;
	int axis;         /* how wide, in pixels */
	int name_x;       /* where names begin, seen from where the axis does */
	bool names_above; /* in a row of their own */
};

/* The place of a moment, in percent of the axis. */
double sheet_place(const struct sheet *sheet, nanoseconds at);

/* A distance in percent of the axis, as usual pixels. */
double sheet_pixels(const struct sheet *sheet, double share);

/* Beside the axis, by pixels; and at a place of it, that many pixels off. */
void sheet_note(struct text *text, int x, int y, const char *style, const char *words);
void sheet_words(struct text *text, double place, int off, int y, const char *style,
		 const char *words);

/* What a label between two places may take. */
struct label_room sheet_room(const struct sheet *sheet, double from, double to);

/* From one place to another: words that fit between them, or none. Takes the words. */
void sheet_label(struct sheet *sheet, double from, double to, int y, const char *style,
		 char *words);

/* A line down, and one across. */
void sheet_upright(struct sheet *sheet, double place, int y, int height,
		   const char *style);
void sheet_level(struct sheet *sheet, double from, double to, int y, const char *style);

/* What a pointer that rests on it is told. Takes the sentence. */
void sheet_title(struct sheet *sheet, char *sentence);

/* The name of a lane or of what else stands beside the axis, cut if need be. */
void sheet_name(struct sheet *sheet, const char *style, const char *name);

/* How a sign is drawn in a box of 24 by 18 pixels, and what it means. */
struct sheet_key {
	const char *drawn, *words;
};

/* All that is drawn in lanes, up to a row without words. Each has a shape of its own,
 * since colour only says it again. */
extern const struct sheet_key sheet_keys[];

/* A lane, and the height that it takes. */
void sheet_lane(struct sheet *sheet, const struct lane *lane, bool stuck);
int sheet_lane_height(const struct sheet *sheet, const struct lane *lane);

#endif
