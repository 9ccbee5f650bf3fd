/* course hint: one step of the ladder, and not the next one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/chosen.h"
#include "command/command.h"
#include "desk/hint_text.h"
#include "text/text.h"

struct settings {
	const char *root;
};

/* The step after the last one that was shown; the last one again, if there is none. */
static size_t next_step(const struct exercise *exercise)
{
	struct progress progress;
	size_t shown;

	chosen_progress(exercise->root, &progress);
	shown = progress_of(&progress, exercise->name).hints;
	progress_free(&progress);
	return shown < exercise->hint_count ? shown + 1 : exercise->hint_count;
}

static void show_rest(const struct terminal *terminal, const struct exercise *exercise,
		      size_t step)
{
	if (step < exercise->hint_count)
		terminal_write_and_free(terminal, STYLE_FAINT,
					text_format("\n  The next one: course hint %s\n",
						    exercise->name));
	else
		terminal_write(terminal, STYLE_FAINT, "\n  That was the last one.\n");
}

static int hint_of(const struct exercise *exercise, const char *number)
{
	struct terminal terminal = terminal_of(stdout);
	size_t step;

	if (!exercise->hint_count)
		return command_fail("%s has no hints", exercise->name);
	step = number ? strtoul(number, NULL, 10) : next_step(exercise);
	if (step < 1 || step > exercise->hint_count)
		return command_fail("there is no hint «%s»: %s has %zu", number,
				    exercise->name, exercise->hint_count);
	hint_text(&terminal, exercise, step - 1);
	show_rest(&terminal, exercise, step);
	chosen_note(exercise, PROGRESS_HINTED, (unsigned)step);
	return COMMAND_RIGHT;
}

static bool is_number(const char *word)
{
	return *word && strspn(word, "0123456789") == strlen(word) && strlen(word) < 10;
}

static const struct option options[] = {
	EXERCISE_OPERAND,
	{ "N", OPTION_OPERAND, 0, NULL, "the number of a hint, to see that one" },
	ROOT_OPTION,
	{ 0 },
};

/* «hint», «hint 2», «hint NAME» or «hint NAME 2». */
static int hint(int argc, char **argv)
{
	struct settings settings = { 0 };
	const char *name = NULL, *number = NULL;
	char *error = NULL;
	struct chosen chosen;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 1 && !is_number(argv[1]))
		name = *++argv, argc--;
	if (argc > 1)
		number = argv[1];
	if (argc > 2 || (number && !is_number(number)))
		return command_fail(
			"course hint takes an exercise and the number of a hint");
	if (!chosen_open(&chosen, settings.root, name, &error))
		return command_fail_with(error);
	status = hint_of(&chosen.exercise, number);
	chosen_free(&chosen);
	return status;
}

const struct command command_hint = {
	.name = "hint",
	.usage = "[EXERCISE] [N] [OPTION]...",
	.summary = "one hint on an exercise, and not the next one",
	.about = "Hints are a ladder that ends in the idea. Each call shows the step "
		 "after "
		 "the one that was shown last.",
	.options = options,
	.run = hint,
};
