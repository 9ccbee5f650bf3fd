#include <async/html.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "selector.h"

const struct exception_type SelectorSyntaxError[1] = { { .name = "SelectorSyntaxError",
							 .base = ValueError } };

/* A text that somebody was given: the page's, until it is freed. */
struct kept_text {
	struct kept_text *next;
	char bytes[];
};

/* An element is a node of libxml2's tree, whose document knows its page. A node's own
 * `_private` is the text that it was asked for, if it was. */
struct html {
	htmlDocPtr document;
	struct kept_text *texts;
};

static xmlNodePtr node_of(const struct html_element *element)
{
	if (!element)
		raise (AttributeError, "there is no such element");
	return (xmlNodePtr)element;
}

static struct html *page_of(const struct html_element *element)
{
	return node_of(element)->doc->_private;
}

static char *new_text(struct html *page, size_t length)
{
	struct kept_text *text = malloc(sizeof *text + length + 1);

	if (!text)
		raise (MemoryError, "no room for a text of a page");
	text->next = page->texts;
	page->texts = text;
	text->bytes[length] = '\0';
	return text->bytes;
}

/* ---- a page ---- */

/* How far a page names its encoding, as HTML wants it to. */
#define PROLOGUE ((size_t)1024)

/* A page that names no encoding is in UTF-8; libxml2 would take it for Latin-1. */
static const char *encoding_of(const char *text, size_t length)
{
	static const char word[] = "charset";
	size_t end = length < PROLOGUE ? length : PROLOGUE;

	for (size_t i = 0; i + sizeof word - 1 <= end; i++)
		if (strncasecmp(text + i, word, sizeof word - 1) == 0)
			return NULL;
	return "UTF-8";
}

/* libxml2 makes nothing of nothing. */
static htmlDocPtr parse(const char *text, size_t length)
{
	int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		      HTML_PARSE_NONET | HTML_PARSE_COMPACT;

	if (length == 0)
		return htmlNewDocNoDtD(NULL, NULL);
	return htmlReadMemory(text, (int)length, NULL, encoding_of(text, length),
			      options);
}

struct html *html_parse_bytes(const char *text, size_t length)
{
	struct html *page;

	if (length > (size_t)1 << 30)
		raise (ValueError, "a page of %zu bytes is too long", length);
	page = calloc(1, sizeof *page);
	if (page)
		page->document = parse(text, length);
	if (!page || !page->document) {
		free(page);
		raise (MemoryError, "no room for a page of %zu bytes", length);
	}
	page->document->_private = page;
	return page;
}

struct html *html_parse(const char *text)
{
	return html_parse_bytes(text, strlen(text));
}

void html_free(struct html *page)
{
	struct kept_text *next;

	if (!page)
		return;
	for (struct kept_text *text = page->texts; text; text = next) {
		next = text->next;
		free(text);
	}
	xmlFreeDoc(page->document);
	free(page);
}

/* ---- selecting ---- */

static void say_nothing(void *context, xmlErrorPtr error)
{
	(void)context;
	(void)error;
}

/* What an expression gives, seen from a node; NULL: it is wrong. */
static xmlXPathObjectPtr evaluate(xmlDocPtr document, xmlNodePtr node, const char *xpath)
{
	xmlXPathContextPtr context = xmlXPathNewContext(document);
	xmlXPathObjectPtr result = NULL;

	if (!context)
		return NULL;
	context->node = node;
	context->error = say_nothing;
	result = xmlXPathEvalExpression((const xmlChar *)xpath, context);
	xmlXPathFreeContext(context);
	return result;
}

static xmlXPathObjectPtr find(xmlNodePtr node, const char *selector)
{
	char *xpath = selector_to_xpath(selector);
	xmlXPathObjectPtr found = evaluate(node->doc, node, xpath);

	free(xpath);
	if (!found)
		raise (SelectorSyntaxError, "'%.200s' is no XPath expression", selector);
	if (found->nodesetval)
		xmlXPathNodeSetSort(found->nodesetval);
	return found;
}

/* The first element from a place on, which is moved behind it; NULL: none. */
static struct html_element *next_element(xmlXPathObjectPtr found, int *place)
{
	const xmlNodeSet *nodes = found->nodesetval;

	while (nodes && *place < nodes->nodeNr) {
		xmlNodePtr node = nodes->nodeTab[(*place)++];

		if (node->type == XML_ELEMENT_NODE)
			return (struct html_element *)node;
	}
	return NULL;
}

generator (struct html_element *, selected, (xmlNodePtr, node), (const char *, selector))
{
	xmlXPathObjectPtr found = find(node, selector);
	struct html_element *element;
	int place = 0;

	try {
		while ((element = next_element(found, &place)))
			yield (element);
	} finally {
		xmlXPathFreeObject(found);
	} end_try
}

Generator(struct html_element *) html_select(struct html *page, const char *selector)
{
	return selected((xmlNodePtr)page->document, selector);
}

Generator(struct html_element *)
	html_select_in(struct html_element *element, const char *selector)
{
	return selected(node_of(element), selector);
}

static struct html_element *select_one(xmlNodePtr node, const char *selector)
{
	xmlXPathObjectPtr found = find(node, selector);
	int place = 0;
	struct html_element *element = next_element(found, &place);

	xmlXPathFreeObject(found);
	return element;
}

struct html_element *html_select_one(struct html *page, const char *selector)
{
	return select_one((xmlNodePtr)page->document, selector);
}

struct html_element *html_select_one_in(struct html_element *element,
					const char *selector)
{
	return select_one(node_of(element), selector);
}

/* ---- an element ---- */

const char *html_tag(const struct html_element *element)
{
	return (const char *)node_of(element)->name;
}

static bool is_blank(char c)
{
	return c && strchr(" \t\r\n\f", c);
}

/* Runs of white space become one blank, and none at the ends. */
static size_t squeeze(char *to, const char *from)
{
	char *begin = to;

	for (; *from; from++)
		if (!is_blank(*from))
			*to++ = *from;
		else if (to > begin && to[-1] != ' ')
			*to++ = ' ';
	if (to > begin && to[-1] == ' ')
		to--;
	*to = '\0';
	return (size_t)(to - begin);
}

const char *html_text(struct html_element *element)
{
	xmlNodePtr node = node_of(element);
	xmlChar *content;

	if (node->_private)
		return node->_private;
	content = xmlNodeGetContent(node);
	if (!content)
		raise (MemoryError, "no room for the text of <%s>", html_tag(element));
	try {
		node->_private =
			new_text(page_of(element), strlen((const char *)content));
		squeeze(node->_private, (const char *)content);
	} finally {
		xmlFree(content);
	} end_try
	return node->_private;
}

const char *html_attribute(struct html_element *element, const char *name)
{
	xmlAttrPtr attribute = xmlHasProp(node_of(element), (const xmlChar *)name);
	xmlChar *value;
	char *text;

	if (!attribute)
		return NULL;
	if (attribute->_private)
		return attribute->_private;
	value = xmlNodeGetContent((xmlNodePtr)attribute);
	if (!value)
		return "";
	try {
		size_t length = strlen((const char *)value);

		text = new_text(page_of(element), length);
		memcpy(text, value, length);
		attribute->_private = text;
	} finally {
		xmlFree(value);
	} end_try
	return attribute->_private;
}
