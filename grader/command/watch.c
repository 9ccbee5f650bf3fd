/* course watch: a verdict each time the learner saves. */
#define _GNU_SOURCE
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command/chosen.h"
#include "command/command.h"
#include "desk/desk.h"
#include "course/handed_out.h"
#include "course/root.h"
#include "course/way.h"
#include "run/interrupt.h"
#include "show/screen.h"
#include "text/text.h"

struct settings {
	const char *root;
	bool automatic;
};

/* ---- on a screen ------------------------------------------------------------ */

/* What is left on the terminal when the screen is gone. */
static void say_goodbye(const struct desk *desk)
{
	const struct exercise *exercise = desk_exercise(desk);

	if (!desk->judged && !desk_has_passed(desk))
		printf("%s: course watch goes on with it.\n", exercise->name);
	else if (desk_has_passed(desk))
		printf("%s is passed. The next one: course next\n", exercise->name);
	else
		printf("%s: %s. course watch goes on with it.\n", exercise->name,
		       verdict_name(desk->verdict));
}

static int watch_on_screen(struct desk *desk, size_t index)
{
	screen_begin();
	desk_turn_to(desk, index);
	desk_watch(desk);
	screen_end();
	say_goodbye(desk);
	return COMMAND_RIGHT;
}

/* ---- elsewhere: verdicts, one after the other ------------------------------- */

struct lines {
	struct curriculum *curriculum;
	size_t index; /* of the exercise */
	const struct exercise *exercise;
	const struct toolchain *toolchain;
	struct saves saves;
	struct submission submission;
	struct judge_process judge;
	size_t told; /* how much of the verdict at hand has been written */
};

static void head(const struct lines *lines)
{
	char moment[16];
	time_t now = time(NULL);
	struct tm parts;

	localtime_r(&now, &parts);
	strftime(moment, sizeof(moment), "%H:%M:%S", &parts);
	printf("-- %s %s\n", moment, lines->exercise->name);
}

static void judge(struct lines *lines)
{
	struct judge_request request = { .task = JUDGE_CHECK,
					 .exercise = lines->exercise,
					 .submission = &lines->submission,
					 .toolchain = lines->toolchain,
					 .terminal = terminal_of(stdout) };
	char *error = NULL;

	judge_process_stop(&lines->judge);
	lines->told = 0;
	head(lines);
	if (!judge_process_start(&lines->judge, &request, &error))
		command_fail_with(error);
}

static void look(struct lines *lines, bool due);

/* The exercise as it is now; anew when its exercise.md is another. */
static void begin(struct lines *lines)
{
	char *error = NULL;

	judge_process_stop(&lines->judge);
	saves_end(&lines->saves);
	submission_free(&lines->submission);
	saves_begin(&lines->saves, lines->exercise);
	if (!curriculum_read_again(lines->curriculum, lines->index, &error))
		command_fail_with(error);
	handed_out_keep(lines->exercise, NULL);
	chosen_note(lines->exercise, PROGRESS_CHOSEN, 0);
	look(lines, true);
}

static void look(struct lines *lines, bool due)
{
	struct submission submission;
	char *sentence = NULL;

	switch (saves_take(&lines->saves, due, &submission, &sentence)) {
	case SAVES_NEW:
		judge_process_stop(&lines->judge);
		submission_free(&lines->submission);
		lines->submission = submission;
		judge(lines);
		break;
	case SAVES_MISSING: command_fail_with(sentence); break;
	case SAVES_TASK: begin(lines); break;
	case SAVES_NOTHING:
	case SAVES_BACK: break;
	}
}

/* The verdict is written as soon as it is there, the picture when it is. */
static void tell(struct lines *lines, const char *text,
		 const struct judge_outcome *outcome)
{
	if (outcome->first && outcome->verdict != VERDICT_JE)
		chosen_note(lines->exercise,
			    outcome->verdict == VERDICT_PASS ? PROGRESS_PASSED
							     : PROGRESS_TRIED,
			    0);
	fputs(text + (lines->told < strlen(text) ? lines->told : strlen(text)), stdout);
	lines->told = strlen(text);
}

/* True: it was a pass, and all of it is told. */
static bool hear(struct lines *lines)
{
	struct judge_outcome outcome;
	enum judge_news news;
	char *text = NULL;
	bool passed = false;

	while ((news = judge_process_hear(&lines->judge, &text, &outcome)) !=
	       JUDGE_NOTHING) {
		if (news == JUDGE_SHOWN)
			tell(lines, text, &outcome);
		else if (news == JUDGE_GONE)
			command_fail("%s", text);
		if (news == JUDGE_OVER) {
			fputc('\n', stdout);
			passed = outcome.verdict == VERDICT_PASS;
		}
		free(text);
	}
	fflush(stdout);
	return passed;
}

/* Until it is passed, if `once`; or until somebody interrupts. */
static bool watch_lines(struct lines *lines, bool once)
{
	bool passed = false;

	begin(lines);
	while (!interrupt_requested() && !(once && passed)) {
		struct pollfd waits[] = {
			{ .fd = interrupt_descriptor(), .events = POLLIN },
			{ .fd = saves_descriptor(&lines->saves), .events = POLLIN },
			{ .fd = judge_process_descriptor(&lines->judge),
			  .events = POLLIN },
		};
		int ready = poll(waits, 3, SAVES_LOOK);

		if (ready >= 0)
			look(lines, ready == 0);
		passed = hear(lines);
	}
	judge_process_stop(&lines->judge);
	saves_end(&lines->saves);
	submission_free(&lines->submission);
	return passed;
}

static int watch_as_lines(struct desk *desk, size_t index)
{
	size_t count = desk->curriculum.exercise_count;

	fprintf(stderr, "course: %s: verdicts follow one after the other, Ctrl-C ends\n",
		screen_refusal());
	while (index < count && !interrupt_requested()) {
		struct lines lines = {
			.curriculum = &desk->curriculum,
			.index = index,
			.exercise = &desk->curriculum.exercises[index].exercise,
			.saves = { .descriptor = -1 },
			.toolchain = &desk->toolchain,
		};
		bool passed = watch_lines(&lines, desk->automatic);

		progress_free(&desk->progress);
		chosen_progress(desk->root, &desk->progress);
		if (passed)
			index = way_next(&desk->curriculum, &desk->progress, index);
	}
	return COMMAND_RIGHT;
}

/* ---- the command ------------------------------------------------------------ */

static int watch_exercise(struct desk *desk, const char *name)
{
	size_t index = curriculum_find_exercise(&desk->curriculum, name);
	struct exercise exercise;
	char *error = NULL;
	int status;

	if (index >= desk->curriculum.exercise_count ||
	    desk->curriculum.exercises[index].error) {
		/* Says what is wrong, and what may have been meant. */
		if (root_open(desk->root, name, &exercise, &error))
			exercise_free(&exercise);
		return command_fail_with(error);
	}
	if (!toolchain_find(&desk->toolchain, &error))
		return command_fail_with(error);
	status = screen_refusal() ? watch_as_lines(desk, index)
				  : watch_on_screen(desk, index);
	toolchain_free(&desk->toolchain);
	return status;
}

static int watch_root(const struct settings *settings, const char *named)
{
	char *error = NULL, *root = root_find(settings->root, &error), *name;
	struct desk desk = { .root = root,
			     .automatic = settings->automatic,
			     .terminal = terminal_of(stdout) };
	int status;

	name = root ? chosen_name(root, named, &error) : NULL;
	if (!name) {
		free(root);
		return command_fail_with(error);
	}
	chosen_progress(root, &desk.progress);
	curriculum_read(&desk.curriculum, root);
	status = watch_exercise(&desk, name);
	curriculum_free(&desk.curriculum);
	progress_free(&desk.progress);
	free(name);
	free(root);
	return status;
}

static const struct option options[] = {
	EXERCISE_OPERAND,
	{ "auto", OPTION_FLAG, offsetof(struct settings, automatic), NULL,
	  "go on to the next exercise as soon as one is passed" },
	ROOT_OPTION,
	{ 0 },
};

static int watch(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 2)
		return command_fail("«%s» is one too many: course watch takes one "
				    "exercise",
				    argv[2]);
	status = watch_root(&settings, argc > 1 ? argv[1] : NULL);
	interrupt_deliver();
	return status;
}

const struct command command_watch = {
	.name = "watch",
	.usage = "[EXERCISE] [OPTION]...",
	.summary = "a verdict each time you save, with keys for all the rest",
	.about = "Shows the verdict on the exercise and the picture of its tasks, and "
		 "does "
		 "so anew whenever a file of it is saved, by whatever editor. After a "
		 "pass it stays, and shows the reference solution beside yours, or below "
		 "it where "
		 "the terminal is narrow.\n\n"
		 "The last line names the keys. Where there is no terminal it writes one "
		 "verdict after the other.",
	.options = options,
	.run = watch,
};
