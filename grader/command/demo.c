/* course demo: a lesson on the stage, its programs run live. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "command/command.h"
#include "course/root.h"
#include "run/interrupt.h"
#include "show/screen.h"
#include "stage/cast_file.h"
#include "stage/demo.h"
#include "stage/frame.h"
#include "stage/prompter.h"
#include "text/text.h"

/* Thirty frames a second are more than anybody reads. */
enum { FRAME_MILLISECONDS = 33, COLUMNS = 80, ROWS = 24 };

static const nanoseconds longest_frame = 500000000;
static const nanoseconds frame_time = (nanoseconds)FRAME_MILLISECONDS * 1000000;

struct settings {
	const char *root, *record;
	bool automatic, notes, rehearse;
};

/* What a demo is shown by and written to. */
struct stage {
	struct demo demo;
	struct cast_file cast;
	nanoseconds passed; /* since it began */
	char *notes_path;   /* NULL: nowhere */
	char *notes;        /* told last */
	bool automatic;
};

/* Of a demo that was stopped meanwhile (Ctrl-Z), or whose machine slept, the program on
 * the stage has waited. */
static void pass(struct stage *stage, nanoseconds elapsed)
{
	stage->passed += elapsed;
	elapsed = elapsed < longest_frame ? elapsed : longest_frame;
	if (stage->automatic)
		demo_pass_alone(&stage->demo, elapsed);
	else
		demo_pass(&stage->demo, elapsed);
}

/* The presenter's terminal is told in plain text. */
static void tell_notes(struct stage *stage)
{
	struct terminal plain = { .columns = COLUMNS,
				  .unicode = stage->demo.terminal.unicode };
	char *notes = NULL;
	size_t size;

	plain.stream = stage->notes_path ? open_memstream(&notes, &size) : NULL;
	if (!plain.stream)
		return;
	demo_write_notes(&stage->demo, &plain);
	if (fclose(plain.stream) == 0)
		prompter_tell(stage->notes_path, &stage->notes, notes);
	else
		free(notes);
}

/* ---- on a terminal --------------------------------------------------------- */

static struct terminal screen_terminal(void)
{
	struct terminal terminal = terminal_of(stdout);

	terminal.columns = screen_columns();
	return terminal;
}

static void show(struct stage *stage)
{
	struct frame frame;
	char *bytes;

	if (!frame_begin(&frame))
		return;
	demo_write(&stage->demo, &frame.terminal);
	bytes = frame_take(&frame);
	frame_show_bytes(bytes);
	cast_file_add(&stage->cast, stage->passed, bytes);
	free(bytes);
	tell_notes(stage);
}

/* Another size, or back from a stop. */
static bool redraw(struct stage *stage, char **error)
{
	struct terminal terminal = screen_terminal();

	if (terminal.columns != stage->demo.terminal.columns ||
	    screen_rows() != stage->demo.rows)
		cast_file_resize(&stage->cast, stage->passed, terminal.columns,
				 screen_rows());
	return demo_resize(&stage->demo, &terminal, screen_rows(), error);
}

static enum screen_event wait_for_something(const struct stage *stage, int *key)
{
	struct pollfd run = { .fd = demo_descriptor(&stage->demo), .events = POLLIN };
	bool soon = demo_moves(&stage->demo) || stage->automatic;

	return screen_wait(&run, 1, soon ? FRAME_MILLISECONDS : -1, key);
}

static bool present(struct stage *stage, char **error)
{
	nanoseconds before = machine_time();

	stage->demo.meanwhile = true;
	while (!stage->demo.over) {
		enum screen_event event;
		int key = 0;

		if (!demo_is_about_to_play(&stage->demo))
			show(stage);
		event = wait_for_something(stage, &key);
		pass(stage, machine_time() - before);
		before = machine_time();
		if (event == SCREEN_INTERRUPTED)
			return true;
		if (event == SCREEN_KEY)
			demo_key(&stage->demo, key);
		if (event == SCREEN_REDRAW && !redraw(stage, error))
			return false;
	}
	return true;
}

/* ---- without one ------------------------------------------------------------ */

static void write_frame(struct stage *stage)
{
	struct terminal terminal = stage->demo.terminal;
	char *bytes = NULL;
	size_t size;

	terminal.stream = open_memstream(&bytes, &size);
	if (!terminal.stream)
		return;
	demo_write(&stage->demo, &terminal);
	if (fclose(terminal.stream) == 0)
		cast_file_add(&stage->cast, stage->passed, bytes);
	free(bytes);
}

/* Nobody looks, so nobody has to wait: time is what we say that it is. */
static void record_alone(struct stage *stage)
{
	while (!stage->demo.over && !interrupt_requested()) {
		write_frame(stage);
		pass(stage, frame_time);
	}
}

/* ---- the command ------------------------------------------------------------ */

static bool run_stage(struct stage *stage, const struct settings *settings,
		      const struct reading *reading, const struct toolchain *toolchain,
		      char **error)
{
	bool on_screen = !screen_refusal();
	struct terminal terminal = on_screen ? screen_terminal() : terminal_of(stdout);
	size_t rows = on_screen ? screen_rows() : ROWS;
	bool done;

	if (!on_screen) {
		terminal.columns = COLUMNS;
		terminal.colour = terminal.unicode = true;
	}
	stage->automatic = settings->automatic;
	if (settings->record &&
	    !cast_file_open(&stage->cast, settings->record, reading->title,
			    terminal.columns, rows, error))
		return false;
	done = demo_begin(&stage->demo, reading, toolchain, &terminal, rows, error);
	if (done && on_screen) {
		stage->notes_path = prompter_path(reading->name, NULL);
		screen_begin();
		done = present(stage, error);
		screen_end();
	} else if (done) {
		record_alone(stage);
	}
	demo_free(&stage->demo);
	if (stage->notes_path)
		(void)unlink(stage->notes_path);
	free(stage->notes_path);
	free(stage->notes);
	return cast_file_close(&stage->cast, error) && done;
}

static int follow_notes(const struct reading *reading)
{
	char *error = NULL, *path;

	if (screen_refusal())
		return command_fail("the notes need a terminal: %s", screen_refusal());
	path = prompter_path(reading->name, &error);
	if (!path)
		return command_fail_with(error);
	screen_begin();
	prompter_follow(path, reading->name);
	screen_end();
	free(path);
	return COMMAND_RIGHT;
}

/* Each program of the lesson once, at home: what goes well is kept for the stage. */
static int rehearse_lesson(const struct reading *reading,
			   const struct toolchain *toolchain)
{
	struct terminal terminal = terminal_of(stdout);
	int status = COMMAND_RIGHT;

	for (size_t i = 0; i < reading->lesson.program_count; i++) {
		const struct lesson_program *program = &reading->lesson.programs[i];
		struct recording recording;
		struct live_run run;

		if (!program->timed.text)
			continue;
		live_run_start(&run, &reading->lesson, program, toolchain);
		live_run_take(&run, -1, &recording);
		terminal_write_and_free(
			&terminal,
			recording.source == RECORDING_LIVE ? STYLE_GOOD : STYLE_BAD,
			text_format("  %-24s %s\n", program->name,
				    recording.source == RECORDING_LIVE
					    ? "ran, and is kept"
					    : "did not run as the lesson says"));
		if (recording.source != RECORDING_LIVE)
			status = COMMAND_WRONG;
		recording_free(&recording);
	}
	return status;
}

static int demonstrate(const struct settings *settings, const struct reading *reading)
{
	struct toolchain toolchain;
	bool can_run = toolchain_find(&toolchain, NULL), done;
	const struct toolchain *found = can_run ? &toolchain : NULL;
	struct stage stage = { 0 };
	char *error = NULL;
	int status;

	interrupt_catch();
	if (settings->rehearse) {
		status = rehearse_lesson(reading, found);
	} else {
		done = run_stage(&stage, settings, reading, found, &error);
		status = done ? COMMAND_RIGHT : command_fail_with(error);
	}
	if (can_run)
		toolchain_free(&toolchain);
	interrupt_deliver();
	return status;
}

static int open_and_demonstrate(const struct settings *settings, const char *root,
				const char *name)
{
	struct reading reading;
	char *error = NULL;
	int status;

	if (!reading_open(&reading, root, name, &error))
		return command_fail_with(error);
	if (!reading.is_lesson)
		status = command_fail("%s is an exercise: course demo takes a lesson",
				      name);
	else if (settings->notes)
		status = follow_notes(&reading);
	else
		status = demonstrate(settings, &reading);
	reading_close(&reading);
	return status;
}

static const struct option options[] = {
	{ "LESSON", OPTION_OPERAND, 0, NULL, "its name, or its number" },
	{ "auto", OPTION_FLAG, offsetof(struct settings, automatic), NULL,
	  "turn the slides without anybody; with --record and without a terminal it "
	  "takes "
	  "no longer than the programs" },
	{ "record", OPTION_TEXT, offsetof(struct settings, record), "FILE",
	  "write all that is shown to a file, for asciinema" },
	{ "notes", OPTION_FLAG, offsetof(struct settings, notes), NULL,
	  "on a second terminal: the presenter's notes on what the first one shows, and "
	  "what comes next" },
	{ "rehearse", OPTION_FLAG, offsetof(struct settings, rehearse), NULL,
	  "run each program once, without a stage, and keep what went well, to be shown "
	  "if it ever fails" },
	{ "root", OPTION_TEXT, offsetof(struct settings, root), "FOLDER",
	  "the folder of the course; by default the nearest one above this folder that "
	  "holds exercises/" },
	{ 0 },
};

static int demo(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL, *root;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc != 2)
		return command_fail("say which lesson: course demo LESSON");
	if (screen_refusal() && !settings.notes && !settings.rehearse &&
	    !(settings.automatic && settings.record))
		return command_fail("there is no stage: %s; with --auto and --record a "
				    "terminal is not needed",
				    screen_refusal());
	root = root_find(settings.root, &error);
	if (!root)
		return command_fail_with(error);
	status = open_and_demonstrate(&settings, root, argv[1]);
	free(root);
	return status;
}

const struct command command_demo = {
	.name = "demo",
	.usage = "LESSON [OPTION]...",
	.summary = "a lesson as slides, its programs run live at their real pace",
	.about = "Each program is compiled and run when its slide comes, and its lines "
		 "appear at their moments, with a running clock and the picture of its "
		 "tasks. Space goes on, or pauses a program; . and , step from event to "
		 "event; + and - change the speed; j jumps to a second; ? lists all "
		 "keys.\n"
		 "\n"
		 "A program that fails, or takes longer than three seconds, is replaced "
		 "by "
		 "the recording of an earlier run, or by what the lesson shows; only the "
		 "notes say so. Notes stand in the lesson as <!-- note: text -->.",
	.options = options,
	.run = demo,
};
