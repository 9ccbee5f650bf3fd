/* course hint: one step of the ladder, and not the next one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/options.h"
#include "course/root.h"
#include "show/terminal.h"
#include "text/memory.h"
#include "text/text.h"

struct settings {
	const char *root;
};

/* Code keeps its lines; all else is broken where the terminal ends. */
static void show_block(const struct terminal *terminal, cmark_node *block)
{
	char *text = document_text(block);

	fputc('\n', terminal->stream);
	if (cmark_node_get_type(block) == CMARK_NODE_CODE_BLOCK) {
		terminal_write(terminal, STYLE_PLAIN, text);
	} else {
		fputs("  ", terminal->stream);
		terminal_wrap(terminal, STYLE_PLAIN, 2, text);
	}
	free(text);
}

static void show_hint(const struct exercise *exercise, size_t index)
{
	struct terminal terminal = terminal_of(stdout);
	const struct exercise_hint *hint = &exercise->hints[index];

	terminal_write_and_free(
		&terminal, STYLE_FAINT,
		text_format("Hint %zu of %zu\n\n", index + 1, exercise->hint_count));
	fputs("  ", stdout);
	terminal_wrap(&terminal, STYLE_STRONG, 2, hint->title);
	for (cmark_node *block = hint->heading;
	     (block = document_next(hint->heading, block));)
		show_block(&terminal, block);
	if (index + 1 < exercise->hint_count)
		terminal_write_and_free(
			&terminal, STYLE_FAINT,
			text_format("\n  The next one: course hint %s %zu\n",
				    exercise->name, index + 2));
}

static int hint_of(const struct exercise *exercise, const char *number)
{
	char *end;
	long step = number ? strtol(number, &end, 10) : 1;

	if (!exercise->hint_count)
		return command_fail("%s has no hints", exercise->name);
	if ((number && (*end || !*number)) || step < 1 ||
	    (size_t)step > exercise->hint_count)
		return command_fail("there is no hint «%s»: %s has %zu",
				    number ? number : "1", exercise->name,
				    exercise->hint_count);
	show_hint(exercise, (size_t)step - 1);
	return COMMAND_RIGHT;
}

/* «hint», «hint 2», «hint NAME» or «hint NAME 2». */
static char *choose_name(const char *root, int *argc, char ***argv)
{
	char *here = root_exercise_here(root);

	if (*argc > 1 &&
	    (!here || strspn((*argv)[1], "0123456789") != strlen((*argv)[1]))) {
		free(here);
		++*argv;
		--*argc;
		return memory_copy_text((*argv)[0]);
	}
	return here;
}

static const struct option options[] = {
	{ "EXERCISE", OPTION_OPERAND, 0, NULL,
	  "its name. Without it: the one whose folder this is." },
	{ "N", OPTION_OPERAND, 0, NULL, "the number of the hint" },
	{ "root", OPTION_TEXT, offsetof(struct settings, root), "FOLDER",
	  "the folder of the course; by default the nearest one above this folder that "
	  "holds exercises/" },
	{ 0 },
};

static int hint(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL, *root = NULL, *name = NULL;
	struct exercise exercise;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	root = root_find(settings.root, &error);
	name = root ? choose_name(root, &argc, &argv) : NULL;
	if (root && !name) {
		status = command_fail("say which exercise: course hint EXERCISE");
	} else if (argc > 2) {
		status = command_fail(
			"course hint takes an exercise and the number of a hint");
	} else if (root && root_open(root, name, &exercise, &error)) {
		status = hint_of(&exercise, argc > 1 ? argv[1] : NULL);
		exercise_free(&exercise);
	} else {
		status = command_fail_with(error);
	}
	free(name);
	free(root);
	return status;
}

const struct command command_hint = {
	.name = "hint",
	.usage = "[EXERCISE] [N] [OPTION]...",
	.summary = "one hint on an exercise, and not the next one",
	.about = "Hints are a ladder that ends in the idea. Without N it is the first.",
	.options = options,
	.run = hint,
};
