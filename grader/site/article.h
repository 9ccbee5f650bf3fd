/*
 * An article: the page of a document, be it of a lesson or of an exercise. It has a
 * head with facts, a list of what is in it, its text, and ways on.
 *
 *	article_begin(…);
 *	facts_line_words(…);            facts, a line each
 *	article_contents(…);            sections that stand in the document, …
 *	article_contents_entry(…);      … and those that do not
 *	article_text(…);
 *	prose_add(&article.prose, …);   the text
 *	article_end(…);
 */
#ifndef COURSE_SITE_ARTICLE_H
#define COURSE_SITE_ARTICLE_H

#include "site/page.h"
#include "site/prose.h"

enum article_kind { ARTICLE_LESSON, ARTICLE_EXERCISE };

struct article {
	struct page page;
	struct prose prose;
	enum article_kind kind;
	size_t index; /* in the curriculum, among those of its kind */
	char *path;
};

/* Begins the page, up to and with its title; `kicker` is HTML that says where one is. */
void article_begin(struct article *article, struct site *site, enum article_kind kind,
		   size_t index, const struct document *document, const char *kicker);

/* Ends the facts, and begins the list of what is in it. */
void article_contents(struct article *article);

/* Adds a section of the document, or one of ours. */
void article_contents_heading(struct article *article, const struct heading *heading);
void article_contents_entry(struct article *article, const char *anchor,
			    const char *title);

/* Ends that list, and begins the text. */
void article_text(struct article *article);

/* What is behind the title and the list of facts, which the head shows. */
cmark_node *article_first_block(const struct document *document);

/* Ends the text, adds what is to be said of its pictures, and where to go from here:
 * to the article of its kind before, up to `up`, and to the next one. */
void article_end(struct article *article, const struct page_turn *up);

#endif
