/*
 * README.md shows what the commands print now.
 *
 * A block after <!-- shown: COMMAND --> is the whole screen of a terminal, as high as
 * the block. The mark may go on in lines «see WORDS», which are waited for, and «type
 * KEYS», which are typed then. After <!-- drawn: COMMAND --> stands a picture that the
 * command draws. In a block named console each line that begins with $ is run, and the
 * lines below it are what it prints. Both happen in a course as it is handed out, in
 * which one exercise has a wrong answer and a small class has handed in.
 *
 * Where it differs, the test shows what belongs there. With UPDATE=1 in the
 * environment it writes that into README.md, for you to look at.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "pseudo_terminal.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "timed_run.h"

static char *root;
static char *readme;
static struct pseudo_terminal terminal;

/* ---- a course, and a class ----------------------------------------------------- */

static const char prepare[] =
	"set -e; cd '%s'; cp -R '%s'/lessons '%s'/exercises '%s'/solutions .\n"
	"task=exercises/async_resource answer=solutions/async_resource\n"
	"for student in ada ben cleo; do\n"
	"	mkdir -p class/$student/async_resource\n"
	"	cp $answer/* class/$student/async_resource\n"
	"done\n"
	"cp $task/wrong/twice_as_slow/* class/ada/async_resource\n"
	"cp $task/wrong/blocking_sleep/* class/cleo/async_resource\n"
	"cp $task/wrong/twice_as_slow/* $task\n"
	"mkdir bin; ln -s '%s' bin/course\n";

static int make_course(void **state)
{
	char *tree = realpath(fixture_path(""), NULL), *command, *path;
	char *course =
		realpath(getenv("COURSE") ? getenv("COURSE") : "build/course", NULL);

	(void)state;
	root = fixture_folder();
	command = text_format(prepare, root, tree, tree, tree, course);
	if (system(command) != 0)
		return -1;
	free(command);
	path = text_format("%s/bin:%s", root, getenv("PATH"));
	setenv("PATH", path, 1);
	setenv("NO_COLOR", "1", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("COLUMNS", "80", 1);
	setenv("TERM", "xterm", 1);
	setenv("XDG_CACHE_HOME", root, 1);
	setenv("XDG_RUNTIME_DIR", root, 1);
	free(path);
	readme = file_read(fixture_path("README.md"), 1 << 20, NULL, NULL);
	free(course);
	free(tree);
	return readme ? 0 : -1;
}

static int remove_course(void **state)
{
	(void)state;
	pseudo_terminal_free(&terminal);
	free(readme);
	fixture_remove(root);
	return 0;
}

/* ---- what may differ ------------------------------------------------------------ */

/* How fast this machine is, and how much there is in the course today, may be another;
 * it then takes another number of digits, too. */
static char *without_numbers(const char *text)
{
	struct text bare = { 0 };

	while (*text) {
		bool digits = isdigit((unsigned char)*text);

		if (digits)
			text_add(&bare, "N");
		else
			text_add_bytes(&bare, text, 1);
		text += digits ? strspn(text, "0123456789.") : 1;
	}
	return text_take(&bare);
}

static bool is_of_the_day(const char *line)
{
	return strstr(line, "judged in ") || strstr(line, " students in ") ||
	       strstr(line, " passed") || strstr(line, ", exercise ") ||
	       strstr(line, " ? keys ");
}

static bool same_line(const char *one, const char *other)
{
	char *bare_one, *bare_other;
	bool same = strcmp(one, other) == 0;

	if (same || !is_of_the_day(one))
		return same;
	bare_one = without_numbers(one);
	bare_other = without_numbers(other);
	same = strcmp(bare_one, bare_other) == 0;
	free(bare_one);
	free(bare_other);
	return same;
}

/* The next line, without the spaces at its end; moves on. NULL: there is none. */
static char *take_line(const char **text)
{
	size_t length = strcspn(*text, "\n"), end = length;
	char *line;

	if (!**text)
		return NULL;
	while (end && (*text)[end - 1] == ' ')
		end--;
	line = memory_copy_bytes(*text, end);
	*text += length + ((*text)[length] == '\n');
	return line;
}

/* Line by line, without empty ones at the ends. */
static bool same_text(const char *one, const char *other)
{
	bool same = true, more = true;

	while (same && more) {
		char *line = take_line(&one), *other_line = take_line(&other);

		more = line || other_line;
		same = same_line(line ? line : "", other_line ? other_line : "");
		free(line);
		free(other_line);
	}
	return same;
}

/* Without spaces at the ends of lines, and without empty lines at the end. */
static char *as_shown(const char *printed)
{
	struct text text = { 0 };
	char *line;

	while ((line = take_line(&printed))) {
		text_add(&text, line);
		text_add(&text, "\n");
		free(line);
	}
	while (text.length > 1 && text.bytes[text.length - 2] == '\n')
		text.bytes[--text.length] = '\0';
	return text_take(&text);
}

static void write_what_belongs_there(const char *command, const char *shown,
				     const char *printed)
{
	const char *path = fixture_path("README.md");
	char *now = file_read(path, 1 << 20, NULL, NULL), *fresh = as_shown(printed);
	const char *at = strstr(now, command);
	struct text text = { 0 };

	at = at ? strstr(at, shown) : NULL;
	assert_non_null(at);
	text_add_bytes(&text, now, (size_t)(at - now));
	text_add(&text, fresh);
	text_add(&text, at + strlen(shown));
	assert_true(file_write(path, text.bytes, text.length, NULL));
	text_free(&text);
	free(fresh);
	free(now);
}

static void expect_same(const char *command, const char *shown, const char *printed)
{
	if (same_text(shown, printed))
		return;
	if (getenv("UPDATE")) {
		write_what_belongs_there(command, shown, printed);
		return;
	}
	/* A message of cmocka's ends after a kilobyte. */
	fprintf(stderr, "README.md shows of «%s»:\n%s\nbut this comes:\n%s\n", command,
		shown, printed);
	fail();
}

/* ---- blocks --------------------------------------------------------------------- */

/* What stands between a fence that begins so, after `from`, and its end; to be
 * freed. *next is where to look on. NULL: there is none. */
static char *take_block(const char *from, const char *fence, const char **next)
{
	const char *start = strstr(from, fence), *end;

	if (!start)
		return NULL;
	start += strlen(fence);
	end = strstr(start, "```");
	assert_non_null(end);
	*next = end + 3;
	return memory_copy_bytes(start, (size_t)(end - start));
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

/* Does what a line of a mark says: «see WORDS» or «type KEYS», in which \t is Tab. */
static void take_step(const char *step)
{
	if (strncmp(step, "see ", 4) == 0) {
		pseudo_terminal_expect(&terminal, step + 4);
		return;
	}
	assert_true(strncmp(step, "type ", 5) == 0);
	for (step += 5; *step; step++) {
		bool tab = strncmp(step, "\\t", 2) == 0;

		pseudo_terminal_type(&terminal, tab ? "\t" : (const char[]){ *step, 0 });
		step += tab;
	}
}

/* A mark is its command, and then a step in each line. */
static void hold_screen(const char *mark, const char *block)
{
	char *command = take_line(&mark), *line = text_format("exec %s", command), *step;

	pseudo_terminal_start(&terminal, count_lines(block) > 8 ? count_lines(block) : 32,
			      80, root, (char *[]){ "/bin/sh", "-c", line, NULL },
			      environ);
	while ((step = take_line(&mark))) {
		take_step(step);
		free(step);
	}
	expect_same(command, block, pseudo_terminal_text(&terminal));
	pseudo_terminal_type(&terminal, "q");
	pseudo_terminal_expect_end(&terminal);
	pseudo_terminal_free(&terminal);
	free(line);
	free(command);
}

/* The mark's words; `at` is behind its beginning. */
static char *take_mark(const char *at)
{
	const char *end = strstr(at, "-->");

	assert_non_null(end);
	return memory_copy_bytes(at, (size_t)(end - at));
}

static void each_screen_is_what_comes(void **state)
{
	static const char opening[] = "<!-- shown: ";
	const char *at = readme;
	size_t screens = 0;

	(void)state;
	for (; (at = strstr(at, opening)); screens++) {
		char *mark = take_mark(at + strlen(opening));
		char *block = take_block(at, "```text\n", &at);

		assert_non_null(block);
		hold_screen(mark, block);
		free(block);
		free(mark);
	}
	assert_true(screens > 1);
}

static char *output_of(const char *command)
{
	char *line = text_format("cd '%s' && %s 2>&1", root, command), part[4096];
	FILE *stream = popen(line, "r");
	struct text text = { 0 };
	size_t got;

	assert_non_null(stream);
	while ((got = fread(part, 1, sizeof(part), stream)) > 0)
		text_add_bytes(&text, part, got);
	pclose(stream);
	free(line);
	return text_take(&text);
}

/* One command of a block, and what is shown below it; moves on. */
static void run_next(const char **block)
{
	char *command = take_line(block), *printed;
	const char *end = **block == '$' ? *block : strstr(*block, "\n$ ");
	char *shown;

	assert_true(strncmp(command, "$ ", 2) == 0);
	shown = end ? memory_copy_bytes(*block, (size_t)(end - *block) + 1)
		    : memory_copy_text(*block);
	printed = output_of(command + 2);
	expect_same(command, shown, printed);
	*block = end ? end + (*end == '\n') : *block + strlen(*block);
	free(printed);
	free(shown);
	free(command);
}

static void each_console_is_what_comes(void **state)
{
	const char *at = readme;
	size_t blocks = 0;
	char *block;

	(void)state;
	while ((block = take_block(at, "```console\n", &at))) {
		for (const char *rest = block; *rest;)
			run_next(&rest);
		free(block);
		blocks++;
	}
	assert_true(blocks > 0);
}

static void hold_picture(const char *command, const char *name)
{
	const char *path = fixture_path(name);
	char *drawn = output_of(command), *kept = file_read(path, 1 << 20, NULL, NULL);

	if (!kept || strcmp(kept, drawn) != 0) {
		if (!getenv("UPDATE"))
			fail_msg("%s is not what «%s» draws", name, command);
		assert_true(file_write(path, drawn, strlen(drawn), NULL));
	}
	free(kept);
	free(drawn);
}

static void each_picture_is_what_is_drawn(void **state)
{
	static const char opening[] = "<!-- drawn: ";
	const char *at = readme;
	size_t pictures = 0;

	(void)state;
	for (; (at = strstr(at, opening)); pictures++) {
		char *mark = take_mark(at + strlen(opening));
		const char *name = strstr(at, "](");
		char *path;

		assert_non_null(name);
		path = memory_copy_bytes(name + 2, strcspn(name + 2, ")"));
		hold_picture(mark, path);
		free(path);
		free(mark);
		at = name;
	}
	assert_true(pictures > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_screen_is_what_comes, make_course,
						remove_course),
		cmocka_unit_test_setup_teardown(each_picture_is_what_is_drawn,
						make_course, remove_course),
		cmocka_unit_test_setup_teardown(each_console_is_what_comes, make_course,
						remove_course),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
