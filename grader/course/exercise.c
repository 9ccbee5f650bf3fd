#define _GNU_SOURCE
#include "course/exercise.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const char *const kind_names[] = {
	[EXERCISE_COMPLETE] = "complete",
	[EXERCISE_REPAIR] = "repair",
	[EXERCISE_PREDICT] = "predict",
	[EXERCISE_DESIGN] = "design",
};

static const char *const file_kind_names[] = {
	[FILE_PROGRAM] = "program",
	[FILE_PLAIN] = "plain",
	[FILE_DATA] = "data",
	[FILE_PREDICTION] = "prediction",
};

static const char *const order_names[] = {
	[ORDER_AS_STARTED] = "as started",
	[ORDER_FREE] = "free at one instant",
	[ORDER_FIXED] = "the same, whoever is first",
};

enum {
	ORDERS = sizeof(order_names) / sizeof(*order_names),
	KINDS = sizeof(kind_names) / sizeof(*kind_names),
	FILE_KINDS = sizeof(file_kind_names) / sizeof(*file_kind_names),
};

const char *exercise_kind_name(enum exercise_kind kind)
{
	return kind_names[kind];
}

static size_t index_of(const char *name, const char *const *names, size_t count)
{
	size_t i = 0;

	while (i < count && strcasecmp(names[i], name) != 0)
		i++;
	return i;
}

/* A fault in the document of this exercise, at the line of `node`. */
#define FAULT(exercise, node, error, ...)                                                \
	document_fault(&(exercise)->document, cmark_node_get_start_line(node), error,    \
		       __VA_ARGS__)

/* ---- facts -------------------------------------------------------------- */

static bool set_kind(struct exercise *exercise, cmark_node *item, const char *value,
		     char **error)
{
	size_t kind = index_of(value, kind_names, KINDS);

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
	size_t order = index_of(value, order_names, ORDERS);

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

static bool read_facts(struct exercise *exercise, cmark_node *title, char **error)
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

/* ---- files -------------------------------------------------------------- */

static bool is_file_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

static bool file_must_be_there(const struct exercise *exercise, cmark_node *item,
			       const char *name, char **error)
{
	char *path = path_join(exercise->folder, name);
	bool there = file_is_plain(path);

	if (!there)
		FAULT(exercise, item, error, "the file %s is not there", path);
	free(path);
	return there;
}

static bool check_file(struct exercise *exercise, cmark_node *item, const char *name,
		       const char *kind, char **error)
{
	if (!name || !is_file_name(name))
		return FAULT(exercise, item, error,
			     "the item names no file in code, such as "
			     "`counter.c`");
	if (!kind || index_of(kind, file_kind_names, FILE_KINDS) == FILE_KINDS)
		return FAULT(exercise, item, error,
			     "say what %s is: a *program*, a *plain* "
			     "program, *data* or a *prediction*",
			     name);
	if (exercise_find_file(exercise, name))
		return FAULT(exercise, item, error, "%s is named twice", name);
	return file_must_be_there(exercise, item, name, error);
}

static bool read_file_item(struct exercise *exercise, cmark_node *item, char **error)
{
	char *name = document_first(item, CMARK_NODE_CODE);
	char *kind = document_first(item, CMARK_NODE_EMPH);
	bool good = check_file(exercise, item, name, kind, error);

	if (good) {
		struct exercise_file *file;

		exercise->files = memory_resize(exercise->files, exercise->file_count + 1,
						sizeof(*file));
		file = &exercise->files[exercise->file_count++];
		*file = (struct exercise_file){
			.name = name,
			.kind = (enum exercise_file_kind)index_of(kind, file_kind_names,
								  FILE_KINDS),
			.about = document_text(item),
			.line = cmark_node_get_start_line(item),
		};
		name = NULL;
	}
	free(name);
	free(kind);
	return good;
}

static bool read_files(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *list = document_find(heading, CMARK_NODE_LIST);
	cmark_node *item = list ? cmark_node_first_child(list) : NULL;

	for (; item; item = cmark_node_next(item))
		if (!read_file_item(exercise, item, error))
			return false;
	if (!exercise_main_file(exercise))
		return FAULT(exercise, heading, error, "«Files» names no program");
	if (!!exercise_prediction_file(exercise) != (exercise->kind == EXERCISE_PREDICT))
		return FAULT(exercise, heading, error,
			     "an exercise of the kind predict has a file "
			     "that is a *prediction*, and no other has one");
	return true;
}

/* ---- parameters --------------------------------------------------------- */

static bool check_parameter(const struct exercise *exercise, cmark_node *item,
			    const char *name, const char *text, char **error)
{
	const char *after = text + (name ? strlen(name) : 0);

	if (!name || !*name || strncmp(text, name, strlen(name)) != 0 ||
	    strncmp(after, ": ", 2) != 0)
		return FAULT(exercise, item, error,
			     "«%s» is not a parameter, such as «`limit`: 5, from 2 to 9»",
			     text);
	for (size_t i = 0; i < exercise->parameter_count; i++)
		if (strcmp(exercise->parameters[i].name, name) == 0)
			return FAULT(exercise, item, error,
				     "the parameter %s is there twice", name);
	if (exercise->parameter_count == MOST_PARAMETERS)
		return FAULT(exercise, item, error, "there are more than %d parameters",
			     MOST_PARAMETERS);
	return true;
}

static bool read_parameter(struct exercise *exercise, cmark_node *item, char **error)
{
	char *name = document_first(item, CMARK_NODE_CODE), *text = document_text(item);
	bool good = check_parameter(exercise, item, name, text, error);
	struct parameter *parameter;
	char *sentence = NULL;

	if (good) {
		parameter = &exercise->parameters[exercise->parameter_count++];
		*parameter = (struct parameter){ .name = name };
		good = parameter_read(parameter, text + strlen(name) + 2, &sentence) ||
		       FAULT(exercise, item, error, "the parameter %s: %s", name,
			     sentence);
		name = NULL;
	}
	free(sentence);
	free(name);
	free(text);
	return good;
}

static bool read_parameters(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *list = document_find(heading, CMARK_NODE_LIST);
	cmark_node *item = list ? cmark_node_first_child(list) : NULL;

	if (!item)
		return FAULT(exercise, heading, error, "«Parameters» has no list");
	if (exercise->kind == EXERCISE_PREDICT || exercise->expected.placeholder)
		return FAULT(
			exercise, heading, error,
			"a prediction, and an exercise with «any text», has no "
			"parameters: what is expected in other cases cannot be known");
	for (; item; item = cmark_node_next(item))
		if (!read_parameter(exercise, item, error))
			return false;
	return true;
}

/* ---- output ------------------------------------------------------------- */

static cmark_node *timed_block(cmark_node *heading, cmark_node *after)
{
	cmark_node *block = after;

	while ((block = document_next(heading, block)))
		if (document_is_block(block, "timed"))
			return block;
	return NULL;
}

static bool read_block(struct exercise *exercise, cmark_node *block,
		       struct timed_output *output, char **error)
{
	char *placeholder = output->placeholder, *sentence = NULL;
	int line = 0;
	bool good = timed_output_parse(cmark_node_get_literal(block), output, &sentence,
				       &line);

	output->placeholder = placeholder;
	if (!good) /* the first line of a block stands below its fence */
		document_fault(&exercise->document,
			       cmark_node_get_start_line(block) + 1 + line, error, "%s",
			       sentence);
	free(sentence);
	return good;
}

static bool read_expected(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *block = timed_block(heading, heading);

	if (!block)
		return FAULT(exercise, heading, error,
			     "«Expected output» has no fenced block "
			     "named timed");
	if (timed_block(heading, block))
		return FAULT(exercise, timed_block(heading, block), error,
			     "«Expected output» has a second block named timed");
	if (!read_block(exercise, block, &exercise->expected, error))
		return false;
	if (exercise->expected.count == 0)
		return FAULT(exercise, block, error, "the expected output has no line");
	return true;
}

static bool read_where_to_start(struct exercise *exercise, cmark_node *heading,
				char **error)
{
	cmark_node *quote = document_find(heading, CMARK_NODE_BLOCK_QUOTE);
	cmark_node *block = timed_block(heading, heading);

	if (!quote)
		return FAULT(exercise, heading, error,
			     "«Where to start» has no quoted sentence");
	exercise->where_to_start = document_text(quote);
	return !block || read_block(exercise, block, &exercise->handed_out, error);
}

/* ---- hints and mistakes ------------------------------------------------- */

static bool read_hints(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *step = heading;

	(void)error;
	while ((step = document_next_heading(heading, step, 3))) {
		exercise->hints = memory_resize(exercise->hints, exercise->hint_count + 1,
						sizeof(*exercise->hints));
		exercise->hints[exercise->hint_count++] = (struct exercise_hint){
			.title = document_text(step),
			.heading = step,
		};
	}
	return true;
}

/* The paragraph with the verdict: «**TIME** at `sleep(1);`». */
static bool read_mistake_verdict(struct exercise *exercise, cmark_node *heading,
				 struct exercise_mistake *mistake, char **error)
{
	cmark_node *block = heading;
	char *word = NULL;

	while (!word && (block = document_next(heading, block)))
		if (cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH)
			word = document_first(block, CMARK_NODE_STRONG);
	if (!word)
		return FAULT(exercise, heading, error,
			     "the mistake names no verdict, such as "
			     "**WRONG**");
	mistake->verdict = verdict_of_name(word);
	mistake->at = document_first(block, CMARK_NODE_CODE);
	if (mistake->verdict == VERDICT_COUNT)
		FAULT(exercise, block, error, "«%s» is no verdict", word);
	free(word);
	return mistake->verdict != VERDICT_COUNT;
}

static bool read_mistake(struct exercise *exercise, cmark_node *heading, char **error)
{
	struct exercise_mistake *mistake;
	cmark_node *quote = document_find(heading, CMARK_NODE_BLOCK_QUOTE);

	exercise->mistakes = memory_resize(exercise->mistakes,
					   exercise->mistake_count + 1, sizeof(*mistake));
	mistake = &exercise->mistakes[exercise->mistake_count++];
	*mistake = (struct exercise_mistake){
		.name = document_first(heading, CMARK_NODE_CODE),
		.title = document_text(heading),
		.line = cmark_node_get_start_line(heading),
	};
	if (!mistake->name || !is_file_name(mistake->name))
		return FAULT(exercise, heading, error,
			     "the mistake names no folder in code, such "
			     "as `blocking_sleep`");
	if (!quote)
		return FAULT(exercise, heading, error,
			     "the mistake quotes no sentence that it "
			     "must draw");
	mistake->sentence = document_text(quote);
	return read_mistake_verdict(exercise, heading, mistake, error);
}

static bool read_mistakes(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *next = heading;

	while ((next = document_next_heading(heading, next, 3)))
		if (!read_mistake(exercise, next, error))
			return false;
	return true;
}

/* ---- the whole ---------------------------------------------------------- */

static const struct section {
	const char *name;
	bool needed;
	bool (*read)(struct exercise *exercise, cmark_node *heading, char **error);
} sections[] = {
	{ "Files", true, read_files },
	{ "Parameters", false, read_parameters },
	{ "Expected output", true, read_expected },
	{ "Where to start", false, read_where_to_start },
	{ "Hints", false, read_hints },
	{ "Mistakes", false, read_mistakes },
};

static bool read_sections(struct exercise *exercise, char **error)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
		cmark_node *heading =
			document_section(&exercise->document, sections[i].name);

		if (!heading && sections[i].needed)
			return document_fault(&exercise->document, 1, error,
					      "there is no section «## %s»",
					      sections[i].name);
		if (heading && !sections[i].read(exercise, heading, error))
			return false;
	}
	return true;
}

static bool read_document(struct exercise *exercise, char **error)
{
	cmark_node *title = document_title(&exercise->document);

	if (!title)
		return document_fault(&exercise->document, 1, error,
				      "there is no title «# …»");
	exercise->title = document_text(title);
	return read_facts(exercise, title, error) && read_sections(exercise, error);
}

static char *folder_of(const char *root, const char *room, const char *name)
{
	return text_format("%s/%s/%s", strcmp(root, "/") == 0 ? "" : root, room, name);
}

bool exercise_read(struct exercise *exercise, const char *root, const char *name,
		   char **error)
{
	char *path;
	bool good;

	*exercise = (struct exercise){
		.root = memory_copy_text(root),
		.name = memory_copy_text(name),
		.folder = folder_of(root, "exercises", name),
		.solution = folder_of(root, "solutions", name),
		.concepts = memory_copy_text(""),
		.needs = memory_copy_text(""),
		.uses = memory_copy_text(""),
		.without = memory_copy_text(""),
	};
	path = path_join(exercise->folder, "exercise.md");
	good = document_read(&exercise->document, path, error) &&
	       read_document(exercise, error);
	free(path);
	if (!good)
		exercise_free(exercise);
	return good;
}

void exercise_free(struct exercise *exercise)
{
	for (size_t i = 0; i < exercise->file_count; i++) {
		free(exercise->files[i].name);
		free(exercise->files[i].about);
	}
	for (size_t i = 0; i < exercise->hint_count; i++)
		free(exercise->hints[i].title);
	for (size_t i = 0; i < exercise->mistake_count; i++) {
		free(exercise->mistakes[i].name);
		free(exercise->mistakes[i].title);
		free(exercise->mistakes[i].at);
		free(exercise->mistakes[i].sentence);
	}
	for (size_t i = 0; i < exercise->parameter_count; i++)
		free(exercise->parameters[i].name);
	free(exercise->files);
	free(exercise->hints);
	free(exercise->mistakes);
	timed_output_free(&exercise->expected);
	timed_output_free(&exercise->handed_out);
	document_free(&exercise->document);
	free(exercise->root);
	free(exercise->name);
	free(exercise->folder);
	free(exercise->solution);
	free(exercise->title);
	free(exercise->concepts);
	free(exercise->needs);
	free(exercise->uses);
	free(exercise->without);
	free(exercise->where_to_start);
	*exercise = (struct exercise){ 0 };
}

static const struct exercise_file *first_of(const struct exercise *exercise,
					    enum exercise_file_kind kind)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (exercise->files[i].kind == kind)
			return &exercise->files[i];
	return NULL;
}

const struct exercise_file *exercise_main_file(const struct exercise *exercise)
{
	const struct exercise_file *file = first_of(exercise, FILE_PROGRAM);

	return file ? file : first_of(exercise, FILE_PLAIN);
}

const struct exercise_file *exercise_find_file(const struct exercise *exercise,
					       const char *name)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (strcmp(exercise->files[i].name, name) == 0)
			return &exercise->files[i];
	return NULL;
}

bool exercise_file_is_source(const struct exercise_file *file)
{
	return file->kind == FILE_PROGRAM || file->kind == FILE_PLAIN;
}

const struct exercise_file *exercise_prediction_file(const struct exercise *exercise)
{
	return first_of(exercise, FILE_PREDICTION);
}

/* The length of «…» or «...» at `text`, 0 if it is neither. */
static size_t gap_at(const char *text)
{
	if (strncmp(text, "\u2026", 3) == 0 || strncmp(text, "...", 3) == 0)
		return 3;
	return 0;
}

/* Does `message` begin with the sentence? */
static bool begins_with(const char *sentence, const char *message)
{
	while (*sentence) {
		size_t gap = gap_at(sentence);

		if (gap) {
			for (; *message; message++)
				if (begins_with(sentence + gap, message))
					return true;
			return sentence[gap] == '\0';
		}
		if (*sentence++ != *message++)
			return false;
	}
	return true;
}

bool exercise_sentence_is_in(const char *sentence, const char *message)
{
	for (; *message; message++)
		if (begins_with(sentence, message))
			return true;
	return !*sentence;
}
