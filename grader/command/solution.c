/* course solution: the reference solution, to whoever has passed or says the word. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/chosen.h"
#include "command/command.h"
#include "desk/solution_text.h"
#include "text/text.h"

struct settings {
	const char *root;
	bool yes;
};

static bool has_passed(const struct exercise *exercise)
{
	struct progress progress;
	bool passed;

	chosen_progress(exercise->root, &progress);
	passed = progress_of(&progress, exercise->name).passed != NULL;
	progress_free(&progress);
	return passed;
}

static bool says_yes(const struct terminal *terminal, const struct exercise *exercise)
{
	char answer[16];

	terminal_write_and_free(
		terminal, STYLE_PLAIN,
		text_format("You have not passed %s yet.\nOnce you have seen a solution, "
			    "you can no longer find it. Type «yes» to see it: ",
			    exercise->name));
	fflush(stdout);
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	answer[strcspn(answer, "\r\n")] = '\0';
	return strcmp(answer, "yes") == 0;
}

static int show(const struct exercise *exercise, const void *given)
{
	const struct settings *settings = given;
	struct terminal terminal = terminal_of(stdout);
	char *error = NULL;

	if (!settings->yes && !has_passed(exercise)) {
		if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
			return command_fail("%s is not passed yet: say --yes to see its "
					    "solution all the same",
					    exercise->name);
		if (!says_yes(&terminal, exercise)) {
			printf("It stays closed. course hint helps.\n");
			return COMMAND_WRONG;
		}
	}
	if (!solution_text(&terminal, exercise, &error))
		return command_fail_with(error);
	return COMMAND_RIGHT;
}

static const struct option options[] = {
	EXERCISE_OPERAND,
	{ "yes", OPTION_FLAG, offsetof(struct settings, yes), NULL,
	  "show it although the exercise is not passed" },
	ROOT_OPTION,
	{ 0 },
};

static int solution(int argc, char **argv)
{
	struct settings settings = { 0 };

	return chosen_do(argc, argv,
			 &(struct chosen_work){ .name = "solution",
						.options = options,
						.settings = &settings,
						.root = &settings.root,
						.work = show });
}

const struct command command_solution = {
	.name = "solution",
	.usage = "[EXERCISE] [OPTION]...",
	.summary = "the reference solution, once you have passed",
	.about =
		"Shows the files of the solution, and what its tasks do when. Before you "
		"have passed it asks whether you mean it.",
	.options = options,
	.run = solution,
};
