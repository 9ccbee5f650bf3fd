#include "command/options.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

/* Does the argument «--name» or «--name=value» name the option? */
static bool is_option(const char *argument, const struct option *option)
{
	size_t length = strlen(option->name);

	return strncmp(argument + 2, option->name, length) == 0 &&
	       (argument[2 + length] == '\0' || argument[2 + length] == '=');
}

static const struct option *find_option(const char *argument,
					const struct option *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_option(argument, &options[i]))
			return &options[i];
	return NULL;
}

static int unknown(const char *argument, const struct option *options, size_t count,
		   char **error)
{
	const char **names = memory_new(count, sizeof(*names));
	char *name = memory_copy_bytes(argument, strcspn(argument, "="));
	size_t nearest;

	for (size_t i = 0; i < count; i++)
		names[i] = options[i].name;
	nearest = nearest_name(name + strspn(name, "-"), names, count);
	if (nearest < count)
		text_error(error, "there is no option %s: did you mean --%s?", name,
			   names[nearest]);
	else
		text_error(error, "there is no option %s", name);
	free(name);
	free(names);
	return false;
}

static void add_to_list(struct option_list *list, char *text)
{
	list->texts = memory_resize(list->texts, list->count + 1, sizeof(*list->texts));
	list->texts[list->count++] = text;
}

/* Sets the option from argv[*index], taking its value from there or from the
 * next argument. */
static bool set_option(const struct option *option, int argc, char **argv, int *index,
		       char **error)
{
	char *value = strchr(argv[*index], '=');

	if (option->kind == OPTION_FLAG) {
		if (value)
			return text_error(error, "--%s takes no value", option->name);
		*(bool *)option->value = true;
		return true;
	}
	if (value)
		value++;
	else if (*index + 1 < argc)
		value = argv[++*index];
	else
		return text_error(error, "--%s needs a value", option->name);
	if (option->kind == OPTION_LIST)
		add_to_list(option->value, value);
	else
		*(const char **)option->value = value;
	return true;
}

bool options_take(int *argc, char **argv, const struct option *options, size_t count,
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
		option = strncmp(argv[i], "--", 2) == 0
				 ? find_option(argv[i], options, count)
				 : NULL;
		if (!option)
			return unknown(argv[i], options, count, error);
		if (!set_option(option, *argc, argv, &i, error))
			return false;
	}
	*argc = kept;
	argv[kept] = NULL;
	return true;
}
