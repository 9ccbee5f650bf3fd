/*
 * What the pages with marks have in common. They are whole without scripts and without
 * a network.
 */
#ifndef COURSE_CLASS_MARKS_PAGE_H
#define COURSE_CLASS_MARKS_PAGE_H

#include "class/grade.h"
#include "text/text.h"

/* Up to the heading, which says the title as well; and from there to the end, with a
 * script or NULL. */
void marks_page_begin(struct text *html, const char *title);
void marks_page_end(struct text *html, const char *script);

/* A word in the colour of what it means. */
void marks_page_verdict(struct text *html, const char *word);

/* «7.5 of 10», or «no mark». To be freed. */
char *marks_page_mark(bool marked, points earned, points possible);

/* A list of sentences, if there are any. */
void marks_page_notes(struct text *html, const json_t *notes);

/* An image, from its address, and in words. */
void marks_page_picture(struct text *html, const char *address, const char *words);

#endif
