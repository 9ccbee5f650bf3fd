/* Functions are found in a source, whatever defines them; what is none is not. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_function.h"

/* Expects these names, each followed by a blank, in their order. */
static void expect_functions(const char *source, const char *names)
{
	char *code = source_code_only(source), found[256] = "";
	struct source_function function;

	for (const char *at = code; source_function_next(&at, &function);) {
		strncat(found, function.name, function.name_length);
		strcat(found, " ");
	}
	assert_string_equal(found, names);
	free(code);
}

static void functions_are_found_by_their_names(void **state)
{
	(void)state;
	expect_functions("int main(void)\n{\n}\n", "main ");
	expect_functions("#include <async.h>\n\nstatic struct a *b(int c)\n{ }", "b ");
	expect_functions("#define A \\\n\t3\nvoid b (void) { }", "b ");
	expect_functions("async (void, a, (int, b)) { { } }\n"
			 "asynccontextmanager(FILE *, c) { }\nint d(void) { }",
			 "a c d ");
	expect_functions("generator (Tuple(int, int), pairs) { }", "pairs ");
}

static void what_is_no_function_is_not_found(void **state)
{
	(void)state;
	expect_functions("struct a { int b; };\nenum { C };\n", "");
	expect_functions("static const int a[] = { 1, 2 };\nint b(void) { }", "b ");
	expect_functions("async_context_manager (a, struct a *);\nint b(void) { }", "b ");
	expect_functions("/* int a(void) { } */ const char *b = \"int c(void) { }\";",
			 "");
	expect_functions("try { } except (ValueError) { } end_try", "");
}

static void a_line_is_traced_to_the_function_that_prints_it(void **state)
{
	static const char source[] = "void a(void) { puts(\"first line\"); }\n"
				     "void b(void) { printf(\"second %d\\n\", 2); }\n";
	char *code = source_code_only(source);
	struct source_function function;

	(void)state;
	assert_true(source_function_printing(source, code, "second 2", &function));
	assert_int_equal(*function.name, 'b');
	assert_false(source_function_printing(source, code, "third 3", &function));
	assert_true(source_function_around(code, strchr(code, '"'), &function));
	assert_int_equal(*function.name, 'a');
	free(code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions_are_found_by_their_names),
		cmocka_unit_test(what_is_no_function_is_not_found),
		cmocka_unit_test(a_line_is_traced_to_the_function_that_prints_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
