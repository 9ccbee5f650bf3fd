/* The stage: lessons laid out for a terminal, and played at their pace. */
#define _GNU_SOURCE
#include "fixture.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "course/lesson.h"
#include "course/root.h"
#include "run/interrupt.h"
#include "show/screen.h"
#include "stage/cast_file.h"
#include "stage/code.h"
#include "stage/demo.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"
#include "timed_run.h"

static const nanoseconds second = NANOSECONDS_PER_SECOND;

static struct terminal terminal_with(size_t columns, bool unicode)
{
	return (struct terminal){ .stream = stdout,
				  .unicode = unicode,
				  .columns = columns };
}

static size_t columns_of(const char *text)
{
	struct text drawn = { 0 };
	size_t columns = visible_add(&drawn, text, strlen(text), true, SPACES_PLAIN);

	text_free(&drawn);
	return columns;
}

/* ---- pages ----------------------------------------------------------------- */

static struct lesson_page page_of(const char *markdown, const struct terminal *terminal)
{
	struct document document = {
		.root = cmark_parse_document(markdown, strlen(markdown), 0),
	};
	struct lesson_page page;

	lesson_page_lay_out(&page, &document, terminal, NULL);
	document_free(&document);
	return page;
}

static char *page_text(const struct lesson_page *page)
{
	struct text text = { 0 };

	for (size_t i = 0; i < page->count; i++)
		for (size_t j = 0; j < page->blocks[i].sheet.count; j++) {
			char *line = sheet_line_text(&page->blocks[i].sheet.lines[j]);

			text_add_format(&text, "%s\n", line);
			free(line);
		}
	return text_take(&text);
}

static void hold_page(const char *markdown, size_t columns, bool unicode,
		      const char *expected)
{
	struct terminal terminal = terminal_with(columns, unicode);
	struct lesson_page page = page_of(markdown, &terminal);
	char *text = page_text(&page);

	assert_string_equal(text, expected);
	free(text);
	lesson_page_free(&page);
}

static void prose_is_broken_between_words(void **state)
{
	(void)state;
	hold_page("# Title\n\none two *three* four five `six seven` eight nine\n", 40,
		  true,
		  "  Title\n  ━━━━━\n"
		  "  one two three four five `six seven`\n  eight nine\n");
	hold_page("- one\n- two\n  - three\n\n1. first\n", 40, false,
		  "  * one\n  * two\n    * three\n  1. first\n");
}

static void a_table_is_as_wide_as_its_cells_or_as_there_is_room(void **state)
{
	static const char table[] = "| Python | C |\n|---|---|\n"
				    "| `await f()` | `await (f());` |\n"
				    "| a cell | with rather more words than fit |\n";

	(void)state;
	hold_page(table, 80, true,
		  "  Python     C\n  ─────────  ───────────────────────────────\n"
		  "  await f()  await (f());\n"
		  "  a cell     with rather more words than fit\n");
	hold_page(table, 40, false,
		  "  Python     C\n  ---------  ---------------------------\n"
		  "  await f()  await (f());\n"
		  "  a cell     with rather more words than\n"
		  "             fit\n");
}

static void code_keeps_its_lines_and_loses_its_tabs(void **state)
{
	(void)state;
	hold_page("```c\nint f(void)\n{\n\treturn 1;\n}\n```\n", 80, true,
		  "      int f(void)\n      {\n          return 1;\n      }\n");
	hold_page("```c\n\n/* much too long for a line of forty columns */\n```\n", 40,
		  true,
		  "\n      /* much too long for a line of\n"
		  "        ↪ forty columns */\n");
}

/* As a person would break it; a mark says that it is one line. */
static void code_that_is_too_long_is_broken_between_words(void **state)
{
	(void)state;
	hold_page("```c\n\tputs(name, \"a text with blanks in it\");\n```\n", 40, true,
		  "          puts(name,\n            ↪ \"a text with blanks in\n"
		  "            ↪ it\");\n");
	hold_page("```c\nint f(int first_one, long (*other)(int, int, int));\n```\n", 44,
		  true,
		  "      int f(int first_one,\n"
		  "        ↪ long (*other)(int, int, int));\n");
	hold_page("```sh\naddress/that-has-no-blank/but-has-a-bar/and-more\n```\n", 40,
		  false,
		  "      address/that-has-no-blank/\n        > but-has-a-bar/and-more\n");
	hold_page("```timed\n   1.000 | one two three four five six\n```\n", 40, true,
		  "         1.000 | one two three four five\n"
		  "                 ↪ six\n");
	hold_page("```message a.c\nWhat is said of it is broken as words are.\n```\n", 40,
		  true, "      What is said of it is broken as\n      words are.\n");
}

static void blocks_know_what_they_are(void **state)
{
	struct terminal terminal = terminal_with(80, true);
	struct lesson_page page =
		page_of("# T\n\n```c a.c\nint x;\n```\n\n**Predict:** when?\n\n"
			"```timed a.c\n   0.000 | x\n```\n\nAgain:\n\n"
			"```timed b.c exit 3\n   0.000 | x\n```\n\n"
			"```c part of a.c\nint x;\n```\n\n"
			"<!-- note: Look\nup. -->\n\n```c wrong c.c\nint;\n```\n",
			&terminal);
	static const enum page_kind kinds[] = {
		PAGE_HEADING, PAGE_PROGRAM, PAGE_PROSE, PAGE_OUTPUT,  PAGE_PROSE,
		PAGE_OUTPUT,  PAGE_CODE,    PAGE_NOTE,  PAGE_PROGRAM,
	};

	(void)state;
	assert_int_equal(page.count, sizeof(kinds) / sizeof(*kinds));
	for (size_t i = 0; i < page.count; i++)
		assert_int_equal(page.blocks[i].kind, kinds[i]);
	assert_string_equal(page.blocks[1].name, "a.c");
	assert_true(page.blocks[3].predicted);
	assert_string_equal(page.blocks[5].name, "b.c");
	assert_false(page.blocks[5].predicted);
	assert_string_equal(page.blocks[7].name, " Look\nup. ");
	assert_string_equal(page.blocks[8].name, "c.c");
	lesson_page_free(&page);
}

static void hold_width(const char *name, size_t columns, bool unicode)
{
	struct terminal terminal = terminal_with(columns, unicode);
	struct reading reading;
	struct lesson_page page;
	char *error = NULL, *text, *rest;

	assert_true(reading_open(&reading, fixture_path("."), name, &error));
	assert_true(reading_lay_out(&reading, &terminal, &page, &error));
	text = rest = page_text(&page);
	for (char *line; (line = strsep(&rest, "\n"));) {
		bool ascii = true;

		for (const char *at = line; *at; at++)
			ascii &= (unsigned char)*at < 0x80;
		if (unicode ? columns_of(line) > columns : !ascii)
			fail_msg("%s at %zu: %s", name, columns, line);
	}
	free(text);
	lesson_page_free(&page);
	reading_close(&reading);
}

static void no_line_of_any_lesson_is_too_wide(void **state)
{
	struct names names = { 0 };

	(void)state;
	lesson_names(fixture_path("."), &names);
	assert_true(names.count > 10);
	for (size_t i = 0; i < names.count; i++) {
		hold_width(names.names[i], 40, true);
		hold_width(names.names[i], 80, true);
		hold_width(names.names[i], 80, false);
	}
	names_free(&names);
}

/* A drawing that is broken is none, and a moment's line is to be seen whole. C is
 * broken where it has to be: its programs are as wide as programs are. */
static void hold_drawings(const char *path)
{
	static const char *const languages[] = { "text", "timed", "python", "sh" };
	struct terminal terminal = terminal_with(80, true);
	struct document document;
	char *error = NULL;

	assert_true(document_read(&document, path, &error));
	for (cmark_node *node = cmark_node_first_child(document.root); node;
	     node = cmark_node_next(node))
		for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
			struct sheet sheet = { .terminal = &terminal };
			char *text;

			if (!document_is_block(node, languages[i]))
				continue;
			sheet_line(&sheet);
			code_lay_out(&sheet, node, 6);
			for (size_t k = 0; k < sheet.count; k++) {
				text = sheet_line_text(&sheet.lines[k]);
				if (strstr(text, "\u21aa"))
					fail_msg("%s:%d: too wide: %s", path,
						 cmark_node_get_start_line(node), text);
				free(text);
			}
			sheet_free(&sheet);
		}
	document_free(&document);
}

static void every_drawing_fits_in_80_columns(void **state)
{
	struct names names = { 0 };
	const char *root = fixture_path(".");

	(void)state;
	lesson_names(root, &names);
	for (size_t i = 0; i < names.count; i++) {
		char *path = text_format("%s/lessons/%s.md", root, names.names[i]);

		hold_drawings(path);
		free(path);
	}
	names_free(&names);
	root_exercises(root, &names);
	assert_true(names.count > 30);
	for (size_t i = 0; i < names.count; i++) {
		char *path =
			text_format("%s/exercises/%s/exercise.md", root, names.names[i]);

		hold_drawings(path);
		free(path);
	}
	names_free(&names);
}

/* ---- a course of our own ---------------------------------------------------- */

struct course {
	char *root;
	struct reading reading;
	struct toolchain toolchain;
	struct terminal terminal;
};

static const char lesson[] =
	"# One\n\n- minutes: 5\n- concepts: sleep\n\nWords.\n\n## Two\n\n"
	"```c a.c\n#include <async.h>\n\n#include <stdio.h>\n\n"
	"async (void, main_coroutine)\n{\n\tputs(\"begin\");\n"
	"\tawait (async_sleep(1.0));\n\tputs(\"middle\");\n"
	"\tawait (async_sleep(2.0));\n\tputs(\"end\");\n}\n\n"
	"int main(void)\n{\n\treturn async_run(main_coroutine());\n}\n```\n\n"
	"**Predict:** when does it end?\n\n"
	"```timed a.c\n   0.000 | begin\n   1.000 | middle\n   3.000 | end\n```\n\n"
	"<!-- note: Ask the room first. -->\n\nLast words.\n";

static void make_course(struct course *course, const char *text)
{
	char *lessons, *error = NULL;

	course->root = fixture_folder();
	setenv("XDG_CACHE_HOME", course->root, 1);
	lessons = path_join(course->root, "lessons");
	assert_int_equal(mkdir(lessons, 0700), 0);
	fixture_write(lessons, "01_one.md", text);
	free(lessons);
	lessons = path_join(course->root, "exercises");
	assert_int_equal(mkdir(lessons, 0700), 0);
	free(lessons);
	assert_true(reading_open(&course->reading, course->root, "1", &error));
	assert_true(toolchain_find(&course->toolchain, &error));
	course->terminal = terminal_with(80, true);
}

static void remove_course(struct course *course)
{
	reading_close(&course->reading);
	toolchain_free(&course->toolchain);
	fixture_remove(course->root);
}

static void begin(struct demo *demo, struct course *course)
{
	char *error = NULL;

	assert_true(demo_begin(demo, &course->reading, &course->toolchain,
			       &course->terminal, 24, &error));
}

static char *seen(const struct demo *demo, bool notes)
{
	struct terminal terminal = demo->terminal;
	char *text = NULL;
	size_t size;

	terminal.stream = open_memstream(&text, &size);
	if (notes)
		demo_write_notes(demo, &terminal);
	else
		demo_write(demo, &terminal);
	fclose(terminal.stream);
	return text;
}

static void expect_seen(const struct demo *demo, const char *words, bool there)
{
	char *text = seen(demo, false);

	if ((strstr(text, words) != NULL) != there)
		fail_msg("«%s» should %sbe seen:\n%s", words, there ? "" : "not ", text);
	free(text);
}

static void expect_noted(const struct demo *demo, const char *words)
{
	char *text = seen(demo, true);

	if (!strstr(text, words))
		fail_msg("«%s» should be noted:\n%s", words, text);
	free(text);
}

static void go_to_program(struct demo *demo)
{
	demo_key(demo, KEY_TAB);
	assert_true(demo->playing);
}

static void lines_appear_at_their_moments(void **state)
{
	struct course course;
	struct demo demo;

	(void)state;
	make_course(&course, lesson);
	begin(&demo, &course);
	expect_seen(&demo, "Words.", true);
	go_to_program(&demo);
	assert_int_equal(demo.recording.source, RECORDING_LIVE);
	expect_seen(&demo, "0.000 | begin", true);
	expect_seen(&demo, "middle", false);
	demo_pass(&demo, second * 9 / 10);
	expect_seen(&demo, "middle", false);
	demo_pass(&demo, second / 5);
	expect_seen(&demo, "1.000 | middle", true);
	expect_seen(&demo, "1.100 s", true);
	expect_seen(&demo, "| end", false);
	demo_key(&demo, ' ');
	demo_pass(&demo, 60 * second);
	expect_seen(&demo, "paused", true);
	expect_seen(&demo, "| end", false);
	demo_key(&demo, ' ');
	demo_key(&demo, '+');
	demo_pass(&demo, second);
	expect_seen(&demo, "3.000 | end", true);
	expect_seen(&demo, "over", true);
	demo_free(&demo);
	remove_course(&course);
}

static void a_program_is_stepped_taken_back_and_jumped_in(void **state)
{
	struct course course;
	struct demo demo;

	(void)state;
	make_course(&course, lesson);
	begin(&demo, &course);
	go_to_program(&demo);
	demo_key(&demo, '.');
	expect_seen(&demo, "1.000 | middle", true);
	demo_key(&demo, '.');
	expect_seen(&demo, "3.000 | end", true);
	demo_key(&demo, ',');
	expect_seen(&demo, "| end", false);
	expect_seen(&demo, "1.000 | middle", true);
	for (const char *key = "j2.5\r"; *key; key++)
		demo_key(&demo, *key);
	expect_seen(&demo, "2.500 s", true);
	demo_key(&demo, '0');
	expect_seen(&demo, "middle", false);
	demo_key(&demo, KEY_END);
	expect_seen(&demo, "| end", true);
	demo_free(&demo);
	remove_course(&course);
}

static void the_picture_grows(void **state)
{
	struct course course;
	struct demo demo;

	(void)state;
	make_course(&course, lesson);
	begin(&demo, &course);
	go_to_program(&demo);
	expect_seen(&demo, "main_coroutine", true);
	expect_seen(&demo, "┤", false);
	demo_key(&demo, KEY_END);
	expect_seen(&demo, "┤", true);
	demo_free(&demo);
	remove_course(&course);
}

static void the_presenter_knows_what_comes(void **state)
{
	struct course course;
	struct demo demo;

	(void)state;
	make_course(&course, lesson);
	begin(&demo, &course);
	expect_noted(&demo, "next: Two");
	demo_key(&demo, KEY_BACK_TAB); /* there is none before */
	expect_seen(&demo, "Words.", true);
	go_to_program(&demo);
	expect_noted(&demo, "Ask the room first.");
	expect_noted(&demo, "run just now");
	expect_noted(&demo, "1.000 | middle");
	expect_seen(&demo, "Ask the room", false);
	demo_free(&demo);
	remove_course(&course);
}

/* The lesson's word is the last that is left: without a compiler, or when what was
 * kept is of another source. */
static void a_program_that_fails_is_replaced(void **state)
{
	struct course course;
	struct toolchain broken;
	struct demo demo;
	char *error = NULL;

	(void)state;
	make_course(&course, lesson);
	broken = course.toolchain;
	broken.library = "/nowhere/libasync.a";
	assert_true(demo_begin(&demo, &course.reading, &broken, &course.terminal, 24,
			       &error));
	go_to_program(&demo);
	assert_int_equal(demo.recording.source, RECORDING_LESSON);
	demo_key(&demo, KEY_END);
	expect_seen(&demo, "3.000 | end", true);
	expect_noted(&demo, "cannot be run here");
	demo_free(&demo);

	begin(&demo, &course); /* goes well, and is kept */
	go_to_program(&demo);
	demo_free(&demo);
	assert_true(demo_begin(&demo, &course.reading, &broken, &course.terminal, 24,
			       &error));
	go_to_program(&demo);
	assert_int_equal(demo.recording.source, RECORDING_KEPT);
	expect_seen(&demo, "main_coroutine", true);
	expect_noted(&demo, "an earlier run");
	demo_free(&demo);
	remove_course(&course);
}

/* One that does not come to its end: the clock stands at the beginning, keys are heard,
 * and when the audience has waited long enough, the lesson's word takes its place. */
static void a_program_that_hangs_is_replaced(void **state)
{
	struct course course;
	struct demo demo;

	(void)state;
	make_course(
		&course,
		"# One\n\n- minutes: 5\n- concepts: sleep\n\n"
		"```c a.c\nint main(void)\n{\n\tfor (;;)\n\t\t;\n}\n```\n\n"
		"```timed a.c\n   0.000 | begin\n   3.000 | end\n```\n\nLast words.\n");
	begin(&demo, &course);
	demo.meanwhile = true;
	while (!demo.starting)
		demo_key(&demo, KEY_RIGHT);
	assert_true(demo_is_about_to_play(&demo));
	demo_pass(&demo, second * 29 / 10);
	assert_true(demo.starting && !demo_is_about_to_play(&demo));
	expect_seen(&demo, "0.000 s", true);
	expect_noted(&demo, "compiled and run just now");
	demo_key(&demo, KEY_RIGHT);
	assert_false(demo.starting);
	expect_seen(&demo, "Last words.", true);
	demo_key(&demo, KEY_LEFT);
	assert_true(demo.starting);
	demo_key(&demo, ' '); /* is for the program, and turns no page */
	demo_pass(&demo, second * 29 / 10);
	assert_true(demo.starting);
	demo_pass(&demo, second / 5);
	assert_true(demo.playing);
	expect_seen(&demo, "0.000 | begin", true);
	demo_key(&demo, KEY_END);
	expect_seen(&demo, "3.000 | end", true);
	expect_noted(&demo, "this is what the lesson says");
	demo_free(&demo);
	remove_course(&course);
}

/* A run that is ended on the way is not taken for an end of ours. */
static void a_run_that_is_left_interrupts_nobody_else(void **state)
{
	struct pollfd interrupt = { .events = POLLIN };
	struct course course;
	struct demo demo;

	(void)state;
	interrupt_catch();
	interrupt.fd = interrupt_descriptor();
	make_course(&course, lesson);
	begin(&demo, &course);
	demo.meanwhile = true;
	for (int i = 0; i < 3; i++) {
		while (!demo.starting)
			demo_key(&demo, KEY_RIGHT);
		demo_key(&demo, KEY_LEFT);
		assert_false(demo.starting);
	}
	assert_int_equal(poll(&interrupt, 1, 0), 0);
	assert_false(interrupt_requested());
	demo_free(&demo);
	remove_course(&course);
}

static void another_size_shows_the_same_place(void **state)
{
	struct course course;
	struct terminal wider;
	struct demo demo;
	char *error = NULL;

	(void)state;
	make_course(&course, lesson);
	begin(&demo, &course);
	while (demo.at + 1 < demo.slides.count)
		demo_key(&demo, KEY_PAGE_DOWN);
	expect_seen(&demo, "Last words.", true);
	wider = terminal_with(132, true);
	assert_true(demo_resize(&demo, &wider, 50, &error));
	expect_seen(&demo, "Last words.", true);
	demo_free(&demo);
	remove_course(&course);
}

/* Alone it comes to its end, shows every line, and the same every time. */
static char *record(struct course *course, const char *name)
{
	char *path = path_join(course->root, name), *error = NULL, *bytes;
	struct cast_file cast;
	struct demo demo;
	nanoseconds passed = 0;
	size_t length;

	begin(&demo, course);
	assert_true(cast_file_open(&cast, path, "One", 80, 24, &error));
	for (; !demo.over && passed < 600 * second; passed += second / 30) {
		char *frame = seen(&demo, false);

		cast_file_add(&cast, passed, frame);
		free(frame);
		demo_pass_alone(&demo, second / 30);
	}
	assert_true(demo.over);
	assert_true(cast_file_close(&cast, &error));
	demo_free(&demo);
	bytes = file_read(path, (size_t)16 << 20, &length, &error);
	free(path);
	return bytes;
}

static void alone_it_comes_to_its_end(void **state)
{
	struct course course;
	char *once, *again;

	(void)state;
	make_course(&course, lesson);
	once = record(&course, "once.cast");
	again = record(&course, "again.cast");
	assert_string_equal(once, again);
	assert_non_null(strstr(once, "3.000 | end"));
	assert_non_null(strstr(once, "Last words."));
	assert_non_null(strstr(once, "{\"version\":2,\"width\":80,\"height\":24"));
	free(once);
	free(again);
	remove_course(&course);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_is_broken_between_words),
		cmocka_unit_test(a_table_is_as_wide_as_its_cells_or_as_there_is_room),
		cmocka_unit_test(code_keeps_its_lines_and_loses_its_tabs),
		cmocka_unit_test(code_that_is_too_long_is_broken_between_words),
		cmocka_unit_test(blocks_know_what_they_are),
		cmocka_unit_test(no_line_of_any_lesson_is_too_wide),
		cmocka_unit_test(every_drawing_fits_in_80_columns),
		cmocka_unit_test(lines_appear_at_their_moments),
		cmocka_unit_test(a_program_is_stepped_taken_back_and_jumped_in),
		cmocka_unit_test(the_picture_grows),
		cmocka_unit_test(the_presenter_knows_what_comes),
		cmocka_unit_test(a_program_that_fails_is_replaced),
		cmocka_unit_test(a_program_that_hangs_is_replaced),
		cmocka_unit_test(a_run_that_is_left_interrupts_nobody_else),
		cmocka_unit_test(another_size_shows_the_same_place),
		cmocka_unit_test(alone_it_comes_to_its_end),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
