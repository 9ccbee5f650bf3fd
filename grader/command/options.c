#include "command/options.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

enum { MOST_OPTIONS = 32 };

/* Does the argument «--name» or «--name=value» name the option? */
static bool is_option(const char *argument, const struct option *option)
{
	size_t length = strlen(option->name);

	return strncmp(argument + 2, option->name, length) == 0 &&
	       (argument[2 + length] == '\0' || argument[2 + length] == '=');
}

static const struct option *find_option(const char *argument,
					const struct option *options)
{
	for (; options->name; options++)
		if (options->kind != OPTION_OPERAND && is_option(argument, options))
			return options;
	return NULL;
}

static int unknown(const char *argument, const struct option *options, char **error)
{
	const char *names[MOST_OPTIONS] = { NULL };
	char *name = memory_copy_bytes(argument, strcspn(argument, "="));
	size_t count = 0, nearest;

	for (; options->name && count < MOST_OPTIONS; options++)
		if (options->kind != OPTION_OPERAND)
			names[count++] = options->name;
	nearest = nearest_name(name + strspn(name, "-"), names, count);
	if (nearest < count)
		text_error(error, "there is no option %s: did you mean --%s?", name,
			   names[nearest]);
	else
		text_error(error, "there is no option %s", name);
	free(name);
	return false;
}

static void add_to_list(struct option_list *list, char *text)
{
	list->texts = memory_resize(list->texts, list->count + 1, sizeof(*list->texts));
	list->texts[list->count++] = text;
}

/* Sets the option from argv[*index], taking its value from there or from the
 * next argument. */
static bool set_option(const struct option *option, void *settings, int argc, char **argv,
		       int *index, char **error)
{
	void *place = (char *)settings + option->offset;
	char *value = strchr(argv[*index], '=');

	if (option->kind == OPTION_FLAG) {
		if (value)
			return text_error(error, "--%s takes no value", option->name);
		*(bool *)place = true;
		return true;
	}
	if (value)
		value++;
	else if (*index + 1 < argc)
		value = argv[++*index];
	else
		return text_error(error, "--%s needs a value", option->name);
	if (option->kind == OPTION_LIST)
		add_to_list(place, value);
	else
		*(const char **)place = value;
	return true;
}

bool options_take(int *argc, char **argv, const struct option *options, void *settings,
		  char **error)
{
	int kept = 1;
	bool all_operands = false;

	for (int i = 1; i < *argc; i++) {
		const struct option *option;

		if (all_operands || argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[kept++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			all_operands = true;
			continue;
		}
		option = strncmp(argv[i], "--", 2) == 0 ? find_option(argv[i], options)
							: NULL;
		if (!option)
			return unknown(argv[i], options, error);
		if (!set_option(option, settings, *argc, argv, &i, error))
			return false;
	}
	*argc = kept;
	argv[kept] = NULL;
	return true;
}
