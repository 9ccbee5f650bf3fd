/* What is seen in the source of a program that does not compile. */
#define _GNU_SOURCE
#include "fixture.h"

#include <ctype.h>
#include <glob.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/macro_use.h"
#include "judge/source_code.h"
#include "judge/source_mistake.h"
#include "judge/source_use.h"
#include "text/file.h"
#include "text/text.h"

/* ---- right programs ------------------------------------------------------- */

static void no_line_is_blamed(const char *path)
{
	char *source = file_read(path, 1 << 20, NULL, NULL);
	char *code = source_code_only(source);
	int lines = source_code_line(code, code + strlen(code));

	/* Asked of a line, it looks at those above, too. */
	for (int line = 1; line <= lines + 4; line += 4) {
		int where = line;
		const char *row = NULL;
		char *sentence = source_mistake_find(code, &where, &row);

		if (sentence)
			fail_msg("%s:%d: %s", path, where, sentence);
		sentence = source_mistake_find_c(code, &where, &row);
		if (sentence)
			fail_msg("%s:%d, as C: %s", path, where, sentence);
	}
	free(code);
	free(source);
}

static void nothing_right_is_blamed(void **state)
{
	static const char *const patterns[] = { "solutions/*/*.c",
						"exercises/*/right/*.c",
						"exercises/*/right/*/*.c",
						"exercises/*/*.c" };
	size_t files = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		glob_t found;

		if (glob(fixture_path(patterns[i]), 0, NULL, &found) != 0)
			continue;
		for (size_t j = 0; j < found.gl_pathc; j++, files++)
			no_line_is_blamed(found.gl_pathv[j]);
		globfree(&found);
	}
	assert_true(files > 60);
}

/* ---- macros and their arguments ------------------------------------------- */

static char *told_of(const char *name, size_t count)
{
	struct text code = { 0 };
	struct source_use use;
	char *sentence;

	text_add_format(&code, "%s (", name);
	for (size_t i = 0; i < count; i++)
		text_add(&code, i ? ", x" : "x");
	text_add(&code, ");");
	source_use_read(&use, code.bytes, code.bytes, strlen(name));
	sentence = macro_use_miscounted(&use);
	text_free(&code);
	return sentence;
}

static void a_macro_with_too_few_or_too_many_arguments_is_told(void **state)
{
	(void)state;
	for (const struct macro_use *each = macro_uses; each->name; each++) {
		char *few = each->least ? told_of(each->name, each->least - 1) : NULL;
		char *many = each->most < MOST_ARGUMENTS
				     ? told_of(each->name, each->most + 1)
				     : NULL;

		if (each->least && (!few || !strstr(few, each->takes)))
			fail_msg("%s with too few: %s", each->name,
				 few ? few : "nothing");
		if (each->most < MOST_ARGUMENTS &&
		    (!many || !strstr(many, each->example)))
			fail_msg("%s with too many: %s", each->name,
				 many ? many : "nothing");
		for (size_t i = each->least; i <= each->most && i < MOST_ARGUMENTS; i++)
			if (told_of(each->name, i))
				fail_msg("%s with %zu, which is right", each->name, i);
		free(few);
		free(many);
	}
}

/* Its parameters, as «(a, b)» of a #define; and whether more may follow. */
static size_t count_parameters(const char *open, bool *more)
{
	struct source_use use;
	size_t count;

	source_use_read(&use, open, open, 0);
	count = use.count;
	*more = count && strncmp(use.arguments[count - 1], "...", 3) == 0;
	return *more ? count - 1 : count;
}

static const struct macro_use *row_of(const char *name, size_t length)
{
	for (const struct macro_use *each = macro_uses; each->name; each++)
		if (strlen(each->name) == length &&
		    strncmp(each->name, name, length) == 0)
			return each;
	return NULL;
}

/* Macros for the runtime itself end in an underscore, or are named in capitals. Any
 * number of options, none too many: nothing can be told of these. */
static bool is_public(const char *name, size_t length)
{
	static const char *const any[] = { "raise", "yield", "practice_site",
					   "http_fields" };
	bool small = false;

	for (size_t i = 0; i < length; i++)
		small = small || islower((unsigned char)name[i]);
	for (size_t i = 0; i < sizeof(any) / sizeof(*any); i++)
		if (strlen(any[i]) == length && strncmp(any[i], name, length) == 0)
			return false;
	return small && name[length - 1] != '_';
}

static size_t check_macros_of(const char *path)
{
	char *header = file_read(path, 1 << 20, NULL, NULL);
	size_t found = 0;

	for (const char *at = header; (at = strstr(at, "\n#define ")); at++) {
		const char *name = at + strlen("\n#define ");
		size_t length = source_code_word_length(name), count;
		const struct macro_use *row;
		bool more;

		if (name[length] != '(' || !is_public(name, length))
			continue;
		row = row_of(name, length);
		if (!row)
			print_error("%s: macro_use.c has no row for %.*s\n", path,
				    (int)length, name);
		assert_non_null(row);
		if (!row)
			return found;
		count = count_parameters(name + length, &more);
		if (!more && (row->least != count || row->most != count))
			fail_msg("%s takes %zu", row->name, count);
		if (more && (row->least < count || row->most <= count))
			fail_msg("%s takes %zu and more", row->name, count);
		found++;
	}
	free(header);
	return found;
}

static void every_public_macro_is_in_the_table(void **state)
{
	glob_t found;
	size_t macros = 0;

	(void)state;
	assert_int_equal(glob(fixture_path("runtime/include/async/*.h"), 0, NULL, &found),
			 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		macros += check_macros_of(found.gl_pathv[i]);
	globfree(&found);
	assert_true(macros > 100);
}

static void a_manager_of_one_function_is_told_from_a_class_line(void **state)
{
	static const char wrong[] = "async_context_manager(int, door, (int, x))\n{\n}\n";
	int line = 1;
	const char *row = NULL;
	char *sentence = source_mistake_find(wrong, &line, &row);

	(void)state;
	assert_non_null(sentence);
	assert_non_null(strstr(sentence, "is defined by asynccontextmanager."));
	free(sentence);
	assert_null(source_mistake_find("context_manager (door, struct door *);\n", &line,
					&row));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_right_is_blamed),
		cmocka_unit_test(a_macro_with_too_few_or_too_many_arguments_is_told),
		cmocka_unit_test(every_public_macro_is_in_the_table),
		cmocka_unit_test(a_manager_of_one_function_is_told_from_a_class_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
