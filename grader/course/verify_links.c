#define _GNU_SOURCE
#include "course/verify.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "course/heading.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* ---- links --------------------------------------------------------------- */

/* The line of the block in which a piece of text stands. */
static int line_of(cmark_node *node)
{
	while (node && !cmark_node_get_start_line(node))
		node = cmark_node_parent(node);
	return node ? cmark_node_get_start_line(node) : 0;
}

static bool has_scheme(const char *url)
{
	size_t length = 0;

	while (isalnum((unsigned char)url[length]) ||
	       (length && strchr("+.-", url[length]) && url[length]))
		length++;
	return length > 1 && url[length] == ':';
}

/* «https://host…», without a space; or «mailto:somebody@host». */
static bool is_well_formed(const char *url)
{
	const char *host;

	if (strpbrk(url, " \t\"<>"))
		return false;
	if (strncmp(url, "mailto:", 7) == 0)
		return strchr(url, '@') != NULL;
	host = strncmp(url, "https://", 8) == 0  ? url + 8
	       : strncmp(url, "http://", 7) == 0 ? url + 7
						 : "";
	return isalnum((unsigned char)*host) && strcspn(host, "/?#") > 0 &&
	       memchr(host, '.', strcspn(host, "/?#"));
}

/* «%20» and the like, as cmark leaves them in a link. */
static char *decoded(const char *text, size_t length)
{
	struct text plain = { 0 };

	for (size_t i = 0; i < length; i++) {
		char digits[3] = { 0 }, byte = text[i];

		if (byte == '%' && i + 2 < length &&
		    isxdigit((unsigned char)text[i + 1]) &&
		    isxdigit((unsigned char)text[i + 2])) {
			memcpy(digits, text + i + 1, 2);
			byte = (char)strtol(digits, NULL, 16);
			i += 2;
		}
		text_add_bytes(&plain, &byte, 1);
	}
	return text_take(&plain);
}

static bool has_anchor(const struct document *document, const char *anchor)
{
	struct headings headings;
	bool has;

	headings_of(document, &headings);
	has = headings_find(&headings, anchor) != NULL;
	headings_free(&headings);
	return has;
}

static bool ends_in(const char *text, const char *ending)
{
	size_t length = strlen(text), tail = strlen(ending);

	return length >= tail && strcmp(text + length - tail, ending) == 0;
}

/* In a document a heading of that name; in any other file «L12». */
static bool leads_to_place(const char *path, const char *anchor)
{
	struct document document;
	bool leads;

	if (!ends_in(path, ".md"))
		return *anchor == 'L' && isdigit((unsigned char)anchor[1]);
	if (!document_read(&document, path, NULL))
		return false;
	leads = has_anchor(&document, anchor);
	document_free(&document);
	return leads;
}

static void hold_inner_link(const struct document *document, const char *url, int line,
			    struct faults *faults)
{
	size_t length = strcspn(url, "#");
	char *anchor = decoded(url + length + (url[length] == '#'),
			       strlen(url + length + (url[length] == '#')));
	char *file = decoded(url, length);
	char *folder = path_folder(document->path);
	char *path = length ? path_join(folder, file) : memory_copy_text(document->path);

	if (*file == '/' || (!file_is_plain(path) && !file_is_folder(path)))
		faults_add(faults, document->path, line, "the link to %s leads nowhere",
			   url);
	else if (url[length] == '#' && !leads_to_place(path, anchor))
		faults_add(faults, document->path, line,
			   "the link to %s leads to no heading: there is no #%s", url,
			   anchor);
	free(path);
	free(folder);
	free(file);
	free(anchor);
}

static void hold_link(const struct document *document, cmark_node *link,
		      struct faults *faults)
{
	const char *url = cmark_node_get_url(link);
	int line = line_of(link);

	if (!url || !*url)
		faults_add(faults, document->path, line,
			   "a link leads nowhere: it is empty");
	else if (!has_scheme(url))
		hold_inner_link(document, url, line, faults);
	else if (!is_well_formed(url))
		faults_add(faults, document->path, line,
			   "«%s» is not the address of a page", url);
}

/* ---- what is still to be written ----------------------------------------- */

/* TODO as a word of its own. */
static const char *find_todo(const char *text)
{
	const char *at = text;

	while ((at = strstr(at, "TODO"))) {
		bool begins = at == text || !isalnum((unsigned char)at[-1]);

		if (begins && !isalnum((unsigned char)at[4]))
			return at;
		at += 4;
	}
	return NULL;
}

static void hold_written(const struct document *document, cmark_node *node,
			 struct faults *faults)
{
	const char *text = cmark_node_get_literal(node),
		   *found = text ? find_todo(text) : NULL;
	int line = line_of(node);

	if (!found)
		return;
	if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK)
		for (const char *at = text; at < found; at++)
			line += *at == '\n';
	faults_add(faults, document->path,
		   line + (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK),
		   "still to be written: %.*s", (int)strcspn(found, "\n|"), found);
}

void verify_links(const struct document *document, struct faults *faults)
{
	cmark_iter *iterator = cmark_iter_new(document->root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iterator);
		cmark_node_type type = cmark_node_get_type(node);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
			hold_link(document, node, faults);
		else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE_BLOCK)
			hold_written(document, node, faults);
	}
	cmark_iter_free(iterator);
}
