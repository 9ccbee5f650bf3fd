/* course read: a lesson, or the task of an exercise, in the terminal. */
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "course/root.h"
#include "run/interrupt.h"
#include "show/screen.h"
#include "show/terminal.h"
#include "stage/pager.h"
#include "stage/reading.h"

struct settings {
	const char *root;
	bool plain;
};

static void write_page(const struct terminal *terminal, const struct lesson_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct sheet *sheet = &page->blocks[i].sheet;

		for (size_t j = 0; j < sheet->count; j++) {
			sheet_write_line(terminal, &sheet->lines[j], 0, (size_t)-1);
			fputc('\n', terminal->stream);
		}
		if (sheet->count && i + 1 < page->count)
			fputc('\n', terminal->stream);
	}
}

/* For a pipe or a file: all of it. */
static bool write_all(const struct reading *reading, char **error)
{
	struct terminal terminal = terminal_of(stdout);
	struct lesson_page page;

	if (!reading_lay_out(reading, &terminal, &page, error))
		return false;
	write_page(&terminal, &page);
	lesson_page_free(&page);
	return true;
}

/* Programs are run if there is a compiler; the rest can be read without. */
static bool page_through(struct reading *reading, char **error)
{
	struct toolchain toolchain;
	bool can_run = toolchain_find(&toolchain, NULL);
	bool read;

	interrupt_catch();
	screen_begin();
	read = pager_read(reading, can_run ? &toolchain : NULL, error);
	screen_end();
	if (can_run)
		toolchain_free(&toolchain);
	interrupt_deliver();
	return read;
}

static int read_it(const char *root, const char *name, bool plain)
{
	struct reading reading;
	char *error = NULL;
	bool done;

	if (!reading_open(&reading, root, name, &error))
		return command_fail_with(error);
	done = plain || screen_refusal() ? write_all(&reading, &error)
					 : page_through(&reading, &error);
	reading_close(&reading);
	return done ? COMMAND_RIGHT : command_fail_with(error);
}

static const struct option options[] = {
	{ "LESSON", OPTION_OPERAND, 0, "NAME",
	  "its name, with or without the number, or the number; or the name of an "
	  "exercise, for its task. Without "
	  "it: "
	  "the first lesson." },
	{ "plain", OPTION_FLAG, offsetof(struct settings, plain), NULL,
	  "write all of it, as into a pipe, also on a terminal" },
	{ "root", OPTION_TEXT, offsetof(struct settings, root), "FOLDER",
	  "the folder of the course; by default the nearest one above this folder that "
	  "holds exercises/" },
	{ 0 },
};

static int read_command(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL, *root;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 2)
		return command_fail("course read takes one lesson");
	root = root_find(settings.root, &error);
	if (!root)
		return command_fail_with(error);
	status = read_it(root, argc > 1 ? argv[1] : "1", settings.plain);
	free(root);
	return status;
}

const struct command command_read = {
	.name = "read",
	.usage = "[LESSON] [OPTION]...",
	.summary = "a lesson in the terminal, its programs run where they stand",
	.about =
		"On a terminal it is shown page by page: Space goes on, Tab chooses the "
		"next "
		"program, Enter runs it where it stands, on the virtual clock, with a "
		"picture of its tasks; ? lists the keys. An output that you are asked to "
		"predict is covered until you press Enter. Into a pipe or a file all of "
		"it is written at once.",
	.options = options,
	.run = read_command,
};
