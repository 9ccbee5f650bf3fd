/*
 * Facts of a lesson or exercise, as a page's head shows them: a term and what it
 * is, inside of a <dl>. Nothing is added where there is nothing to say.
 */
#ifndef COURSE_SITE_FACTS_LINE_H
#define COURSE_SITE_FACTS_LINE_H

#include "site/page.h"

void facts_line_minutes(struct text *html, int minutes);
void facts_line_words(struct text *html, const char *term, char *const *words,
		      size_t count);

/* The same of names of lessons and exercises, as links with their titles. */
void facts_line_links(struct page *page, const char *term, char *const *names,
		      size_t count);

/* The address of a lesson or exercise, from the folder of the site on, and its
 * title. False if there is no such page; else the path is to be freed. */
bool facts_line_find(const struct curriculum *curriculum, const char *name, char **path,
		     const char **title);

#endif
