/* A lesson is read as it is written, and what is not understood is said. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "course/heading.h"
#include "course/lesson.h"
#include "course/snippet.h"
#include "run/workspace.h"
#include "text/file.h"
#include "text/text.h"

/* ---- snippets ------------------------------------------------------------- */

static const char program[] = "int one(void)\n"
			      "{\n"
			      "\treturn 1;\n"
			      "}\n"
			      "\n"
			      "int two(void)\n"
			      "{\n"
			      "\treturn 2;\n"
			      "}\n";

static void is_part(const char *snippet)
{
	int missing;

	assert_true(snippet_is_part(snippet, program, &missing));
}

static void is_no_part(const char *snippet, int line)
{
	int missing = -1;

	assert_false(snippet_is_part(snippet, program, &missing));
	assert_int_equal(missing, line);
}

static void a_snippet_is_lines_one_below_the_other(void **state)
{
	(void)state;
	is_part("int one(void)\n{\n");
	is_part("  return 1;\n  }\n  int two(void)\n");
	is_part("\n\nreturn 2;");
	is_no_part("int one(void)\n{\n\treturn 2;\n", 2);
	is_no_part("return 1;\nreturn 2;\n", 1);
	is_no_part("return 3;\n", 0);
	is_no_part("\n\n", 0);
}

static void an_ellipsis_leaves_lines_out(void **state)
{
	(void)state;
	is_part("int one(void)\n\u2026\nreturn 2;\n");
	is_part("{\n\t/* \u2026 */\n}\n");
	is_part("int one(void)\n...\n}\n// ...\n");
	is_no_part("int two(void)\n\u2026\nreturn 1;\n", 2);
}

/* ---- documents ------------------------------------------------------------ */

static struct workspace place;

static int make_place(void **state)
{
	char *path, *error = NULL;

	(void)state;
	if (!workspace_make(&place, &error))
		return -1;
	path = workspace_folder(&place, "lessons", &error);
	free(path);
	return path ? 0 : -1;
}

static int remove_place(void **state)
{
	(void)state;
	workspace_remove(&place);
	return 0;
}

static void put(const char *name, const char *text)
{
	char *path = path_join(place.path, name);

	assert_true(file_write(path, text, strlen(text), NULL));
	free(path);
}

/* Reads the text as a lesson; the error is to be freed, NULL if there is none. */
static char *reads(const char *text, struct lesson *lesson)
{
	char *error = NULL;

	put("lessons/01_test.md", text);
	lesson_read(lesson, place.path, "01_test", &error);
	return error;
}

static void fails(const char *text, const char *sentence)
{
	struct lesson lesson;
	char *error = reads(text, &lesson);

	assert_non_null(error);
	if (!strstr(error, sentence))
		fail_msg("«%s» is not in «%s»", sentence, error);
	free(error);
}

#define HEAD "# Title\n\n- minutes: 10\n- concepts: await, a task\n\n"

static void facts_and_fences_are_read(void **state)
{
	struct lesson lesson;
	char *error = reads(
		HEAD "```c part of late.c\nint x;\n```\n\n"
		     "```c late.c\nint x;\n```\n\n"
		     "```c wrong bad.c\n#include <async.h>\n```\n\n"
		     "```data words.txt\none\n```\n\n"
		     "```timed late.c with words.txt, bad.c exit 3\n   1.000 | x\n```\n\n"
		     "```message bad.c against late.c\nIt is\nwrong.\n```\n",
		&lesson);

	(void)state;
	assert_null(error);
	assert_string_equal(lesson.title, "Title");
	assert_int_equal(lesson.minutes, 10);
	assert_int_equal(lesson.concept_count, 2);
	assert_string_equal(lesson.concepts[1], "a task");
	assert_int_equal(lesson.program_count, 2);
	assert_string_equal(lesson.programs[0].name, "late.c");
	assert_false(lesson.programs[0].runtime);
	assert_int_equal(lesson.programs[0].exit_status, 3);
	assert_int_equal(lesson.programs[0].beside_count, 2);
	assert_string_equal(lesson.programs[0].beside[1], "bad.c");
	assert_int_equal(lesson.programs[0].expected.count, 1);
	assert_int_equal(lesson.programs[0].timed.line, 22);
	assert_true(lesson.programs[1].wrong);
	assert_true(lesson.programs[1].runtime);
	assert_string_equal(lesson.programs[1].against, "late.c");
	assert_int_equal(lesson.data_count, 1);
	assert_int_equal(lesson.part_count, 1);
	lesson_free(&lesson);
}

static void what_is_not_understood_is_said(void **state)
{
	(void)state;
	fails("no title\n", "01_test.md:1: there is no title");
	fails("# Title\n", "do not say «- minutes: 20»");
	fails("# Title\n\n- minutes: long\n", ":3: minutes: «long» is not a number");
	fails("# Title\n\n- minuets: 1\n", "there is no fact «minuets»");
	fails(HEAD "```\nx\n```\n", ":6: the block does not say what it is");
	fails(HEAD "```c\nx\n```\n", ":6: a block of C says which program it is");
	fails(HEAD "```c a.c\n```\n```c a.c\n```\n", "another program of the name a.c");
	fails(HEAD "```timed a.c\n```\n", ":6: there is no program «a.c»");
	fails(HEAD "```c a.c\n```\n```timed a.c\n1.0 | x\n```\n",
	      ":9: «1.0 | x» is not a timed");
	fails(HEAD "```c a.c\n```\n```timed a.c\n```\n```timed a.c\n```\n",
	      "a second time");
	fails(HEAD "```c a.c\n```\n```timed a.c with b.txt\n```\n",
	      "there is no «b.txt»");
	fails(HEAD "```c a.c\n```\n```timed a.c exit badly\n```\n",
	      "«badly» is no exit status");
	fails(HEAD "```pyhton now\n```\n", "the word «now» is not understood");
}

static void a_heading_has_a_name_for_links(void **state)
{
	struct document document;
	struct headings headings;
	char *path = path_join(place.path, "page.md");

	(void)state;
	put("page.md", "# What it is, and `why`\n\n## Twice\n\n## Twice\n");
	assert_true(document_read(&document, path, NULL));
	headings_of(&document, &headings);
	assert_int_equal(headings.count, 3);
	assert_string_equal(headings.headings[0].anchor, "what-it-is-and-why");
	assert_non_null(headings_find(&headings, "twice"));
	assert_non_null(headings_find(&headings, "twice-1"));
	assert_null(headings_find(&headings, "twice-2"));
	headings_free(&headings);
	document_free(&document);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_snippet_is_lines_one_below_the_other),
		cmocka_unit_test(an_ellipsis_leaves_lines_out),
		cmocka_unit_test(facts_and_fences_are_read),
		cmocka_unit_test(what_is_not_understood_is_said),
		cmocka_unit_test(a_heading_has_a_name_for_links),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
