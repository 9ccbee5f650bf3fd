/* Compiling: its messages are understood, and it stays within its bounds. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/compiler_diagnosis.h"
#include "judge/compiler_table.h"
#include "judge/source_code.h"
#include "judge/source_line.h"
#include "run/compile.h"
#include "run/tool.h"
#include "text/memory.h"

static void gcc_clang_and_both_linkers_are_read(void **state)
{
	static const char log[] =
		"In file included from x.c:1:\n"
		"x.c: In function 'main_body':\n"
		"x.c:13:9: error: ignoring return value of 'say' declared with attribute "
		"'warn_unused_result' [-Werror=unused-result]\n"
		"x.c:14: warning: odd\n"
		"/usr/bin/ld: /tmp/x.o: in function `f':\n"
		"/tmp/work/x.c:15: undefined reference to `gone'\n"
		"x.c:16: error: undefined reference to 'away'\n"
		"collect2: error: ld returned 1 exit status\n";
	struct diagnostic *found;
	size_t count;

	(void)state;
	diagnostics_parse(log, &found, &count);
	assert_int_equal(count, 5);
	assert_string_equal(found[0].file, "x.c");
	assert_int_equal(found[0].line, 13);
	assert_int_equal(found[0].column, 9);
	assert_string_equal(found[0].function, "main_body");
	assert_int_equal(found[1].level, DIAGNOSTIC_WARNING);
	assert_int_equal(found[1].line, 14);
	assert_string_equal(found[2].file, "x.c");
	assert_int_equal(found[2].line, 15);
	assert_string_equal(found[3].message, "undefined reference to 'away'");
	assert_null(found[4].file);
	diagnostics_free(found, count);
}

static void a_flood_of_messages_is_cut(void **state)
{
	struct diagnostic *found;
	static const char line[] = "x.c:1: error: \n";
	char *log = calloc(10001, 15);
	size_t count;

	(void)state;
	for (int i = 0; i < 10000; i++)
		memcpy(log + (size_t)i * 15, line, sizeof(line) - 1);
	diagnostics_parse(log, &found, &count);
	assert_true(count <= 200);
	diagnostics_free(found, count);
	free(log);
}

static void messages_of_our_macros_are_told_in_plain_words(void **state)
{
	static const struct {
		const char *message, *word, *row, *sentence;
	} cases[] = {
		{ "ignoring return value of 'say' declared with attribute "
		  "'warn_unused_result' "
		  "[-Werror=unused-result]",
		  NULL, "forgotten await", "You called say() but did not await it" },
		{ "ignoring return value of 'say', declared with attribute "
		  "'warn_unused_result'",
		  NULL, "forgotten await", "Write await (say(\u2026))." },
		{ "ignoring return value of function declared with 'warn_unused_result' "
		  "attribute",
		  "say", "forgotten await", "You called say() but did not await it" },
		{ "'await_is_only_allowed_in_async' undeclared (first use in this "
		  "function)",
		  NULL, "await outside async", "no coroutine function" },
		{ "use of undeclared identifier 'await_is_only_allowed_in_async'", NULL,
		  "await outside async", "no coroutine function" },
		{ "'struct printer_async_context_manager' has no member named 'enter'; "
		  "did you mean "
		  "'aenter'?",
		  NULL, "with on async manager",
		  "printer is an asynchronous context manager" },
		{ "no member named 'enter' in 'struct printer_async_context_manager'; "
		  "did you mean",
		  NULL, "with on async manager", "Write async_with instead of with." },
		{ "'struct printer_context_manager' has no member named 'aenter'", NULL,
		  "async_with on plain manager", "printer is a plain context manager" },
		{ "undefined reference to 'main'", NULL, "no main", "no main function" },
		{ "undefined reference to `f'", NULL, "undefined function",
		  "f is declared" },
		{ "implicit declaration of function 'put'; did you mean 'puts'? [-W]",
		  NULL, "implicit declaration", "did you mean puts" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *row = "none";
		char *sentence = compiler_translate(cases[i].message, "f_body",
						    cases[i].word, &row);

		if (!sentence)
			sentence = compiler_translate_c(cases[i].message, "f_body",
							cases[i].word, &row);
		if (!sentence || strcmp(row, cases[i].row) != 0 ||
		    !strstr(sentence, cases[i].sentence))
			fail_msg("[%s] %s", row, sentence ? sentence : "not known");
		free(sentence);
	}
}

static struct tool_result run(const char *script, struct tool_bounds bounds)
{
	char *arguments[] = { (char *)"sh", (char *)"-c", (char *)script, NULL };
	struct tool_request request = { .arguments = arguments, .bounds = bounds };
	struct tool_result result;

	tools_run(&request, 1, &result);
	return result;
}

static const struct tool_bounds wide = {
	.real_seconds = 60,
	.cpu_seconds = 10,
	.file_bytes = 1 << 20,
	.output_bytes = 1 << 16,
};

static void a_tools_output_and_status_are_kept(void **state)
{
	struct tool_result result = run("echo out; echo err >&2; exit 3", wide);

	(void)state;
	assert_int_equal(result.end, TOOL_EXITED);
	assert_int_equal(result.status, 3);
	assert_string_equal(result.output, "out\nerr\n");
	free(result.output);
}

static void a_tool_stays_within_its_bounds(void **state)
{
	struct tool_bounds bounds = wide;
	struct tool_result result;

	(void)state;
	bounds.output_bytes = 100;
	result = run("while :; do echo spam; done", bounds);
	assert_int_equal(result.end, TOOL_OUTPUT_BOUND);
	assert_int_equal(result.length, 100);
	free(result.output);
	bounds = wide;
	bounds.real_seconds = 0.05;
	result = run("read line; while :; do :; done", bounds);
	assert_int_equal(result.end, TOOL_TIME_BOUND);
	free(result.output);
	/* A child that holds the output open does not hold us up. */
	result = run("(while :; do :; done) & echo done", wide);
	assert_int_equal(result.end, TOOL_EXITED);
	assert_string_equal(result.output, "done\n");
	free(result.output);
	result = run("kill -SEGV $$", wide);
	assert_int_equal(result.end, TOOL_SIGNALED);
	free(result.output);
}

static void what_a_tool_has_had_is_known(void **state)
{
	struct tool_bounds bounds = wide;
	struct tool_result result =
		run("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done", wide);

	(void)state;
	assert_int_equal(result.end, TOOL_EXITED);
	assert_true(result.use.processor_seconds > 0.01);
	assert_true(result.use.most_memory > 4096);
	free(result.output);
	/* Of children that nobody has waited for, too. */
	bounds.real_seconds = 1;
	result = run("(while :; do :; done) & read line </dev/zero", bounds);
	assert_int_equal(result.end, TOOL_TIME_BOUND);
	assert_true(result.use.processor_seconds > 0.01);
	free(result.output);
	bounds.real_seconds = 0.3;
	result = run("sleep 100", bounds);
	assert_int_equal(result.end, TOOL_TIME_BOUND);
	assert_true(result.use.processor_seconds < 0.2);
	free(result.output);
}

/* Who has to answer for a compiler that did not come to its end. */
static void a_compiler_that_was_stopped_is_judged_by_what_it_had(void **state)
{
	static const char killed[] =
		"cc: fatal error: Killed signal terminated program cc1\n";
	static const size_t mebibyte = (size_t)1 << 20;
	const struct {
		struct tool_result tool;
		bool stopped, at_fault;
	} cases[] = {
		/* ours: too little time, too little memory */
		{ { .end = TOOL_TIME_BOUND,
		    .use = { .processor_seconds = 0.4, .most_memory = 60 * mebibyte } },
		  true,
		  false },
		{ { .end = TOOL_EXITED,
		    .status = 1,
		    .use = { .processor_seconds = 0.1,
			     .most_memory = 60 * mebibyte,
			     .deprived = true } },
		  true,
		  false },
		{ { .end = TOOL_EXITED,
		    .status = 1,
		    .use = { .processor_seconds = 0.1,
			     .most_memory = 60 * mebibyte,
			     .scarce = true } },
		  true,
		  false },
		{ { .end = TOOL_SIGNALED,
		    .status = 9,
		    .use = { .processor_seconds = 0.1,
			     .most_memory = 0,
			     .deprived = true } },
		  true,
		  false },
		/* the source's: it takes much of either */
		{ { .end = TOOL_TIME_BOUND,
		    .use = { .processor_seconds = 19, .most_memory = 60 * mebibyte } },
		  true,
		  true },
		{ { .end = TOOL_EXITED,
		    .status = 1,
		    .use = { .processor_seconds = 20, .most_memory = 60 * mebibyte } },
		  true,
		  true },
		{ { .end = TOOL_EXITED,
		    .status = 1,
		    .use = { .processor_seconds = 2,
			     .most_memory = 1900 * mebibyte,
			     .scarce = true } },
		  true,
		  true },
		{ { .end = TOOL_EXITED,
		    .status = 1,
		    .use = { .processor_seconds = 2,
			     .most_memory = 60 * mebibyte,
			     .ran_out = true } },
		  true,
		  true },
		/* It says so, and nobody was killed: the source has said it. */
		{ { .end = TOOL_EXITED,
		    .status = 1,
		    .use = { .processor_seconds = 0.1, .most_memory = 60 * mebibyte } },
		  true,
		  true },
		{ { .end = TOOL_OUTPUT_BOUND,
		    .use = { .processor_seconds = 0.1, .most_memory = 60 * mebibyte } },
		  true,
		  true },
		{ { .end = TOOL_EXITED,
		    .status = 0,
		    .use = { .processor_seconds = 0.1, .most_memory = 60 * mebibyte } },
		  false,
		  false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct compile_result result = { 0 };
		struct tool_result tool = cases[i].tool;

		tool.output = (char *)killed;
		compile_judge(&tool, "cc", &result);
		if (cases[i].stopped != (result.failure != NULL) ||
		    cases[i].at_fault != result.at_fault)
			fail_msg("case %zu: %s", i,
				 result.failure ? result.failure : "fine");
		free(result.failure);
	}
}

/* Somebody else's want of memory is not the fault of who does not compile. */
static void an_ordinary_mistake_stays_one(void **state)
{
	struct tool_result tool = {
		.end = TOOL_EXITED,
		.status = 1,
		.use = { .scarce = true },
		.output = (char *)"x.c:1:1: error: expected ';'\n",
	};
	struct compile_result result = { 0 };

	(void)state;
	compile_judge(&tool, "cc", &result);
	assert_null(result.failure);
}

static void a_tool_that_is_not_there_is_said_so(void **state)
{
	char *arguments[] = { (char *)"no-such-tool-anywhere", NULL };
	struct tool_request request = { .arguments = arguments, .bounds = wide };
	struct tool_result result;

	(void)state;
	tools_run(&request, 1, &result);
	assert_int_equal(result.end, TOOL_NOT_STARTED);
	free(result.output);
}

static void a_source_that_nobody_would_write_is_not_read(void **state)
{
	static const char umlaut[2] = { '\xc3', '\xa4' };
	char *text = memory_new(1 << 20, 1), *code, *line;

	(void)state;
	memset(text, 'x', (1 << 20) - 1);
	memcpy(text + 298, umlaut, sizeof(umlaut));
	code = source_code_if_short(text);
	line = source_line_text(text, 1);
	assert_string_equal(code, "");
	assert_int_equal(strlen(line), 300 + strlen("…"));
	free(line);
	memcpy(text + 299, umlaut, sizeof(umlaut));
	line = source_line_text(text, 1);
	assert_int_equal(strlen(line), 299 + strlen("…"));
	free(line);
	free(code);
	free(text);
	code = source_code_if_short("int a; /* b */");
	assert_string_equal(code, "int a;        ");
	free(code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gcc_clang_and_both_linkers_are_read),
		cmocka_unit_test(a_flood_of_messages_is_cut),
		cmocka_unit_test(messages_of_our_macros_are_told_in_plain_words),
		cmocka_unit_test(a_tools_output_and_status_are_kept),
		cmocka_unit_test(a_tool_stays_within_its_bounds),
		cmocka_unit_test(what_a_tool_has_had_is_known),
		cmocka_unit_test(a_compiler_that_was_stopped_is_judged_by_what_it_had),
		cmocka_unit_test(an_ordinary_mistake_stays_one),
		cmocka_unit_test(a_tool_that_is_not_there_is_said_so),
		cmocka_unit_test(a_source_that_nobody_would_write_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
