#include "class/rubric.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/document.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

/* What an exercise may be worth at most. */
enum { MOST_POINTS = 1000000, USUAL_POINTS = 10 };

static void start_entry(struct rubric *rubric, const char *exercise)
{
	struct rubric_entry *entry;

	rubric->entries = memory_resize(rubric->entries, rubric->count + 1,
					sizeof(*rubric->entries));
	entry = &rubric->entries[rubric->count++];
	*entry = (struct rubric_entry){
		.exercise = exercise ? memory_copy_text(exercise) : NULL,
		.points = -1,
		.documented = -1,
	};
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		entry->percent[i] = -1;
}

void rubric_default(struct rubric *rubric)
{
	*rubric = (struct rubric){ 0 };
	start_entry(rubric, NULL);
}

void rubric_free(struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->count; i++)
		free(rubric->entries[i].exercise);
	free(rubric->entries);
	*rubric = (struct rubric){ 0 };
}

/* ---- reading ---------------------------------------------------------------- */

/* «12», «2.5»: at most three digits behind the point. */
static bool read_points(const char *text, points *value)
{
	points unit = POINTS_ONE;

	*value = 0;
	if (!isdigit((unsigned char)*text))
		return false;
	for (; isdigit((unsigned char)*text); text++) {
		*value = *value * 10 + (*text - '0') * POINTS_ONE;
		if (*value > MOST_POINTS * POINTS_ONE)
			return false;
	}
	if (*text == '.')
		for (text++; isdigit((unsigned char)*text) && unit > 1; text++) {
			unit /= 10;
			*value += (*text - '0') * unit;
		}
	return *text == '\0';
}

/* «50 %» or «50%». */
static bool read_percent(const char *text, int *value)
{
	char *end;
	long number = strtol(text, &end, 10);

	*value = (int)number;
	end += strspn(end, " ");
	return isdigit((unsigned char)*text) && number >= 0 && number <= 100 &&
	       strcmp(end, "%") == 0;
}

/* An item of a list that is being read. */
struct item {
	const struct document *document;
	int line;
	const char *name, *value;
};

/* Which of the two is meant nobody knows. */
static bool is_first(const struct item *item, bool first, char **error)
{
	return first || document_fault(item->document, item->line, error,
				       "«%s» is said twice", item->name);
}

static bool set_points(const struct item *item, points *value, char **error)
{
	if (!is_first(item, *value < 0, error))
		return false;
	if (read_points(item->value, value))
		return true;
	return document_fault(item->document, item->line, error,
			      "«%s» is no number of points, such as 10 or 2.5, up to %d",
			      item->value, MOST_POINTS);
}

static bool set_percent(const struct item *item, struct rubric_entry *entry, char **error)
{
	enum verdict_kind kind = verdict_of_name(item->name);

	if (kind == VERDICT_COUNT || kind == VERDICT_PASS || kind == VERDICT_JE)
		return document_fault(item->document, item->line, error,
				      "there is no «%s»: say points, documented case, or "
				      "a verdict such as TIME",
				      item->name);
	if (!is_first(item, entry->percent[kind] < 0, error))
		return false;
	if (read_percent(item->value, &entry->percent[kind]))
		return true;
	return document_fault(item->document, item->line, error,
			      "«%s» is not a share of a case's points, such as 50 %%",
			      item->value);
}

static bool take_item(const struct item *item, struct rubric_entry *entry, char **error)
{
	if (strcasecmp(item->name, "points") == 0)
		return set_points(item, &entry->points, error);
	if (strcasecmp(item->name, "documented case") == 0)
		return set_points(item, &entry->documented, error);
	return set_percent(item, entry, error);
}

static bool read_item(const struct document *document, cmark_node *node,
		      struct rubric_entry *entry, char **error)
{
	char *text = document_text(node), *colon = strchr(text, ':');
	struct item item = { document, cmark_node_get_start_line(node), text, NULL };
	bool good;

	if (colon) {
		*colon = '\0';
		item.value = colon + 1 + strspn(colon + 1, " ");
		good = take_item(&item, entry, error);
	} else {
		good = document_fault(document, item.line, error,
				      "«%s» says nothing: write «points: 10»", text);
	}
	free(text);
	return good;
}

/* What the exercise is worth, by what was read so far. */
static points worth_of(const struct rubric *rubric, const struct rubric_entry *entry)
{
	if (entry->points >= 0)
		return entry->points;
	return rubric->entries[0].points >= 0 ? rubric->entries[0].points
					      : USUAL_POINTS * POINTS_ONE;
}

static bool read_list(const struct rubric *rubric, const struct document *document,
		      cmark_node *list, char **error)
{
	struct rubric_entry *entry = &rubric->entries[rubric->count - 1];

	for (cmark_node *item = cmark_node_first_child(list); item;
	     item = cmark_node_next(item))
		if (!read_item(document, item, entry, error))
			return false;
	if (entry->documented > worth_of(rubric, entry))
		return document_fault(document, cmark_node_get_start_line(list), error,
				      "the documented case cannot earn more than all the "
				      "points");
	return true;
}

static bool is_exercise(const struct document *document, cmark_node *heading,
			const char *name, const char *const *exercises, char **error)
{
	size_t count = 0, nearest;

	while (exercises[count])
		if (strcmp(exercises[count++], name) == 0)
			return true;
	nearest = nearest_name(name, exercises, count);
	return document_fault(document, cmark_node_get_start_line(heading), error,
			      nearest < count ? "there is no exercise «%s»: did you mean "
						"%s?"
					      : "there is no exercise «%s»",
			      name, nearest < count ? exercises[nearest] : "");
}

static bool start_section(struct rubric *rubric, const struct document *document,
			  cmark_node *heading, const char *const *exercises, char **error)
{
	char *name = document_text(heading);
	bool good = is_exercise(document, heading, name, exercises, error);

	for (size_t i = 1; good && i < rubric->count; i++)
		if (strcmp(rubric->entries[i].exercise, name) == 0)
			good = document_fault(document,
					      cmark_node_get_start_line(heading), error,
					      "%s is there twice", name);
	if (good)
		start_entry(rubric, name);
	free(name);
	return good;
}

/* A paragraph says nothing to us; one that looks like an item was meant to. */
static bool is_prose(const struct document *document, cmark_node *paragraph, char **error)
{
	char *text = document_text(paragraph), *colon = strchr(text, ':');
	bool good = true;

	if (colon) {
		const char *value = colon + 1 + strspn(colon + 1, " ");

		*colon = '\0';
		if (isdigit((unsigned char)*value) &&
		    (strcasecmp(text, "points") == 0 ||
		     strcasecmp(text, "documented case") == 0 ||
		     verdict_of_name(text) != VERDICT_COUNT))
			good = document_fault(document,
					      cmark_node_get_start_line(paragraph), error,
					      "«%s: %s» stands in no list: write «- » "
					      "before it, and a blank line above",
					      text, value);
	}
	free(text);
	return good;
}

/* What stands below an exercise's name at another level would be for all of them. */
static bool is_no_exercise(const struct document *document, cmark_node *heading,
			   const char *const *exercises, char **error)
{
	int level = cmark_node_get_heading_level(heading);
	char *name = document_text(heading);
	bool good = true;

	/* The first one of all is the title, whatever it says. */
	for (size_t i = 0;
	     good && level != 2 && cmark_node_previous(heading) && exercises[i]; i++)
		if (strcasecmp(exercises[i], name) == 0)
			good = document_fault(document,
					      cmark_node_get_start_line(heading), error,
					      "an exercise's heading is of the second "
					      "level: write «## %s»",
					      exercises[i]);
	free(name);
	return good;
}

static bool read_blocks(struct rubric *rubric, const struct document *document,
			const char *const *exercises, char **error)
{
	for (cmark_node *node = cmark_node_first_child(document->root); node;
	     node = cmark_node_next(node)) {
		cmark_node_type type = cmark_node_get_type(node);

		if (type == CMARK_NODE_HEADING &&
		    cmark_node_get_heading_level(node) == 2 &&
		    !start_section(rubric, document, node, exercises, error))
			return false;
		if (type == CMARK_NODE_LIST && !read_list(rubric, document, node, error))
			return false;
		if ((type == CMARK_NODE_PARAGRAPH && !is_prose(document, node, error)) ||
		    (type == CMARK_NODE_HEADING &&
		     !is_no_exercise(document, node, exercises, error)))
			return false;
	}
	return true;
}

bool rubric_read(struct rubric *rubric, const char *path, const char *const *exercises,
		 char **error)
{
	struct document document;
	bool good;

	if (!document_read(&document, path, error))
		return false;
	rubric_default(rubric);
	good = read_blocks(rubric, &document, exercises, error);
	document_free(&document);
	if (!good)
		rubric_free(rubric);
	return good;
}

/* ---- asking ----------------------------------------------------------------- */

/* The exercise's own, or else that for all. */
static const struct rubric_entry *entry_of(const struct rubric *rubric,
					   const char *exercise)
{
	for (size_t i = 1; i < rubric->count; i++)
		if (strcmp(rubric->entries[i].exercise, exercise) == 0)
			return &rubric->entries[i];
	return &rubric->entries[0];
}

points rubric_points(const struct rubric *rubric, const char *exercise)
{
	const struct rubric_entry *entry = entry_of(rubric, exercise);

	if (entry->points >= 0)
		return entry->points;
	return rubric->entries[0].points >= 0 ? rubric->entries[0].points
					      : USUAL_POINTS * POINTS_ONE;
}

points rubric_documented(const struct rubric *rubric, const char *exercise, size_t unseen)
{
	const struct rubric_entry *entry = entry_of(rubric, exercise);
	points all = rubric_points(rubric, exercise);

	if (unseen == 0)
		return all;
	if (entry->documented < 0)
		return all / (points)(unseen + 1);
	return entry->documented < all ? entry->documented : all;
}

int rubric_percent(const struct rubric *rubric, const char *exercise,
		   enum verdict_kind kind)
{
	const struct rubric_entry *entry = entry_of(rubric, exercise);

	if (kind == VERDICT_PASS)
		return 100;
	if (entry->percent[kind] >= 0)
		return entry->percent[kind];
	return rubric->entries[0].percent[kind] >= 0 ? rubric->entries[0].percent[kind]
						     : 0;
}

/* ---- JSON ------------------------------------------------------------------- */

static json_t *entry_to_json(const struct rubric_entry *entry)
{
	json_t *json = json_object();

	json_object_set_new(json, "exercise",
			    entry->exercise ? json_string(entry->exercise) : json_null());
	if (entry->points >= 0)
		json_object_set_new(json, "points", points_json(entry->points));
	if (entry->documented >= 0)
		json_object_set_new(json, "documented", points_json(entry->documented));
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		if (entry->percent[i] >= 0)
			json_object_set_new(json, verdict_name((enum verdict_kind)i),
					    json_integer(entry->percent[i]));
	return json;
}

json_t *rubric_to_json(const struct rubric *rubric)
{
	json_t *json = json_array();

	for (size_t i = 0; i < rubric->count; i++)
		json_array_append_new(json, entry_to_json(&rubric->entries[i]));
	return json;
}

static points points_of_json(const json_t *json)
{
	if (!json_is_number(json))
		return -1;
	return (points)(json_number_value(json) * (double)POINTS_ONE + 0.5);
}

static void entry_of_json(struct rubric *rubric, const json_t *json)
{
	struct rubric_entry *entry;

	start_entry(rubric, json_string_value(json_object_get(json, "exercise")));
	entry = &rubric->entries[rubric->count - 1];
	entry->points = points_of_json(json_object_get(json, "points"));
	entry->documented = points_of_json(json_object_get(json, "documented"));
	for (size_t i = 0; i < VERDICT_COUNT; i++) {
		const json_t *percent =
			json_object_get(json, verdict_name((enum verdict_kind)i));

		if (json_is_integer(percent))
			entry->percent[i] = (int)json_integer_value(percent);
	}
}

bool rubric_of_json(struct rubric *rubric, const json_t *json)
{
	size_t index;
	json_t *entry;

	*rubric = (struct rubric){ 0 };
	json_array_foreach(json, index, entry)
	{
		if (index && !json_is_string(json_object_get(entry, "exercise")))
			break;
		entry_of_json(rubric, entry);
	}
	if (rubric->count && rubric->count == json_array_size(json) &&
	    !rubric->entries[0].exercise)
		return true;
	rubric_free(rubric);
	return false;
}

char *points_text(points value)
{
	char *text = text_format("%lld.%03lld", (long long)(value / POINTS_ONE),
				 (long long)(value % POINTS_ONE));
	size_t length = strlen(text);

	while (text[length - 1] == '0')
		text[--length] = '\0';
	if (text[length - 1] == '.')
		text[--length] = '\0';
	return text;
}

json_t *points_json(points value)
{
	if (value % POINTS_ONE == 0)
		return json_integer(value / POINTS_ONE);
	return json_real((double)value / (double)POINTS_ONE);
}
