/*
 * Blocks of code, as pages show them: each by what the words after its fence say.
 */
#ifndef COURSE_SITE_CODE_H
#define COURSE_SITE_CODE_H

#include "site/prose.h"

/* Any block of code of a document. */
void code_add_block(struct prose *prose, cmark_node *block, struct text *html);

/* A listing with a caption; language as in web/colour.h. */
void code_add_listing(struct text *html, const char *caption, const char *note,
		      const char *language, const char *source);

/* What a program prints, and when: it can be played. `play` may be NULL: then
 * only its lines are. `asked`: hidden until the reader has predicted it. */
void code_add_run(struct page *page, struct text *html, const char *caption,
		  const struct timed_output *output, const struct play *play, bool asked);

#endif
