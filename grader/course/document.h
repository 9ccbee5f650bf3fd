/*
 * A document: Markdown, as cmark reads it, and the questions that we ask of it.
 *
 * The tree is CommonMark's, so a section is not a node: it is a heading and
 * all that follows up to the next heading of its level or above.
 */
#ifndef COURSE_COURSE_DOCUMENT_H
#define COURSE_COURSE_DOCUMENT_H

#include <cmark.h>
#include <stdbool.h>

struct document {
	char *path;
	cmark_node *root;
};

bool document_read(struct document *document, const char *path, char **error);
void document_free(struct document *document);

/* Sets *error to «path:line: sentence» and returns false. */
int document_fault(const struct document *document, int line, char **error,
		   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The first heading of level 1, or NULL. */
cmark_node *document_title(const struct document *document);

/* The heading of level 2 with that text (case does not matter), or NULL. */
cmark_node *document_section(const struct document *document, const char *name);

/* Walks through a section: the block after `block` that still belongs to it, or
 * NULL. Begin with the heading itself. */
cmark_node *document_next(cmark_node *heading, cmark_node *block);

/* The next heading of `level` in the section, after `block`; NULL if none. */
cmark_node *document_next_heading(cmark_node *heading, cmark_node *block, int level);

/* The first block of that type in the section, or NULL. */
cmark_node *document_find(cmark_node *heading, cmark_node_type type);

/* The text of a node and all in it, without markup, line ends as spaces. */
char *document_text(cmark_node *node);

/* The text of the first `code` or *emphasised* piece in it; NULL if none. */
char *document_first(cmark_node *node, cmark_node_type type);

/* Is this a fenced block whose info string begins with that word? */
bool document_is_block(cmark_node *node, const char *word);

#endif
