/* course verify: holds every lesson and exercise to what it says of itself. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "command/command.h"
#include "command/options.h"
#include "course/root.h"
#include "course/verify.h"
#include "run/interrupt.h"
#include "run/parallel.h"
#include "show/terminal.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

/* How wide the names of items are set. */
enum { NAME_WIDTH = 40 };

/* How many seeds what passes is tried with, if it is not said. */
enum { USUAL_SEEDS = 3 };

struct settings {
	const char *root;
	const char *jobs;
	const char *seeds;
	bool sanitize;
};

/* A lesson or an exercise: one line of what is said. */
struct item {
	const char *kind;
	const char *name;
	const char *error; /* it could not be read; not owned */
	char *lack;        /* why it is left out, or NULL */
	size_t trials;
	size_t done;
	size_t faults;
	double seconds; /* of all its trials, one after the other */
	char **reports; /* of each trial, in their order */
};

struct work {
	struct verification verification;
	struct trials trials;
	struct names pages;
	struct item *items;
	size_t item_count;
	size_t printed; /* items are told in their order */
	size_t done;    /* trials */
	size_t faulty;  /* items */
	size_t lacking; /* items */
	size_t *places; /* of each trial, among those of its item */
	struct terminal terminal;
	bool progress;
};

/* ---- what is to be done -------------------------------------------------- */

static struct item *add_item(struct work *work, const char *kind, const char *name,
			     const char *error)
{
	struct item *item;

	work->items =
		memory_resize(work->items, work->item_count + 1, sizeof(*work->items));
	item = &work->items[work->item_count++];
	*item = (struct item){ .kind = kind, .name = name, .error = error };
	return item;
}

/* The trials from `first` on are those of the last item. */
static void own_trials(struct work *work, size_t first)
{
	struct item *item = &work->items[work->item_count - 1];

	item->trials = work->trials.count - first;
	item->reports = memory_new(item->trials, sizeof(char *));
	work->places =
		memory_resize(work->places, work->trials.count, sizeof(*work->places));
	for (size_t i = first; i < work->trials.count; i++) {
		work->trials.trials[i].item = work->item_count - 1;
		work->places[i] = i - first;
	}
}

static void add_lesson(struct work *work, size_t index)
{
	struct lesson_entry *entry = &work->verification.curriculum->lessons[index];
	struct item *item = add_item(work, "lesson", entry->name, entry->error);
	size_t first = work->trials.count;

	if (!entry->error)
		item->lack = verify_lesson_lack(&work->verification, &entry->lesson);
	if (!entry->error && !item->lack)
		verify_lesson(&work->trials, &work->verification, &entry->lesson);
	own_trials(work, first);
}

static void add_exercise(struct work *work, size_t index)
{
	struct exercise_entry *entry = &work->verification.curriculum->exercises[index];
	struct item *item = add_item(work, "exercise", entry->name, entry->error);
	size_t first = work->trials.count;

	if (!entry->error)
		item->lack = verify_exercise_lack(&work->verification, &entry->exercise);
	if (!entry->error && !item->lack)
		verify_exercise(&work->trials, &work->verification, &entry->exercise);
	own_trials(work, first);
}

static void add_page(struct work *work, const char *page)
{
	size_t first = work->trials.count;

	add_item(work, "page", page, NULL);
	verify_page(&work->trials, page);
	own_trials(work, first);
}

static void add_all(struct work *work)
{
	const struct curriculum *curriculum = work->verification.curriculum;

	for (size_t i = 0; i < curriculum->lesson_count; i++)
		add_lesson(work, i);
	for (size_t i = 0; i < curriculum->exercise_count; i++)
		add_exercise(work, i);
	verify_pages(curriculum, &work->pages);
	for (size_t i = 0; i < work->pages.count; i++)
		add_page(work, work->pages.names[i]);
}

static int unknown(const struct curriculum *curriculum, const char *name, char **error)
{
	size_t count = curriculum->lesson_count + curriculum->exercise_count;
	const char **names = memory_new(count, sizeof(*names));
	size_t nearest;

	for (size_t i = 0; i < count; i++)
		names[i] = i < curriculum->lesson_count
				   ? curriculum->lessons[i].name
				   : curriculum->exercises[i - curriculum->lesson_count]
					     .name;
	nearest = nearest_name(name, names, count);
	if (nearest < count)
		text_error(error, "there is no lesson or exercise «%s»: did you mean %s?",
			   name, names[nearest]);
	else
		text_error(error, "there is no lesson or exercise «%s»", name);
	free(names);
	return false;
}

static bool add_named(struct work *work, const char *name, char **error)
{
	const struct curriculum *curriculum = work->verification.curriculum;
	size_t lesson = curriculum_find_lesson(curriculum, name);
	size_t exercise = curriculum_find_exercise(curriculum, name);

	if (lesson < curriculum->lesson_count)
		add_lesson(work, lesson);
	else if (exercise < curriculum->exercise_count)
		add_exercise(work, exercise);
	else
		return unknown(curriculum, name, error);
	return true;
}

static void free_work(struct work *work)
{
	for (size_t i = 0; i < work->item_count; i++) {
		for (size_t k = 0; k < work->items[i].trials; k++)
			free(work->items[i].reports[k]);
		free(work->items[i].reports);
		free(work->items[i].lack);
	}
	free(work->items);
	free(work->places);
	names_free(&work->pages);
	trials_free(&work->trials);
}

/* ---- what is told -------------------------------------------------------- */

static void write_format(const struct terminal *terminal, enum style style, char *text)
{
	terminal_write(terminal, style, text);
	free(text);
}

static void clear_progress(const struct work *work)
{
	if (work->progress)
		fputs("\r\33[K", stderr);
}

static void show_progress(const struct work *work)
{
	if (!work->progress)
		return;
	fprintf(stderr, "\r  %zu of %zu\33[K", work->done, work->trials.count);
	fflush(stderr);
}

static void show_report(const struct terminal *terminal, const char *report)
{
	while (*report) {
		size_t length = strcspn(report, "\n");

		fputs("        ", terminal->stream);
		write_format(terminal, *report == ' ' ? STYLE_FAINT : STYLE_PLAIN,
			     memory_copy_bytes(report, length));
		fputc('\n', terminal->stream);
		report += length + (report[length] == '\n');
	}
}

static void show_item(const struct work *work, const struct item *item)
{
	const struct terminal *terminal = &work->terminal;
	bool good = !item->error && !item->faults;
	int width = NAME_WIDTH - (int)strlen(item->kind);

	terminal_write(terminal, good ? STYLE_GOOD : STYLE_BAD,
		       good ? "  ok   " : "  FAIL ");
	fprintf(terminal->stream, "%s %-*s %3zu %-6s %6.2f s\n", item->kind, width,
		item->name, item->trials, item->trials == 1 ? "trial" : "trials",
		item->seconds);
	if (item->error)
		show_report(terminal, item->error);
	for (size_t i = 0; i < item->trials; i++)
		show_report(terminal, item->reports[i] ? item->reports[i] : "");
}

static void show_left_out(const struct terminal *terminal, const struct item *item)
{
	terminal_write(terminal, STYLE_FAINT, "  left out ");
	fprintf(terminal->stream, "%s %s\n", item->kind, item->name);
	show_report(terminal, item->lack);
}

/* Those items that are through, up to the first that is not. */
static void show_items(struct work *work)
{
	while (work->printed < work->item_count) {
		const struct item *item = &work->items[work->printed];

		if (item->done < item->trials)
			break;
		clear_progress(work);
		if (item->lack)
			show_left_out(&work->terminal, item);
		else
			show_item(work, item);
		work->lacking += item->lack != NULL;
		work->faulty += item->error || item->faults;
		work->printed++;
	}
	fflush(work->terminal.stream);
}

static void show_sum(const struct work *work, double seconds)
{
	const struct terminal *terminal = &work->terminal;
	size_t held = work->item_count - work->lacking;

	if (work->faulty)
		write_format(terminal, STYLE_BAD,
			     text_format(work->faulty == 1
						 ? "\n%zu of %zu is not as it says"
						 : "\n%zu of %zu are not as they say",
					 work->faulty, held));
	else if (held)
		write_format(terminal, STYLE_GOOD,
			     text_format(held == 1 ? "\nIt is as it says"
						   : "\nAll %zu are as they say",
					 held));
	else
		terminal_write(terminal, STYLE_DOUBT, "\nNothing could be held");
	fprintf(terminal->stream, ": %zu trials in %.1f s", work->trials.count, seconds);
	if (work->lacking)
		fprintf(terminal->stream, ", %zu left out", work->lacking);
	fputs(".\n", terminal->stream);
}

/* ---- doing it ------------------------------------------------------------ */

/* In a process of its own. The report begins with the number of faults. */
static void hold_trial(size_t index, void *context, struct text *report)
{
	const struct work *work = context;
	const struct trial *trial = &work->trials.trials[index];
	struct faults faults = { 0 };

	trial->hold(trial, &work->verification, &faults);
	text_add_format(report, "%zu\n", faults.count);
	if (faults.count)
		text_add(report, faults.text.bytes);
	text_free(&faults.text);
}

static void take_report(size_t index, const char *report, size_t length, double seconds,
			const char *failure, void *context)
{
	struct work *work = context;
	struct item *item = &work->items[work->trials.trials[index].item];
	char *rest = NULL;
	size_t faults = strtoul(report, &rest, 10);

	(void)length;
	item->seconds += seconds;
	item->done++;
	work->done++;
	item->faults += failure ? 1 : faults;
	item->reports[work->places[index]] =
		failure ? text_format("%s\n", failure)
			: memory_copy_text(rest && *rest ? rest + 1 : "");
	show_items(work);
	show_progress(work);
}

static bool number_of(const char *option, const char *text, unsigned *number,
		      char **error)
{
	char *end;
	long value;

	if (!text)
		return true;
	value = strtol(text, &end, 10);
	*number = (unsigned)value;
	if (*text && !*end && value > 0 && value <= 1000)
		return true;
	return text_error(error, "--%s: «%s» is not a number from 1 to 1000", option,
			  text);
}

static int verify(struct work *work, unsigned jobs)
{
	struct parallel_request request = {
		.count = work->trials.count,
		.workers = jobs,
		.work = hold_trial,
		.done = take_report,
		.context = work,
	};
	double start = machine_seconds();
	char *error = NULL;
	bool done;

	show_items(work);
	show_progress(work);
	done = parallel_run(&request, &error);
	clear_progress(work);
	if (!done)
		return command_fail_with(error);
	show_sum(work, machine_seconds() - start);
	if (work->lacking == work->item_count)
		return COMMAND_UNABLE;
	return work->faulty ? COMMAND_WRONG : COMMAND_RIGHT;
}

static int verify_names(struct work *work, int count, char **names, unsigned jobs)
{
	char *error = NULL;

	for (int i = 0; i < count; i++)
		if (!add_named(work, names[i], &error))
			return command_fail_with(error);
	if (!count)
		add_all(work);
	if (!work->item_count)
		return command_fail("there is no lesson and no exercise in %s",
				    work->verification.curriculum->root);
	return verify(work, jobs);
}

static int verify_root(const struct settings *settings, struct work *work, int count,
		       char **names, unsigned jobs)
{
	struct curriculum curriculum;
	struct toolchain toolchain;
	char *error = NULL, *root = root_find(settings->root, &error);
	int status;

	if (!root)
		return command_fail_with(error);
	if (!toolchain_find(&toolchain, &error)) {
		free(root);
		return command_fail_with(error);
	}
	curriculum_read(&curriculum, root);
	work->verification.curriculum = &curriculum;
	work->verification.toolchain = &toolchain;
	status = verify_names(work, count, names, jobs);
	free_work(work);
	curriculum_free(&curriculum);
	toolchain_free(&toolchain);
	free(root);
	return status;
}

static const struct option options[] = {
	{ "NAME", OPTION_OPERAND, 0, NULL,
	  "a lesson or an exercise; without it: all of them" },
	{ "jobs", OPTION_TEXT, offsetof(struct settings, jobs), "N",
	  "how many at the same time; by default one for each processor" },
	{ "seeds", OPTION_TEXT, offsetof(struct settings, seeds), "K",
	  "try solutions and right answers of exercises with parameters in unseen cases, "
	  "of the seeds 1 to K; by default 3" },
	{ "sanitize", OPTION_FLAG, offsetof(struct settings, sanitize), NULL,
	  "run solutions and right answers with sanitizers, too" },
	ROOT_OPTION,
	{ 0 },
};

static int verify_command(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct work work = { .terminal = terminal_of(stdout),
			     .progress = isatty(STDERR_FILENO),
			     .verification = { .seeds = USUAL_SEEDS } };
	unsigned jobs = 0;
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error) ||
	    !number_of("jobs", settings.jobs, &jobs, &error) ||
	    !number_of("seeds", settings.seeds, &work.verification.seeds, &error)) {
		status = command_fail_with(error);
	} else {
		work.verification.sanitize = settings.sanitize;
		status = verify_root(&settings, &work, argc - 1, argv + 1, jobs);
	}
	interrupt_deliver();
	return status;
}

const struct command command_verify = {
	.name = "verify",
	.usage = "[NAME]... [OPTION]...",
	.summary = "hold lessons and exercises to what they say of themselves",
	.about = "Compiles and runs every program of every lesson, and compares what it "
		 "prints with what is shown. Of every exercise: as handed out it "
		 "compiles and does not pass, its solution passes, each wrong answer "
		 "draws the verdict, the line and the sentence that exercise.md quotes, "
		 "each right answer passes. Links lead somewhere, and nothing is needed "
		 "before it is taught.",
	.options = options,
	.run = verify_command,
};
