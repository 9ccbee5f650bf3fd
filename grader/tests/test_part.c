/* Optional parts of the runtime: a program gets those that it includes, and a sentence
 * for one that is not there. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/compile.h"

static const char table[] = "http_session.h http there libasync_http.a -lcurl\n"
			    "http_server.h http there libasync_http.a -lcurl\n"
			    "html.h html there libasync_html.a -lxml2\n"
			    "database.h database missing libsqlite3-dev libother-dev\n"
			    "broken.h\n"
			    "\n";

struct field {
	char *folder;
	struct parts parts;
};

static int set_up(void **state)
{
	static struct field field;

	field.folder = fixture_folder();
	fixture_write(field.folder, "parts", table);
	parts_read(&field.parts, field.folder);
	*state = &field;
	return 0;
}

static int tear_down(void **state)
{
	struct field *field = *state;

	parts_free(&field->parts);
	fixture_remove(field->folder);
	return 0;
}

/* The names of the parts that a source needs, each with a blank behind it. */
static const char *names_needed(const struct parts *parts, const char *source)
{
	static char names[200];
	const struct part *needed[8];
	size_t count = parts_needed(parts, source, needed);

	names[0] = '\0';
	for (size_t i = 0; i < count; i++)
		strcat(strcat(names, needed[i]->name), " ");
	return names;
}

static void a_part_is_needed_by_an_include_line_alone(void **state)
{
	static const struct {
		const char *source, *names;
	} cases[] = {
		{ "#include <async.h>\n#include <stdio.h>\n", "" },
		{ "#include <async/http_session.h>\n", "http " },
		{ "  #  include\t\"async/html.h\"", "html " },
		{ "#include <async/http_server.h>\n#include <async/html.h>\n"
		  "#include <async/http_session.h>\n",
		  "http html " },
		{ "/* #include <async/html.h>\n * #include <async/html.h> */\n", "" },
		{ "#include <async/html.hpp>\n#include <async/task.h>\n", "" },
		{ "#include <async/", "" },
		{ "#define include <async/html.h>\n", "" },
		{ "", "" },
	};
	const struct field *field = *state;

	assert_int_equal(field->parts.count, 4);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(names_needed(&field->parts, cases[i].source),
				    cases[i].names);
}

static void an_archive_lies_beside_the_table(void **state)
{
	const struct field *field = *state;
	const struct part *needed[4];
	size_t length = strlen(field->folder);

	parts_needed(&field->parts, "#include <async/html.h>\n", needed);
	assert_memory_equal(needed[0]->words[0], field->folder, length);
	assert_string_equal(needed[0]->words[0] + length, "/libasync_html.a");
	assert_string_equal(needed[0]->words[1], "-lxml2");
	assert_null(needed[0]->words[2]);
}

static void a_missing_part_is_said_with_the_command_that_brings_it(void **state)
{
	const struct field *field = *state;
	char *lack = parts_lack(&field->parts, "#include <async/database.h>\n");

	assert_string_equal(lack,
			    "<async/database.h> is not there, since the runtime was "
			    "built without libsqlite3-dev and libother-dev: run "
			    "`make setup-library`, then `make`");
	free(lack);
	assert_null(parts_lack(&field->parts, "#include <async/html.h>\n"));
}

static void without_a_table_nothing_is_needed(void **state)
{
	struct parts parts;

	(void)state;
	parts_read(&parts, "/nonexistent");
	assert_int_equal(parts.count, 0);
	assert_null(parts_lack(&parts, "#include <async/html.h>\n"));
	parts_free(&parts);
}

/* The compiler of a toolchain to which only the table was given. */
static void nothing_is_compiled_without_a_part_that_it_needs(void **state)
{
	const struct field *field = *state;
	struct toolchain toolchain = { .compiler = (char *)"no-compiler-is-called",
				       .include = (char *)".",
				       .library = (char *)"libasync.a",
				       .parts = field->parts };
	struct compile_request requests[2] = {
		{ .source = "plain.c", .output = "plain", .kind = COMPILE_RUNTIME },
		{ .source = "rows.c", .output = "rows", .kind = COMPILE_RUNTIME },
	};
	struct compile_result results[2];

	fixture_write(field->folder, "plain.c", "#include <async.h>\n");
	fixture_write(field->folder, "rows.c", "#include <async/database.h>\n");
	requests[0].directory = requests[1].directory = field->folder;
	compile_all(&toolchain, requests, 2, results);
	for (int i = 0; i < 2; i++) {
		assert_false(results[i].made);
		assert_false(results[i].at_fault);
		assert_non_null(strstr(results[i].failure, "<async/database.h>"));
		compile_result_free(&results[i]);
	}
}

static void what_a_part_is_linked_with_stands_before_the_runtime(void **state)
{
	const struct field *field = *state;
	struct toolchain toolchain = { .compiler = (char *)"cc",
				       .include = (char *)".",
				       .library = (char *)"libasync.a",
				       .parts = field->parts };
	struct compile_request request = {
		.source = "page.c",
		.directory = field->folder,
		.output = "page",
		.kind = COMPILE_RUNTIME,
	};
	char *line, *part, *runtime;

	fixture_write(field->folder, "page.c", "#include <async/html.h>\n");
	line = compile_command(&toolchain, &request);
	part = strstr(line, "/libasync_html.a -lxml2 ");
	runtime = strstr(line, " libasync.a ");
	assert_true(part && runtime && part < runtime);
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_is_needed_by_an_include_line_alone),
		cmocka_unit_test(an_archive_lies_beside_the_table),
		cmocka_unit_test(a_missing_part_is_said_with_the_command_that_brings_it),
		cmocka_unit_test(without_a_table_nothing_is_needed),
		cmocka_unit_test(nothing_is_compiled_without_a_part_that_it_needs),
		cmocka_unit_test(what_a_part_is_linked_with_stands_before_the_runtime),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
