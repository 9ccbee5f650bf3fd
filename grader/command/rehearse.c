/* course rehearse: runs what lessons show beforehand, and keeps what it did. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command/command.h"
#include "command/options.h"
#include "course/root.h"
#include "rehearsal/rehearsals.h"
#include "run/interrupt.h"
#include "text/memory.h"

struct settings {
	const char *root;
	const char *into;
};

static void show_progress(size_t done, size_t count)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r  %zu of %zu programs of the lessons run\33[K%s", done,
			count, done == count ? "\r\33[K" : "");
}

static const char *document_of(const struct exhibit *exhibit)
{
	return exhibit->lesson ? exhibit->lesson->name : exhibit->exercise->name;
}

/* What did not go well, and how many there are of which kind. */
static int show_result(const struct exhibits *exhibits, const struct rehearsed *rehearsed)
{
	size_t recorded = 0, faults = 0, lacks = 0;

	for (size_t i = 0; i < exhibits->count; i++) {
		const struct exhibit *exhibit = &exhibits->exhibits[i];

		recorded += rehearsed[i].recorded;
		faults += rehearsed[i].fault != NULL;
		lacks += rehearsed[i].lack != NULL;
		if (rehearsed[i].fault)
			printf("%s: %s does not do what is shown. %s\n",
			       document_of(exhibit), exhibit_title(exhibit),
			       rehearsed[i].fault);
	}
	printf("  recorded what %zu programs do, %zu of them anew",
	       exhibits->count - faults - lacks,
	       exhibits->count - recorded - faults - lacks);
	if (lacks)
		printf("; %zu need a part of the runtime that is not here", lacks);
	printf("\n");
	return faults ? COMMAND_WRONG : COMMAND_RIGHT;
}

/* An entry that is right already is kept as it is; what the course no longer has goes. */
static bool rehearse_into(struct recorded_runs *runs, const char *into,
			  const struct toolchain *toolchain,
			  const struct exhibits *exhibits, struct rehearsed *rehearsed,
			  char **error)
{
	struct rehearsals_request request = {
		.exhibits = exhibits,
		.toolchain = toolchain,
		.runs = runs,
		.progress = show_progress,
	};

	return rehearse_all(&request, rehearsed, error) &&
	       (!into || recorded_runs_write(runs, exhibits, into, error));
}

static int rehearse_course(const struct settings *settings, const char *root,
			   const struct toolchain *toolchain)
{
	struct curriculum curriculum;
	struct recorded_runs runs;
	struct exhibits exhibits;
	struct rehearsed *rehearsed;
	char *error = NULL;
	int status;

	curriculum_read(&curriculum, root);
	exhibits_of_course(&exhibits, &curriculum);
	rehearsed = memory_new(exhibits.count + 1, sizeof(*rehearsed));
	if (settings->into)
		recorded_runs_open_file(&runs, settings->into, toolchain);
	else
		recorded_runs_open(&runs, root, toolchain);
	status = rehearse_into(&runs, settings->into, toolchain, &exhibits, rehearsed,
			       &error)
			 ? show_result(&exhibits, rehearsed)
			 : command_fail_with(error);
	recorded_runs_close(&runs);
	rehearsed_free(rehearsed, exhibits.count);
	free(rehearsed);
	exhibits_free(&exhibits);
	curriculum_free(&curriculum);
	return status;
}

static int rehearse_with(const struct settings *settings)
{
	char *error = NULL, *root = root_find(settings->root, &error);
	struct toolchain toolchain;
	int status;

	if (!root)
		return command_fail_with(error);
	if (toolchain_find(&toolchain, &error)) {
		status = rehearse_course(settings, root, &toolchain);
		toolchain_free(&toolchain);
	} else {
		status = command_fail_with(error);
	}
	free(root);
	return status;
}

static const struct option options[] = {
	{ "into", OPTION_TEXT, offsetof(struct settings, into), "FILE",
	  "keep it in this file, and nothing else in it; by default it is kept in "
	  "~/.cache/course, if the build does not know it yet" },
	ROOT_OPTION,
	{ 0 },
};

static int rehearse_command(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error))
		status = command_fail_with(error);
	else if (argc != 1)
		status = command_fail("course rehearse takes no names: it runs what all "
				      "lessons show");
	else
		status = rehearse_with(&settings);
	interrupt_deliver();
	return status;
}

const struct command command_rehearse = {
	.name = "rehearse",
	.usage = "[OPTION]...",
	.summary = "run what the lessons show beforehand, and keep what it did",
	.about = "Runs each program that a lesson shows the output of, and keeps its "
		 "lines, "
		 "their moments and its trace. `course site`, `course read` and `course "
		 "demo` "
		 "take them from there. `make` does this for the course itself; do it "
		 "for a "
		 "course of your own before you show it.\n\n"
		 "What is kept is found again only if nothing has changed of which it "
		 "follows: the program, the compiler, the runtime, the clock and this "
		 "command. "
		 "Else it is run anew.\n\n"
		 "Exit status: 0 all do what their lessons show; 1 some do not, and are "
		 "named; 2 it could not be done.",
	.options = options,
	.run = rehearse_command,
};
