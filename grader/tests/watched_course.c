#define _GNU_SOURCE
#include "watched_course.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "course/progress.h"
#include "fixture.h"
#include "text/file.h"
#include "text/text.h"

struct watched_course watched;

void shell(const char *format, ...)
{
	char *command;
	va_list arguments;

	va_start(arguments, format);
	assert_true(vasprintf(&command, format, arguments) >= 0);
	va_end(arguments);
	assert_int_equal(system(command), 0);
	free(command);
}

int course_make(void **state)
{
	char *tree = realpath(fixture_path(""), NULL);

	(void)state;
	watched.root = fixture_folder();
	watched.work = text_format("%s/exercises/greetings/greetings.c", watched.root);
	shell("cd '%s' && mkdir lessons exercises solutions && cp '%s'/lessons/01_* "
	      "lessons "
	      "&& for name in greetings three_kettles; do cp -R '%s'/exercises/$name "
	      "exercises && cp -R '%s'/solutions/$name solutions; done",
	      watched.root, tree, tree, tree);
	free(tree);
	return 0;
}

int course_remove(void **state)
{
	(void)state;
	pseudo_terminal_free(&watched.terminal); /* a test that failed did not */
	fixture_remove(watched.root);
	free(watched.work);
	return 0;
}

char *answer(const char *greeting)
{
	return text_format(
		"#include <async.h>\n#include <stdio.h>\n"
		"async (int, say_hello, (const char *, name), (double, delay))\n"
		"{\n\tawait (async_sleep(delay));\n"
		"\treturn printf(\"%s, %%s!\\n\", name);\n}\n"
		"async (void, main_coroutine)\n{\n"
		"\tTask(int) alice = create_task(say_hello(\"Alice\", 2.0));\n"
		"\tTask(int) bob = create_task(say_hello(\"Bob\", 1.0));\n"
		"\tint letters = await (alice);\n\tletters += await (bob);\n"
		"\tprintf(\"All greetings completed, %%d letters\\n\", letters);\n}\n"
		"int main(void)\n{\n\treturn async_run(main_coroutine());\n}\n",
		greeting);
}

void write_text(const char *path, const char *text)
{
	assert_true(file_write(path, text, strlen(text), NULL));
}

void save(const char *greeting)
{
	char *text = answer(greeting);

	write_text(watched.work, text);
	free(text);
}

unsigned tries_of(const char *exercise)
{
	struct progress progress;
	char *notice;
	unsigned tries;

	progress_read(&progress, watched.root, &notice);
	assert_null(notice);
	tries = progress_of(&progress, exercise).tries;
	progress_free(&progress);
	return tries;
}

char **environment(const char *term)
{
	static const char *const kept[] = { "PATH",         "CC",
					    "TMPDIR",       "COURSE_CLOCK_LIBRARY",
					    "ASAN_OPTIONS", "UBSAN_OPTIONS",
					    "NO_COLOR" };
	static char *variables[16];
	size_t count = 0;

	variables[count++] = text_format("TERM=%s", term);
	variables[count++] = text_format("LC_ALL=C.UTF-8");
	variables[count++] = text_format("HOME=/nonexistent");
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (getenv(kept[i]))
			variables[count++] =
				text_format("%s=%s", kept[i], getenv(kept[i]));
	variables[count] = NULL;
	return variables;
}

void start_in(const char *term, size_t rows, size_t columns, const char *command)
{
	char *course =
		realpath(getenv("COURSE") ? getenv("COURSE") : "build/course", NULL);
	char *line = text_format("exec '%s' %s", course, command);
	char **variables = environment(term);

	assert_non_null(course);
	pseudo_terminal_start(&watched.terminal, rows, columns, watched.root,
			      (char *[]){ "/bin/sh", "-c", line, NULL }, variables);
	for (size_t i = 0; variables[i]; i++)
		free(variables[i]);
	free(line);
	free(course);
}

void start(const char *command)
{
	start_in("xterm-256color", 40, 80, command);
}

void see(const char *words)
{
	pseudo_terminal_expect(&watched.terminal, words);
}

void type(const char *keys)
{
	pseudo_terminal_type(&watched.terminal, keys);
}

void quit(void)
{
	type("q");
	pseudo_terminal_expect_end(&watched.terminal);
	assert_true(WIFEXITED(watched.terminal.status) &&
		    WEXITSTATUS(watched.terminal.status) == 0);
	pseudo_terminal_free(&watched.terminal);
}
