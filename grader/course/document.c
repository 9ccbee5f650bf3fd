#define _GNU_SOURCE
#include "course/document.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* The longest document that anybody would read. */
static const size_t longest = (size_t)4 << 20;

bool document_read(struct document *document, const char *path, char **error)
{
	size_t length;
	char *bytes = file_read(path, longest, &length, error);

	*document = (struct document){ 0 };
	if (!bytes)
		return false;
	document->path = memory_copy_text(path);
	document->root = cmark_parse_document(bytes, length, CMARK_OPT_DEFAULT);
	free(bytes);
	return true;
}

void document_free(struct document *document)
{
	if (document->root)
		cmark_node_free(document->root);
	free(document->path);
	*document = (struct document){ 0 };
}

int document_fault(const struct document *document, int line, char **error,
		   const char *format, ...)
{
	va_list arguments;
	char *sentence;

	va_start(arguments, format);
	sentence = text_format_arguments(format, arguments);
	va_end(arguments);
	text_error(error, "%s:%d: %s", document->path, line, sentence);
	free(sentence);
	return 0;
}

static bool is_heading(cmark_node *node, int level)
{
	return cmark_node_get_type(node) == CMARK_NODE_HEADING &&
	       cmark_node_get_heading_level(node) == level;
}

cmark_node *document_title(const struct document *document)
{
	cmark_node *node = cmark_node_first_child(document->root);

	while (node && !is_heading(node, 1))
		node = cmark_node_next(node);
	return node;
}

static bool has_text(cmark_node *node, const char *name)
{
	char *text = document_text(node);
	bool same = strcasecmp(text, name) == 0;

	free(text);
	return same;
}

cmark_node *document_section(const struct document *document, const char *name)
{
	cmark_node *node = cmark_node_first_child(document->root);

	while (node && !(is_heading(node, 2) && has_text(node, name)))
		node = cmark_node_next(node);
	return node;
}

cmark_node *document_next(cmark_node *heading, cmark_node *block)
{
	cmark_node *next = cmark_node_next(block);

	if (next && cmark_node_get_type(next) == CMARK_NODE_HEADING &&
	    cmark_node_get_heading_level(next) <= cmark_node_get_heading_level(heading))
		return NULL;
	return next;
}

cmark_node *document_next_heading(cmark_node *heading, cmark_node *block, int level)
{
	while ((block = document_next(heading, block)))
		if (is_heading(block, level))
			return block;
	return NULL;
}

cmark_node *document_find(cmark_node *heading, cmark_node_type type)
{
	for (cmark_node *block = heading; (block = document_next(heading, block));)
		if (cmark_node_get_type(block) == type)
			return block;
	return NULL;
}

static void add_leaf(struct text *text, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK: text_add(text, cmark_node_get_literal(node)); break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK: text_add(text, " "); break;
	default: break;
	}
}

char *document_text(cmark_node *node)
{
	struct text text = { 0 };
	cmark_iter *iterator = cmark_iter_new(node);
	cmark_event_type event;

	while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
		cmark_node *current = cmark_iter_get_node(iterator);

		if (event == CMARK_EVENT_ENTER)
			add_leaf(&text, current);
		else if (current != node &&
			 cmark_node_get_type(current) == CMARK_NODE_PARAGRAPH &&
			 cmark_node_next(current))
			text_add(&text, " ");
	}
	cmark_iter_free(iterator);
	return text_take(&text);
}

char *document_first(cmark_node *node, cmark_node_type type)
{
	cmark_iter *iterator = cmark_iter_new(node);
	cmark_event_type event;
	char *found = NULL;

	while (!found && (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
		cmark_node *current = cmark_iter_get_node(iterator);

		if (event == CMARK_EVENT_ENTER && cmark_node_get_type(current) == type)
			found = document_text(current);
	}
	cmark_iter_free(iterator);
	return found;
}

bool document_is_block(cmark_node *node, const char *word)
{
	const char *info;

	if (cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
		return false;
	info = cmark_node_get_fence_info(node);
	return info && strncmp(info, word, strlen(word)) == 0 &&
	       !isalnum((unsigned char)info[strlen(word)]);
}
