/*
 * A page: a lesson, or the task of an exercise, laid out for a terminal.
 *
 * It is a row of blocks. A reader moves from one to the next; a program can be
 * run where it stands, and an output that follows a prediction can be covered until
 * the reader has made one.
 */
#ifndef COURSE_STAGE_LESSON_PAGE_H
#define COURSE_STAGE_LESSON_PAGE_H

#include <stdbool.h>

#include "course/document.h"
#include "stage/sheet.h"

enum page_kind {
	PAGE_PROSE,
	PAGE_HEADING,
	PAGE_PROGRAM, /* `name` is a program that can be run */
	PAGE_OUTPUT,  /* what `name` prints, and when */
	PAGE_CODE,    /* any other block that stands between fences */
	PAGE_NOTE,    /* for who presents it: not shown */
};

struct page_block {
	enum page_kind kind;
	int level;      /* of a heading */
	char *name;     /* of a program, or a heading's text; else NULL */
	bool predicted; /* an output that the text before it asks to predict */
	struct sheet sheet;
};

struct lesson_page {
	struct page_block *blocks;
	size_t count;
};

/* Lays a document out; its tables are taken apart by that, so it is read anew for
 * the next time. Blocks from the heading of level 2 called `until` on are left out;
 * NULL: none. The terminal must live as long as the page. */
void lesson_page_lay_out(struct lesson_page *page, const struct document *document,
			 const struct terminal *terminal, const char *until);
void lesson_page_free(struct lesson_page *page);

/* The columns that text is laid out in: no wider than can be read well. */
size_t lesson_page_width(const struct terminal *terminal);

#endif
