/*
 * The site: the whole course as pages that need nothing but a browser.
 *
 *   index.html              the line of lessons
 *   lessons/NAME.html       a lesson each
 *   exercises/NAME.html     an exercise each
 *   search.html             the index, and the search in it
 *   search-index.js         what is searched
 *   style.css, script.js    see web/asset.h
 *   .course-site            says that the folder is ours, and what we put there
 *
 * No page asks the network for anything, and each is whole without the script.
 * The same course makes the same bytes.
 */
#ifndef COURSE_SITE_SITE_H
#define COURSE_SITE_SITE_H

#include <stdbool.h>

#include "course/curriculum.h"
#include "run/compile.h"
#include "site/play.h"

struct site_request {
	const char *folder; /* made if it is not there; if it is not empty, it must be a
			     * site that this has made */
	const struct curriculum *curriculum;
	const struct toolchain *toolchain;
	bool solutions;
	unsigned jobs; /* 0: one for each processor */
	void (*progress)(size_t done, size_t count);
};

struct site_result {
	size_t pages;
	size_t plays, run;  /* programs that are played; of these, run anew */
	size_t largest;     /* bytes of the longest page */
	char *largest_name; /* from the folder on */
	char *faults;       /* what is not as its document shows, a line each; or "" */
	char *lacks; /* what could not be run for want of a part of the runtime; the same */
};

/* False, with a sentence, if it could not be made; then the folder is as it was. */
bool site_make(const struct site_request *request, struct site_result *result,
	       char **error);
void site_result_free(struct site_result *result);

#endif
