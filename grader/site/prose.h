/*
 * Prose: the blocks of a document as parts of a page.
 *
 * cmark renders them. Before that, what it does not know is put in the place of
 * what it found: headings with their anchors, tables, code with its colours,
 * runs that play; and links to documents become links to their pages.
 */
#ifndef COURSE_SITE_PROSE_H
#define COURSE_SITE_PROSE_H

#include <cmark.h>

#include "course/heading.h"
#include "site/page.h"

struct prose {
	struct page *page;
	const struct document *document;
	struct headings headings;
	const struct lesson *lesson;     /* which it is of, or NULL */
	const struct exercise *exercise; /* the same */
	bool asks; /* the reader has been asked to predict, and has not seen it yet */
	cmark_node *placed; /* a block that has its place in the one before already */
};

void prose_begin(struct prose *prose, struct page *page, const struct document *document);
void prose_end(struct prose *prose);

/* Adds a block of the document. It is changed by that: each may be added once. */
void prose_add(struct prose *prose, cmark_node *block);

/* Adds all blocks of a section, without its heading. */
void prose_add_section(struct prose *prose, cmark_node *heading);

/* Text with markup in it, without the paragraph around it: of a heading or cell. */
void prose_add_inline(struct text *html, cmark_node *node);

/* Adds each section of the document from `first` on to the index of the search. */
void prose_index(struct prose *prose, const char *title, cmark_node *first);

#endif
