/*
 * Blocks of code, as pages show them: each by what the words after its fence say.
 */
#ifndef COURSE_SITE_CODE_H
#define COURSE_SITE_CODE_H

#include "site/prose.h"

/* Any block of code of a document. */
void code_add_block(struct prose *prose, cmark_node *block, struct text *html);

/* A listing with a caption; language as in text/code_token.h. */
void code_add_listing(struct text *html, const char *caption, const char *note,
		      const char *language, const char *source);

/* What a program prints, and when: it can be played. */
struct code_run {
	const char *caption;
	const struct timed_output *output;
	const struct play *play; /* NULL: only its lines are known */
	bool asked;              /* hidden until the reader has predicted it */
	const char *more;        /* what else would tell it, as HTML; or NULL */
};

void code_add_run(struct text *html, const struct code_run *run);

#endif
