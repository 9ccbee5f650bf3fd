/*
 * A page under writing: its frame, and where it stands in the site.
 */
#ifndef COURSE_SITE_PAGE_H
#define COURSE_SITE_PAGE_H

#include <stdbool.h>

#include "course/curriculum.h"
#include "site/folder.h"
#include "site/play.h"
#include "text/text.h"

/* What every page may look at. */
struct site {
	const struct curriculum *curriculum;
	const struct plays *plays;
	bool solutions;
	char *name;  /* of the course: «Async protocols in C» */
	char *about; /* the rest of its title; "" if there is none */
	struct folder *folder;
	struct text index; /* of the search, under writing */
	size_t indexed;    /* entries in it */
};

struct page {
	struct site *site;
	const char *path; /* «lessons/05_….html» */
	const char *up;   /* to the folder of the site: «../» or "" */
	const char *title;
	const char *kind; /* class of the body: lesson, exercise, front, search */
	struct text html;
	size_t asked; /* runs that the reader predicts first, so far */
};

/* Begins with the head, and opens <main>. */
void page_begin(struct page *page);

/* Links to what comes before and after, and to what it belongs to; a path that is NULL:
 * there is none. Paths are from the folder of the site on. */
struct page_turn {
	const char *path, *title;
};
void page_turns(struct page *page, const struct page_turn *before,
		const struct page_turn *up, const struct page_turn *after);

/* How the pictures are read, if there is one on the page. */
void page_legend(struct page *page);

/* Closes <main>, and puts the page into the folder. */
void page_end(struct page *page);

/* The pages: each writes one, and adds it to the index. */
void front_page(struct site *site);
void lesson_page(struct site *site, size_t index);
void exercise_page(struct site *site, size_t index);
void search_page(struct site *site);

/* Adds what stands under a heading to the index; heading and anchor may be "". Of
 * the text a part is shown; `more` is only found. */
struct search_entry {
	const char *path, *anchor, *title, *heading, *text, *more;
};
void search_add(struct site *site, const struct search_entry *entry);

/* The script that holds the index. */
void search_index(struct site *site);

#endif
