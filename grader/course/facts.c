#include "course/facts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/memory.h"
#include "text/text.h"

static char *known_names(const char *const *known)
{
	struct text text = { 0 };

	for (size_t i = 0; known[i]; i++)
		text_add_format(&text, i ? ", %s" : "%s", known[i]);
	return text_take(&text);
}

static bool is_known(const char *name, const char *const *known)
{
	for (size_t i = 0; known[i]; i++)
		if (strcasecmp(known[i], name) == 0)
			return true;
	return false;
}

static bool check_name(const struct document *document, const struct facts *facts,
		       int line, const char *name, const char *const *known, char **error)
{
	char *names;

	if (facts_find(facts, name))
		return document_fault(document, line, error,
				      "the fact «%s» is there twice", name);
	if (is_known(name, known))
		return true;
	names = known_names(known);
	document_fault(document, line, error, "there is no fact «%s»: the facts are %s",
		       name, names);
	free(names);
	return false;
}

static bool read_fact(const struct document *document, struct facts *facts,
		      cmark_node *item, const char *const *known, char **error)
{
	char *text = document_text(item), *colon = strchr(text, ':');
	int line = cmark_node_get_start_line(item);
	bool good;

	if (!colon) {
		document_fault(document, line, error,
			       "«%s» is not a fact, such as «minutes: 20»", text);
		free(text);
		return false;
	}
	*colon = '\0';
	good = check_name(document, facts, line, text, known, error);
	if (good) {
		facts->facts = memory_resize(facts->facts, facts->count + 1,
					     sizeof(struct fact));
		facts->facts[facts->count++] = (struct fact){
			.name = memory_copy_text(text),
			.value = memory_copy_text(colon + 1 + strspn(colon + 1, " ")),
			.line = line,
		};
	}
	free(text);
	return good;
}

bool facts_read(const struct document *document, const char *const *known,
		struct facts *facts, char **error)
{
	cmark_node *title = document_title(document);
	cmark_node *list = title ? cmark_node_next(title) : NULL;

	*facts = (struct facts){ .line = title ? cmark_node_get_start_line(title) : 1 };
	while (list && cmark_node_get_type(list) != CMARK_NODE_LIST &&
	       cmark_node_get_type(list) != CMARK_NODE_HEADING)
		list = cmark_node_next(list);
	if (!list || cmark_node_get_type(list) != CMARK_NODE_LIST)
		return true;
	facts->line = cmark_node_get_start_line(list);
	for (cmark_node *item = cmark_node_first_child(list); item;
	     item = cmark_node_next(item))
		if (!read_fact(document, facts, item, known, error)) {
			facts_free(facts);
			return false;
		}
	return true;
}

void facts_free(struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		free(facts->facts[i].name);
		free(facts->facts[i].value);
	}
	free(facts->facts);
	*facts = (struct facts){ 0 };
}

const struct fact *facts_find(const struct facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->count; i++)
		if (strcasecmp(facts->facts[i].name, name) == 0)
			return &facts->facts[i];
	return NULL;
}

char **words_split(const char *list, size_t *count)
{
	char **words = NULL;

	*count = 0;
	while (*list) {
		size_t length = strcspn(list, ","), kept = length;
		size_t skipped = strspn(list, " ");

		if (skipped > kept)
			skipped = kept;
		while (kept > skipped && list[kept - 1] == ' ')
			kept--;
		if (kept > skipped) {
			words = memory_resize(words, *count + 1, sizeof(*words));
			words[(*count)++] =
				memory_copy_bytes(list + skipped, kept - skipped);
		}
		list += length + (list[length] == ',');
	}
	return words;
}

void words_free(char **words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(words[i]);
	free(words);
}
