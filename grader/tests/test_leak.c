/* Leaks as the judge reads them: from a stranger's trace, by a stranger's addresses. */
#define _GNU_SOURCE
#include "fixture.h"

#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "judge/leak.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

#define OWN    "/proc/self/exe"
#define OUTPUT "0.000 | a\n1.000 | b\n"

/* ---- what is worth a look ---------------------------------------------------- */

static void only_who_allocates_is_looked_at(void **state)
{
	(void)state;
	assert_true(leak_is_possible("char *a = malloc(10);"));
	assert_true(
		leak_is_possible("thread_function(FILE *, fopen, (const char *, a));"));
	assert_true(leak_is_possible("while (getline(&line, &size, file) > 0)"));
	assert_false(leak_is_possible("/* malloc */ puts(\"strdup\");"));
	assert_false(leak_is_possible("my_malloc(10); mallocate(3);"));
	assert_false(leak_is_possible(""));
}

/* ---- what the trace tells ------------------------------------------------------ */

/* An address that the debug information of this test knows. */
__attribute__((noinline)) static uintptr_t here(void)
{
	return (uintptr_t)__builtin_return_address(0);
}

static int take_base(struct dl_phdr_info *object, size_t size, void *base)
{
	(void)size;
	*(uintptr_t *)base = object->dlpi_addr;
	return 1;
}

/* Where this is called, in the file of this test. */
static uintptr_t offset_of(uintptr_t address)
{
	uintptr_t base = 0;

	dl_iterate_phdr(take_base, &base);
	return address - base;
}

/* As the test's own executable lies there, or another file. */
static bool finds_itself(const char *format, const char *file, const char *executable)
{
	char *self = realpath(executable, NULL);
	char *text = text_format(format, (unsigned long)offset_of(here()));
	struct trace_entry entry = { .kind = TRACE_LEAK, .text = text };
	struct trace trace = { .entries = &entry, .count = 1 };
	struct evidence_source source = { .name = file,
					  .shown = file,
					  .text = "static bool finds_itself",
					  .main = true };
	struct evidence evidence = { .sources = &source, .source_count = 1 };
	struct leak leak;
	bool found = leak_find(&trace, self, &evidence, &leak);

	if (found) {
		assert_string_equal(leak.call, "strdup");
		assert_string_equal(leak.file, file);
		assert_string_equal(leak.function, "finds_itself");
		assert_true(leak.line > 50);
		assert_int_equal(leak.bytes, 24);
		assert_int_equal(leak.blocks, 1);
		assert_int_equal(leak.given, 3);
	}
	leak_free(&leak);
	free(text);
	free(self);
	return found;
}

static void a_leak_has_its_line_and_its_function(void **state)
{
	(void)state;
	assert_true(finds_itself("%lx strdup 24 1 3", "test_leak.c", OWN));
	/* It stands in no file of the learner's. */
	assert_false(finds_itself("%lx strdup 24 1 3", "other.c", OWN));
}

static void nonsense_is_no_leak(void **state)
{
	static const char *const formats[] = {
		"",
		"%lx",
		"%lx strdup 24 1",
		"%lx strdup 24 1 3 4",
		"%lx strdup 24 1 3x",
		"%lx strdup 24 0 3",
		"%lx strdup 24 4 3",
		"%lx strdup -24 1 3",
		"%lx system 24 1 3",
		"%lx strdup 99999999999999999999999 1 3",
		"%lxffffffffffffffff strdup 24 1 3",
		"0 strdup 24 1 3",
		"ffffffffffffffff strdup 24 1 3",
		"%lx strdupstrdupstrdupstrdupstrdupstrdup 24 1 3",
		"\xff\xfe\x01 %%s%%n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		assert_false(finds_itself(formats[i], "test_leak.c", OWN));
	/* Nor is there one in a file that is no executable. */
	assert_false(finds_itself("%lx strdup 24 1 3", "test_leak.c", "/etc/passwd"));
	assert_false(finds_itself("%lx strdup 24 1 3", "test_leak.c", "/dev/null"));
}

/* ---- what is said of it --------------------------------------------------------- */

static void expect(struct leak leak, const char *actual, enum verdict_kind kind,
		   const char *words)
{
	struct fixture_case fixture;

	leak.file = (char *)"program.c";
	leak.line = 1;
	fixture_case_make(&fixture, OUTPUT, actual);
	fixture.evidence.leak = &leak;
	fixture_case_expect(&fixture, kind,
			    kind == VERDICT_PROTOCOL ? "never given back" : NULL, words);
}

static void it_is_told_in_one_sentence(void **state)
{
	char *copy = (char *)"copy", *none = NULL;

	(void)state;
	expect((struct leak){ LEAK_MEMORY, "strdup", none, 0, copy, 24, 1, 1 }, OUTPUT,
	       VERDICT_PROTOCOL,
	       "copy allocates 24 bytes with strdup, and nobody frees them: when");
	expect((struct leak){ LEAK_MEMORY, "malloc", none, 0, none, 1, 1, 1 }, OUTPUT,
	       VERDICT_PROTOCOL, "This allocates 1 byte with malloc, and nobody");
	expect((struct leak){ LEAK_MEMORY, "malloc", none, 0, copy, 30, 3, 3 }, OUTPUT,
	       VERDICT_PROTOCOL, "3 blocks of memory, 30 bytes in all, with malloc, and");
	expect((struct leak){ LEAK_MEMORY, "malloc", none, 0, copy, 20, 2, 3 }, OUTPUT,
	       VERDICT_PROTOCOL,
	       "Of the 3 blocks of memory that copy allocates here with malloc, 2 (20 "
	       "bytes) are never freed: when the program ends, nothing leads to them");
	expect((struct leak){ LEAK_FILE, "fopen", none, 0, copy, 472, 1, 1 }, OUTPUT,
	       VERDICT_PROTOCOL, "copy opens a file with fopen, and nobody closes it:");
	expect((struct leak){ LEAK_FILE, "fopen", none, 0, none, 944, 2, 2 }, OUTPUT,
	       VERDICT_PROTOCOL, "This opens 2 files with fopen, and nobody closes them");
	expect((struct leak){ LEAK_FOLDER, "opendir", none, 0, copy, 9, 1, 2 }, OUTPUT,
	       VERDICT_PROTOCOL,
	       "Of the 2 folders that copy opens here with opendir, 1 is never closed: "
	       "when the program ends, nothing leads to it any more. One of the ways out "
	       "leaves out the closedir");
}

static void what_is_wrong_otherwise_comes_first(void **state)
{
	(void)state;
	expect((struct leak){ LEAK_MEMORY, "strdup", NULL, 0, NULL, 24, 1, 1 },
	       "0.000 | a\n1.000 | other\n", VERDICT_WRONG, "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_who_allocates_is_looked_at),
		cmocka_unit_test(a_leak_has_its_line_and_its_function),
		cmocka_unit_test(nonsense_is_no_leak),
		cmocka_unit_test(it_is_told_in_one_sentence),
		cmocka_unit_test(what_is_wrong_otherwise_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
