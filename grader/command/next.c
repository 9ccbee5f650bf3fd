/* course next: goes on to the next exercise that is not passed. */
#include <stdio.h>
#include <stdlib.h>

#include "command/chosen.h"
#include "command/command.h"
#include "command/where.h"
#include "course/root.h"
#include "text/text.h"

struct settings {
	const char *root;
};

/* Where the learner stands: at the current exercise, passed or not. */
static size_t standing(const struct curriculum *curriculum,
		       const struct progress *progress)
{
	if (!progress->current)
		return way_here(curriculum, progress);
	return curriculum_find_exercise(curriculum, progress->current);
}

static int go_on(const struct curriculum *curriculum, const struct progress *progress)
{
	struct terminal terminal = terminal_of(stdout);
	size_t count = curriculum->exercise_count;
	size_t here = standing(curriculum, progress);
	size_t next = way_next(curriculum, progress, here);
	bool open = here < count &&
		    !progress_of(progress, curriculum->exercises[here].name).passed;

	if (next >= count && open)
		return command_fail("%s is the only one that is not passed",
				    curriculum->exercises[here].name);
	if (next >= count) {
		terminal_write(&terminal, STYLE_GOOD, "All exercises are passed.\n");
		return COMMAND_RIGHT;
	}
	if (open)
		terminal_write_and_free(&terminal, STYLE_FAINT,
					text_format("%s is not passed yet: it stays "
						    "open.\n\n",
						    curriculum->exercises[here].name));
	chosen_note(&curriculum->exercises[next].exercise, PROGRESS_CHOSEN, 0);
	where_text(&terminal, curriculum, next);
	return COMMAND_RIGHT;
}

static const struct option options[] = {
	ROOT_OPTION,
	{ 0 },
};

static int next(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct curriculum curriculum;
	struct progress progress;
	char *error = NULL, *root;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 1)
		return command_fail("course next takes no name: course watch %s goes to "
				    "that one",
				    argv[1]);
	root = root_find(settings.root, &error);
	if (!root)
		return command_fail_with(error);
	chosen_progress(root, &progress);
	curriculum_read(&curriculum, root);
	status = go_on(&curriculum, &progress);
	curriculum_free(&curriculum);
	progress_free(&progress);
	free(root);
	return status;
}

const struct command command_next = {
	.name = "next",
	.usage = "[OPTION]...",
	.summary = "go on to the next exercise that is not passed",
	.about = "From then on commands without a name are about that one. One that is "
		 "left open comes again after the last.",
	.options = options,
	.run = next,
};
