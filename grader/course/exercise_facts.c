#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/exercise_parts.h"
#include "text/memory.h"

static const char *const kind_names[] = {
	[EXERCISE_COMPLETE] = "complete",
	[EXERCISE_REPAIR] = "repair",
	[EXERCISE_PREDICT] = "predict",
	[EXERCISE_DESIGN] = "design",
};

static const char *const order_names[] = {
	[ORDER_AS_STARTED] = "as started",
	[ORDER_FREE] = "free at one instant",
	[ORDER_FIXED] = "the same, whoever is first",
};

enum {
	ORDERS = sizeof(order_names) / sizeof(*order_names),
	KINDS = sizeof(kind_names) / sizeof(*kind_names),
};

const char *exercise_kind_name(enum exercise_kind kind)
{
	return kind_names[kind];
}

static bool set_kind(struct exercise *exercise, cmark_node *item, const char *value,
		     char **error)
{
	size_t kind = exercise_index_of(value, kind_names, KINDS);

	exercise->kind = (enum exercise_kind)kind;
	if (kind < KINDS)
		return true;
	return FAULT(exercise, item, error,
		     "«%s» is no kind of exercise: say complete, "
		     "repair, predict or design",
		     value);
}

static bool set_minutes(struct exercise *exercise, cmark_node *item, const char *value,
			char **error)
{
	char *end;
	long minutes = strtol(value, &end, 10);

	exercise->minutes = (int)minutes;
	if (end != value && *end == '\0' && minutes > 0 && minutes <= 10000)
		return true;
	return FAULT(exercise, item, error, "minutes: «%s» is not a number of minutes",
		     value);
}

static void replace(char **text, const char *value)
{
	free(*text);
	*text = memory_copy_text(value);
}

static bool set_concepts(struct exercise *exercise, cmark_node *item, const char *value,
			 char **error)
{
	(void)item, (void)error;
	replace(&exercise->concepts, value);
	return true;
}

static bool set_needs(struct exercise *exercise, cmark_node *item, const char *value,
		      char **error)
{
	(void)item, (void)error;
	replace(&exercise->needs, value);
	return true;
}

static bool set_uses(struct exercise *exercise, cmark_node *item, const char *value,
		     char **error)
{
	if (!*value)
		return FAULT(exercise, item, error, "uses: names no word");
	replace(&exercise->uses, value);
	return true;
}

static bool set_without(struct exercise *exercise, cmark_node *item, const char *value,
			char **error)
{
	if (!*value)
		return FAULT(exercise, item, error, "does without: names no word");
	replace(&exercise->without, value);
	return true;
}

static bool set_any_text(struct exercise *exercise, cmark_node *item, const char *value,
			 char **error)
{
	if (!*value)
		return FAULT(exercise, item, error, "any text: names no word");
	replace(&exercise->expected.placeholder, value);
	return true;
}

static bool set_order(struct exercise *exercise, cmark_node *item, const char *value,
		      char **error)
{
	size_t order = exercise_index_of(value, order_names, ORDERS);

	exercise->order = (enum exercise_order)order;
	if (order < ORDERS)
		return true;
	return FAULT(exercise, item, error,
		     "order: «%s» is none: say as started, free at one instant, or the "
		     "same, whoever is first",
		     value);
}

static const struct fact {
	const char *name;
	bool needed;
	bool (*set)(struct exercise *exercise, cmark_node *item, const char *value,
		    char **error);
} facts[] = {
	{ "kind", true, set_kind },          { "minutes", true, set_minutes },
	{ "concepts", false, set_concepts }, { "needs", false, set_needs },
	{ "any text", false, set_any_text }, { "order", false, set_order },
	{ "uses", false, set_uses },         { "does without", false, set_without },
};

enum { FACTS = sizeof(facts) / sizeof(*facts) };

/* «name: value» of an item. False if it is not of that form. */
static bool split_fact(char *text, char **value)
{
	char *colon = strchr(text, ':');

	if (!colon)
		return false;
	*colon = '\0';
	*value = colon + 1 + strspn(colon + 1, " ");
	return true;
}

static bool read_fact(struct exercise *exercise, cmark_node *item, bool seen[FACTS],
		      char **error)
{
	char *text = document_text(item), *value;
	bool good = false;
	size_t i = 0;

	if (!split_fact(text, &value)) {
		FAULT(exercise, item, error,
		      "«%s» is not a fact, such as «kind: complete»", text);
		free(text);
		return false;
	}
	while (i < FACTS && strcasecmp(facts[i].name, text) != 0)
		i++;
	if (i == FACTS) {
		FAULT(exercise, item, error,
		      "there is no fact «%s»: the facts are kind, minutes, "
		      "concepts, needs, any text, order, uses and does without",
		      text);
	} else {
		seen[i] = true;
		good = facts[i].set(exercise, item, value, error);
	}
	free(text);
	return good;
}

bool exercise_read_facts(struct exercise *exercise, cmark_node *title, char **error)
{
	bool seen[FACTS] = { false };
	cmark_node *list = cmark_node_next(title);

	while (list && cmark_node_get_type(list) != CMARK_NODE_LIST &&
	       cmark_node_get_type(list) != CMARK_NODE_HEADING)
		list = cmark_node_next(list);
	if (!list || cmark_node_get_type(list) != CMARK_NODE_LIST)
		return FAULT(exercise, title, error,
			     "there is no list of facts below the title, "
			     "such as «- kind: complete» and «- minutes: 20»");
	for (cmark_node *item = cmark_node_first_child(list); item;
	     item = cmark_node_next(item))
		if (!read_fact(exercise, item, seen, error))
			return false;
	for (size_t i = 0; i < FACTS; i++)
		if (facts[i].needed && !seen[i])
			return FAULT(exercise, list, error,
				     "the facts do not say «%s: …»", facts[i].name);
	return true;
}
