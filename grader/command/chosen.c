#include "command/chosen.h"

#include <stdlib.h>

#include "command/command.h"
#include "course/handed_out.h"
#include "course/root.h"
#include "course/way.h"
#include "run/interrupt.h"
#include "text/memory.h"
#include "text/text.h"

static void tell(char *sentence)
{
	if (sentence)
		command_fail("%s", sentence);
	free(sentence);
}

void chosen_progress(const char *root, struct progress *progress)
{
	char *notice;

	progress_read(progress, root, &notice);
	tell(notice);
}

static char *name_on_the_way(const char *root, char **error)
{
	struct curriculum curriculum;
	struct progress progress;
	char *name = NULL;
	size_t index;

	chosen_progress(root, &progress);
	curriculum_read(&curriculum, root);
	index = way_here(&curriculum, &progress);
	if (index < curriculum.exercise_count)
		name = memory_copy_text(curriculum.exercises[index].name);
	else if (progress.current)
		name = memory_copy_text(progress.current);
	else
		text_error(error, "say which exercise: course list shows them all");
	curriculum_free(&curriculum);
	progress_free(&progress);
	return name;
}

char *chosen_name(const char *root, const char *name, char **error)
{
	char *here;

	if (name)
		return memory_copy_text(name);
	here = root_exercise_here(root);
	return here ? here : name_on_the_way(root, error);
}

bool chosen_open(struct chosen *chosen, const char *root, const char *name, char **error)
{
	char *wanted;
	bool good;

	chosen->root = root_find(root, error);
	if (!chosen->root)
		return false;
	wanted = chosen_name(chosen->root, name, error);
	good = wanted && root_open(chosen->root, wanted, &chosen->exercise, error);
	free(wanted);
	if (!good)
		free(chosen->root);
	else
		handed_out_keep(&chosen->exercise, NULL);
	return good;
}

void chosen_free(struct chosen *chosen)
{
	exercise_free(&chosen->exercise);
	free(chosen->root);
}

void chosen_note(const struct exercise *exercise, enum progress_event event,
		 unsigned hint)
{
	char *notice = NULL, *error = NULL;

	progress_note(exercise->root, event, exercise->name, hint, &notice, &error);
	tell(notice);
	tell(error);
}

static int open_and_work(const struct chosen_work *work, const char *name)
{
	struct chosen chosen;
	char *error = NULL;
	int status;

	if (!chosen_open(&chosen, *work->root, name, &error))
		return command_fail_with(error);
	status = work->work(&chosen.exercise, work->settings);
	chosen_free(&chosen);
	return status;
}

int chosen_do(int argc, char **argv, const struct chosen_work *work)
{
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, work->options, work->settings, &error))
		return command_fail_with(error);
	if (argc > 2)
		return command_fail("«%s» is one too many: course %s takes one exercise",
				    argv[2], work->name);
	status = open_and_work(work, argc > 1 ? argv[1] : NULL);
	interrupt_deliver();
	return status;
}
