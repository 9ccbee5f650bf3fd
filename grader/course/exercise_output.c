#include <stdlib.h>
#include <string.h>

#include "course/exercise_parts.h"

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

bool exercise_read_parameters(struct exercise *exercise, cmark_node *heading,
			      char **error)
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

bool exercise_read_expected(struct exercise *exercise, cmark_node *heading, char **error)
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

bool exercise_read_where_to_start(struct exercise *exercise, cmark_node *heading,
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
