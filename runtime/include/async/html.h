/*
 * HTML: what stands where on a page that was read from elsewhere. On libxml2's parser,
 * which makes a tree of any text, as browsers do.
 *
 *	struct html *page = html_parse(text);
 *
 *	for_each (struct html_element *, link, html_select(page, "ul.items a[href]"))
 *		printf("%s: %s\n", html_attribute(link, "href"), html_text(link));
 *	html_free(page);
 *
 * What BeautifulSoup's select() and get_text() do. A header of the part «html» of the
 * runtime: a program includes it by its name, and is linked with libasync_html.a.
 *
 * Who owns what: the page owns its elements, and each text and attribute that was
 * asked for. All are good until html_free. Nothing here suspends: a page is in memory.
 */
#ifndef ASYNC_HTML_H
#define ASYNC_HTML_H

#include <stddef.h>

#include "../async.h"

struct html;         /* a page */
struct html_element; /* an element of it */

/* A selector that cannot be understood; a ValueError. */
extern const struct exception_type SelectorSyntaxError[1];

/* Parses a page in UTF-8, or in the encoding that it names: a text up to its NUL, or
 * so many bytes. Any bytes make a page, if perhaps an empty one. The text is not needed afterwards. Raises MemoryError;
 * ValueError for a text of more than a gigabyte. */
struct html *html_parse(const char *text);
struct html *html_parse_bytes(const char *text, size_t length);
void html_free(struct html *);

/*
 * The elements that a CSS selector finds, in the order of the page:
 *
 *	tag  *  .class  #id  [name]  [name=value]  [name^=value]  [name$=value]
 *	[name*=value]  [name~=value]  :first-child  :last-child  :nth-child(3)
 *
 * in any combination, and of those by « » (within), «>» (a child of), «+» (next to),
 * «~» (behind), «,» (or). Values may stand in quotes. Names of tags and attributes
 * are told apart without regard to case, as HTML has it.
 *
 * Or, if it begins with «/», «./» or «(», an XPath expression (libxml2: xmlXPathEval)
 * that gives elements; others that it gives are passed over.
 *
 * Raises SelectorSyntaxError when it is first asked for an element.
 */
Generator(struct html_element *) html_select(struct html *, const char *selector)
	__attribute__((warn_unused_result));

/* The same below an element: without it, for CSS; from it on, for XPath. */
Generator(struct html_element *)
	html_select_in(struct html_element *, const char *selector)
		__attribute__((warn_unused_result));

/* The first of them, or NULL: BeautifulSoup's select_one(). What is asked of that NULL,
 * by what follows or by html_select_in, raises AttributeError, as it does of None. */
struct html_element *html_select_one(struct html *, const char *selector);
struct html_element *html_select_one_in(struct html_element *, const char *selector);

/* Its name, in small letters: "a". */
const char *html_tag(const struct html_element *);

/* All text within it; runs of white space are one blank, and none are at the ends. */
const char *html_text(struct html_element *);

/* The value of an attribute, or NULL if it has none of that name. */
const char *html_attribute(struct html_element *, const char *name);

#endif
