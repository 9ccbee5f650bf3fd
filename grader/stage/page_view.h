/*
 * A page as somebody reads it: what of it is on the screen, what is chosen, covered, and
 * run.
 */
#ifndef COURSE_STAGE_PAGE_VIEW_H
#define COURSE_STAGE_PAGE_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "stage/reading.h"
#include "stage/target.h"

/* What the reader has done to a block. Blocks keep their numbers when the page is
 * laid out anew. */
struct touched {
	bool uncovered;
	struct sheet below; /* what running it gave */
};

struct view_line {
	const struct sheet_line *line;
	size_t block;
};

struct page_view {
	struct terminal terminal; /* the screen, as wide as it was laid out for */
	struct lesson_page page;
	struct touched *touched;
	struct sheet cover;      /* what stands in the place of a covered output */
	struct view_line *lines; /* all of them, as they are now */
	size_t count;
	size_t top; /* the first that is on the screen */
	struct targets targets;
	size_t chosen; /* a target; the count, or more: none */
};

/* For the screen as it is now. False, with a sentence, if it can no longer be read. */
bool page_view_lay_out(struct page_view *view, const struct reading *reading,
		       char **error);
void page_view_free(struct page_view *view);

/* Frees what was done to so many blocks; NULL: nothing was. */
void page_view_forget(struct touched *touched, size_t count);

/* Makes the lines anew: something was uncovered or run. */
void page_view_make(struct page_view *view);

/* Lines of it that the screen shows. */
size_t page_view_rows(void);

bool page_view_is_covered(const struct page_view *view, size_t block);
size_t page_view_line_of_block(const struct page_view *view, size_t block);

/* Both stop where the page ends. */
void page_view_move_to(struct page_view *view, size_t top);
void page_view_move_by(struct page_view *view, long lines);
void page_view_move_to_section(struct page_view *view, int step);

/* What is chosen; NULL: nothing. */
const struct target *page_view_chosen(const struct page_view *view);
void page_view_set_chosen(struct page_view *view, size_t chosen);

/* The next one, or the one before (step -1), if there is one. */
void page_view_choose(struct page_view *view, int step);

/* What is on the screen, if what is chosen is not. */
void page_view_choose_seen(struct page_view *view);
void page_view_show_target(struct page_view *view, const struct target *target);

/* Writes a line with its end. */
void page_view_write_line(const struct page_view *view, const struct terminal *terminal,
			  size_t index);

#endif
