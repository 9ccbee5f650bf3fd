/* course site: the whole course as pages. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "command/options.h"
#include "course/root.h"
#include "run/interrupt.h"
#include "site/site.h"
#include "text/text.h"

struct settings {
	const char *root;
	const char *jobs;
	bool solutions;
};

static void show_progress(size_t done, size_t count)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r  %zu of %zu programs run\33[K%s", done, count,
			done == count ? "\r\33[K" : "");
}

static bool jobs_of(const char *text, unsigned *jobs, char **error)
{
	char *end;
	long value;

	*jobs = 0;
	if (!text)
		return true;
	value = strtol(text, &end, 10);
	*jobs = (unsigned)value;
	return (*text && !*end && value > 0 && value <= 1000) ||
	       text_error(error, "--jobs: «%s» is not a number from 1 to 1000", text);
}

static int show_result(const char *folder, const struct site_result *result)
{
	printf("%zu pages in %s: open %s/index.html\n", result->pages, folder, folder);
	printf("%zu programs play on them, %zu run anew; the longest page is %s, %zu "
	       "KB.\n",
	       result->plays, result->run, result->largest_name,
	       (result->largest + 999) / 1000);
	if (*result->lacks)
		printf("\nThese do not play, since a part of the runtime is not "
		       "here:\n\n%s",
		       result->lacks);
	if (!*result->faults)
		return COMMAND_RIGHT;
	printf("\nNot all is as it says (course verify tells more):\n\n%s",
	       result->faults);
	return COMMAND_WRONG;
}

static int make(const struct settings *settings, const char *folder, unsigned jobs)
{
	struct site_request request = {
		.folder = folder,
		.solutions = settings->solutions,
		.jobs = jobs,
		.progress = show_progress,
	};
	char *error = NULL, *root = root_find(settings->root, &error);
	struct curriculum curriculum;
	struct site_result result;
	struct toolchain toolchain;
	int status;

	if (!root)
		return command_fail_with(error);
	if (!toolchain_find(&toolchain, &error)) {
		free(root);
		return command_fail_with(error);
	}
	curriculum_read(&curriculum, root);
	request.curriculum = &curriculum;
	request.toolchain = &toolchain;
	if (!curriculum.lesson_count && !curriculum.exercise_count)
		status = command_fail("there is no lesson and no exercise in %s", root);
	else {
		status = site_make(&request, &result, &error)
				 ? show_result(folder, &result)
				 : command_fail_with(error);
		site_result_free(&result);
	}
	curriculum_free(&curriculum);
	toolchain_free(&toolchain);
	free(root);
	return status;
}

static const struct option options[] = {
	{ "DIR", OPTION_OPERAND, 0, "FOLDER",
	  "made if it is not there; else it must be empty, or a site that this command "
	  "has "
	  "made, which is brought up to date" },
	{ "solutions", OPTION_FLAG, offsetof(struct settings, solutions), NULL,
	  "an edition for teachers: with the solutions of exercises, and with the "
	  "mistakes "
	  "that are known of them and what is said of each" },
	{ "jobs", OPTION_TEXT, offsetof(struct settings, jobs), "N",
	  "how many programs at the same time; by default one for each processor" },
	ROOT_OPTION,
	{ 0 },
};

static int site_command(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL;
	unsigned jobs;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error) ||
	    !jobs_of(settings.jobs, &jobs, &error))
		status = command_fail_with(error);
	else if (argc != 2)
		status = command_fail("say into which folder: course site DIR");
	else
		status = make(&settings, argv[1], jobs);
	interrupt_deliver();
	return status;
}

const struct command command_site = {
	.name = "site",
	.usage = "DIR [OPTION]...",
	.summary = "the whole course as pages for a browser",
	.about = "Writes lessons and exercises as static pages into a folder. Their "
		 "programs "
		 "are run, and play on the page at the times of that run. The pages need "
		 "no "
		 "network and no server: open DIR/index.html.\n\n"
		 "What programs do has been recorded by `make`. A program that has "
		 "changed "
		 "since, or is of a course of your own, is run, and what it does is kept "
		 "in ~/.cache/course; so are solutions.\n\n"
		 "Exit status: 0 the site is made; 1 it is, but a program does not do "
		 "what its "
		 "lesson shows; 2 it could not be made.",
	.options = options,
	.run = site_command,
};
