#include "course/heading.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

/* Bytes of other alphabets are kept as they are, but for the punctuation that
 * our own texts use: « » · (U+00AB, U+00BB, U+00B7) and U+2010 to U+205E. */
static size_t punctuation_at(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;

	if (bytes[0] == 0xc2 &&
	    (bytes[1] == 0xab || bytes[1] == 0xbb || bytes[1] == 0xb7))
		return 2;
	if (bytes[0] == 0xe2 && (bytes[1] == 0x80 || bytes[1] == 0x81))
		return 3;
	if (*bytes < 0x80 && !isalnum(*bytes) && *bytes != ' ' && *bytes != '-' &&
	    *bytes != '_')
		return 1;
	return 0;
}

static char *plain_anchor(const char *text)
{
	struct text anchor = { 0 };

	while (*text) {
		size_t skipped = punctuation_at(text);
		char letter = *text == ' ' ? '-' : (char)tolower((unsigned char)*text);

		if (!skipped)
			text_add_bytes(&anchor, &letter, 1);
		text += skipped ? skipped : 1;
	}
	return text_take(&anchor);
}

static char *unused_anchor(const struct headings *headings, const char *text)
{
	char *plain = plain_anchor(text), *anchor = memory_copy_text(plain);

	for (int number = 1; headings_find(headings, anchor); number++) {
		free(anchor);
		anchor = text_format("%s-%d", plain, number);
	}
	free(plain);
	return anchor;
}

static void add_heading(struct headings *headings, cmark_node *node)
{
	char *text = document_text(node);
	char *anchor = unused_anchor(headings, text);

	headings->headings = memory_resize(headings->headings, headings->count + 1,
					   sizeof(*headings->headings));
	headings->headings[headings->count++] = (struct heading){
		.node = node,
		.level = cmark_node_get_heading_level(node),
		.text = text,
		.anchor = anchor,
		.line = cmark_node_get_start_line(node),
	};
}

void headings_of(const struct document *document, struct headings *headings)
{
	*headings = (struct headings){ 0 };
	for (cmark_node *node = cmark_node_first_child(document->root); node;
	     node = cmark_node_next(node))
		if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
			add_heading(headings, node);
}

void headings_free(struct headings *headings)
{
	for (size_t i = 0; i < headings->count; i++) {
		free(headings->headings[i].text);
		free(headings->headings[i].anchor);
	}
	free(headings->headings);
	*headings = (struct headings){ 0 };
}

const struct heading *headings_find(const struct headings *headings, const char *anchor)
{
	for (size_t i = 0; i < headings->count; i++)
		if (strcmp(headings->headings[i].anchor, anchor) == 0)
			return &headings->headings[i];
	return NULL;
}
