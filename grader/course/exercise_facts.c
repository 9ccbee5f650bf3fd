#define _GNU_SOURCE
#include <stddef.h>
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

/* A line «name: value» below the title. */
struct fact {
	const char *name;
	bool needed;
	bool says_something; /* an empty value is a fault */
	bool (*set)(struct exercise *exercise, cmark_node *item, const struct fact *fact,
		    const char *value, char **error);
	size_t text; /* with set_text: offset of the field, a string that is owned */
};

static bool set_kind(struct exercise *exercise, cmark_node *item, const struct fact *fact,
		     const char *value, char **error)
{
	size_t kind = exercise_index_of(value, kind_names, KINDS);

	(void)fact;
	exercise->kind = (enum exercise_kind)kind;
	if (kind < KINDS)
		return true;
	return FAULT(exercise, item, error,
		     "«%s» is no kind of exercise: say complete, "
		     "repair, predict or design",
		     value);
}

static bool set_minutes(struct exercise *exercise, cmark_node *item,
			const struct fact *fact, const char *value, char **error)
{
	char *end;
	long minutes = strtol(value, &end, 10);

	(void)fact;
	exercise->minutes = (int)minutes;
	if (end != value && *end == '\0' && minutes > 0 && minutes <= 10000)
		return true;
	return FAULT(exercise, item, error, "minutes: «%s» is not a number of minutes",
		     value);
}

/* Of a fact that is kept as it is written. */
static bool set_text(struct exercise *exercise, cmark_node *item, const struct fact *fact,
		     const char *value, char **error)
{
	char **text = (char **)((char *)exercise + fact->text);

	if (!*value && fact->says_something)
		return FAULT(exercise, item, error, "%s: names no word", fact->name);
	free(*text);
	*text = memory_copy_text(value);
	return true;
}

static bool set_order(struct exercise *exercise, cmark_node *item,
		      const struct fact *fact, const char *value, char **error)
{
	size_t order = exercise_index_of(value, order_names, ORDERS);

	(void)fact;
	exercise->order = (enum exercise_order)order;
	if (order < ORDERS)
		return true;
	return FAULT(exercise, item, error,
		     "order: «%s» is none: say as started, free at one instant, or the "
		     "same, whoever is first",
		     value);
}

#define TEXT(field) .set = set_text, .text = offsetof(struct exercise, field)

static const struct fact facts[] = {
	{ "kind", .needed = true, .set = set_kind },
	{ "minutes", .needed = true, .set = set_minutes },
	{ "concepts", TEXT(concepts) },
	{ "needs", TEXT(needs) },
	{ "any text", .says_something = true, TEXT(expected.placeholder) },
	{ "order", .set = set_order },
	{ "uses", .says_something = true, TEXT(uses) },
	{ "does without", .says_something = true, TEXT(without) },
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
		good = facts[i].set(exercise, item, &facts[i], value, error);
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
