#include "stage/inlines.h"

#include <stdbool.h>
#include <string.h>

#include "text/text.h"

static void add_link(struct paragraph *paragraph, cmark_node *link)
{
	const char *address = cmark_node_get_url(link);
	size_t prefix = strlen(COURSE_LINK);

	if (strncmp(address, COURSE_LINK, prefix) == 0)
		paragraph->link = address + prefix;
	inlines_add(paragraph, link, STYLE_LINK);
	paragraph->link = NULL;
	if (!strstr(address, "://"))
		return;
	paragraph_add(paragraph, STYLE_PLAIN, " ");
	paragraph_add(paragraph, STYLE_FAINT, "<");
	paragraph_add(paragraph, STYLE_FAINT, address);
	paragraph_add(paragraph, STYLE_FAINT, ">");
}

static bool is_blank(cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);

	return !text || text[strspn(text, " ")] == '\0';
}

static bool stands_alone(cmark_node *node)
{
	cmark_node *before = cmark_node_previous(node), *after = cmark_node_next(node);
	cmark_node *around = cmark_node_parent(node);

	if (cmark_node_get_type(around) == CMARK_NODE_LINK)
		return stands_alone(around);
	return (!before || is_blank(before)) && (!after || is_blank(after));
}

/* A tab would be drawn. Where there is no colour, quotation marks say what is code,
 * unless it stands alone, as in a table. */
static void add_code(struct paragraph *paragraph, cmark_node *node)
{
	bool marked = !stands_alone(node) && !paragraph->sheet->terminal->colour;
	struct text code = { 0 };

	if (marked)
		text_add(&code, "`");
	for (const char *at = cmark_node_get_literal(node); *at; at++)
		text_add_bytes(&code, *at == '\t' ? "    " : at, *at == '\t' ? 4 : 1);
	if (marked)
		text_add(&code, "`");
	paragraph_add_whole(paragraph, paragraph->link ? STYLE_LINK : STYLE_CODE,
			    code.bytes);
	text_free(&code);
}

static void add_one(struct paragraph *paragraph, cmark_node *node, enum style style)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		paragraph_add(paragraph, style, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_CODE: add_code(paragraph, node); break;
	case CMARK_NODE_SOFTBREAK: paragraph_add(paragraph, style, " "); break;
	case CMARK_NODE_LINEBREAK:
		paragraph_add(paragraph, style, " ");
		paragraph_break(paragraph);
		break;
	case CMARK_NODE_EMPH: inlines_add(paragraph, node, STYLE_EMPHASIS); break;
	case CMARK_NODE_STRONG: inlines_add(paragraph, node, STYLE_STRONG); break;
	case CMARK_NODE_LINK: add_link(paragraph, node); break;
	default: inlines_add(paragraph, node, style); break;
	}
}

void inlines_add(struct paragraph *paragraph, cmark_node *node, enum style style)
{
	cmark_node *child = cmark_node_first_child(node);

	for (; child; child = cmark_node_next(child))
		add_one(paragraph, child, style);
}
