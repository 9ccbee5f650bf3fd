/* course merge: joins the marks that several machines have given. */
#include <stdlib.h>

#include "class/gradebook.h"
#include "class/merge.h"
#include "class/overview.h"
#include "class/summary.h"
#include "command/command.h"
#include "command/grade_reports.h"
#include "run/interrupt.h"
#include "show/terminal.h"
#include "text/text.h"

struct settings {
	const char *out;
	struct option_list reports;
};

static int tell(const struct settings *settings, const struct gradebook *gradebook)
{
	struct terminal terminal = terminal_of(stdout);
	struct overview overview;
	size_t missing;

	overview_make(&overview, gradebook);
	terminal_write_and_free(&terminal, STYLE_STRONG,
				text_format("%zu students\n", overview.students));
	summary_show(&terminal, gradebook, &overview);
	missing = overview.students - overview.marked;
	overview_free(&overview);
	return grade_reports_write(&terminal, gradebook, &settings->reports, missing);
}

/* Their students are in no report, and nobody would see it. */
static int tell_missing_shares(const struct gradebook *gradebook, int status)
{
	const json_t *shard = json_object_get(gradebook->assignment, "shard"), *share;
	size_t index;

	json_array_foreach(json_object_get(shard, "missing"), index, share) status =
		command_fail(
			"the share %d of %d is not here: its students are in no report",
			(int)json_integer_value(share),
			(int)json_integer_value(json_object_get(shard, "shares")));
	return status;
}

static int merge_folders(const struct settings *settings, char *const *folders,
			 size_t count)
{
	struct gradebook gradebook;
	char *error = NULL;
	int status;

	if (!gradebook_lock(&gradebook, settings->out, &error))
		return command_fail_with(error);
	if (gradebooks_merge(&gradebook, folders, count, &error))
		status = tell_missing_shares(&gradebook, tell(settings, &gradebook));
	else
		status = command_fail_with(error);
	gradebook_close(&gradebook);
	return status;
}

static const struct option options[] = {
	{ "FOLDER", OPTION_OPERAND, 0, NULL,
	  "what course grade --shard was given as --out, on each machine" },
	{ "out", OPTION_TEXT, offsetof(struct settings, out), "FOLDER",
	  "where all records and the reports are written; it must be named" },
	{ "report", OPTION_LIST, offsetof(struct settings, reports), GRADE_REPORTS,
	  "a format to write the marks in; may be given several times. Without it: html "
	  "and students" },
	{ 0 },
};

static int merge(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error) ||
	    !grade_reports_are_known(&settings.reports, &error))
		status = command_fail_with(error);
	else if (argc < 2 || !settings.out)
		status = command_fail(
			"say what is joined, and where: course merge FOLDER... "
			"--out FOLDER");
	else
		status = merge_folders(&settings, argv + 1, (size_t)argc - 1);
	free(settings.reports.texts);
	interrupt_deliver();
	return status;
}

const struct command command_merge = {
	.name = "merge",
	.usage = "FOLDER... --out FOLDER [OPTION]...",
	.summary = "join the marks of several machines",
	.about = "Joins the shares of a class that course grade --shard has graded, to "
		 "the "
		 "very reports that one machine would have written. Shares that were not "
		 "graded alike are not joined.",
	.options = options,
	.run = merge,
};
