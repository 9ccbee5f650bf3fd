/* Text: what cannot be seen is drawn, and what was misspelt is guessed. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "text/composed.h"
#include "text/nearest.h"
#include "text/text.h"
#include "text/visible.h"

static void check_drawn(const char *bytes, size_t length, bool unicode,
			enum visible_spaces spaces, const char *drawn)
{
	char *copy = visible_copy(bytes, length, unicode, spaces);

	assert_string_equal(copy, drawn);
	free(copy);
}

#define DRAWN(bytes, unicode, spaces, drawn)                                             \
	check_drawn(bytes, sizeof(bytes) - 1, unicode, spaces, drawn)

static void control_bytes_never_get_through(void **state)
{
	(void)state;
	DRAWN("a\0b\033[31m\t\x7f", true, SPACES_PLAIN, "a\u2400b\u241b[31m\u2409\u2421");
	DRAWN("a\0b\033[31m\t\x7f", false, SPACES_PLAIN, "a\\0b\\x1b[31m\\t\\x7f");
	for (int byte = 0; byte < 256; byte++)
		for (int unicode = 0; unicode < 2; unicode++) {
			char *copy = visible_copy((char[]){ (char)byte }, 1, unicode,
						  SPACES_PLAIN);

			for (const char *at = copy; *at; at++)
				assert_true((unsigned char)*at >= ' ' && *at != 0x7f);
			free(copy);
		}
}

static void bad_utf8_and_marks_without_shape_are_drawn(void **state)
{
	(void)state;
	DRAWN("\xff\xc3(", true, SPACES_PLAIN, "\\xff\\xc3(");
	DRAWN("\xc0\x80", true, SPACES_PLAIN, "\\xc0\\x80");
	DRAWN("\xed\xa0\x80", true, SPACES_PLAIN, "\\xed\\xa0\\x80");
	/* NOLINTNEXTLINE(misc-misleading-bidirectional): that is what is drawn */
	DRAWN("a\u00a0b\u200b\u202e", true, SPACES_PLAIN, "a\\u{a0}b\\u{200b}\\u{202e}");
	DRAWN("caf\u00e9", true, SPACES_PLAIN, "caf\u00e9");
	DRAWN("caf\u00e9", false, SPACES_PLAIN, "caf\\u{e9}");
}

static void spaces_are_drawn_where_they_matter(void **state)
{
	(void)state;
	DRAWN(" a b  ", true, SPACES_PLAIN, " a b  ");
	DRAWN(" a b  ", true, SPACES_AT_END, " a b\u00b7\u00b7");
	DRAWN(" a b  ", true, SPACES_ALL, "\u00b7a\u00b7b\u00b7\u00b7");
	DRAWN("a ", false, SPACES_AT_END, "a_");
}

static void a_long_line_is_cut_with_a_mark(void **state)
{
	struct text text = { 0 };

	(void)state;
	assert_int_equal(visible_add_cut(&text, "abcdef", 6, true, SPACES_PLAIN, 4), 4);
	assert_string_equal(text.bytes, "abc\u2026");
	text_free(&text);
	assert_int_equal(visible_add_cut(&text, "abcdef", 6, false, SPACES_PLAIN, 5), 5);
	assert_string_equal(text.bytes, "ab...");
	text_free(&text);
	assert_int_equal(visible_add_cut(&text, "abcdef", 6, true, SPACES_PLAIN, 6), 6);
	assert_string_equal(text.bytes, "abcdef");
	text_free(&text);
}

static void a_slip_is_one_step_away(void **state)
{
	static const char *const names[] = { "check", "run", "help" };

	(void)state;
	assert_int_equal(nearest_distance("check", "check"), 0);
	assert_int_equal(nearest_distance("chekc", "check"), 1);
	assert_int_equal(nearest_distance("log-tail", "log_tail"), 0);
	assert_int_equal(nearest_name("chekc", names, 3), 0);
	assert_int_equal(nearest_name("rn", names, 3), 1);
	assert_int_equal(nearest_name("hlep", names, 3), 2);
	assert_int_equal(nearest_name("zzzz", names, 3), 3);
	assert_int_equal(nearest_name("", names, 0), 0);
}

static void letters_and_marks_are_one(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "Jose\u0301", "Jos\u00e9" },
		{ "Jos\u00e9", "Jos\u00e9" },
		{ "Vie\u0323\u0302t e\u0302\u0301", "Vi\u1ec7t \u1ebf" },
		{ "\u0438\u0306", "\u0439" },
		{ "\u30ab\u3099", "\u30ac" },
		{ "\u1112\u1161\u11ab\u1100\u1173\u11af", "\ud55c\uae00" },
		/* There is no such letter; and nothing to stand on. */
		{ "x\u0301\u0301", "x\u0301\u0301" },
		{ "\u0301e", "\u0301e" },
		{ "a\xff\xcc", "a\xff\xcc" },
		{ "\U0001f600\u0301", "\U0001f600\u0301" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		char *composed = text_composed(pairs[i][0]);

		assert_string_equal(composed, pairs[i][1]);
		free(composed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_bytes_never_get_through),
		cmocka_unit_test(bad_utf8_and_marks_without_shape_are_drawn),
		cmocka_unit_test(spaces_are_drawn_where_they_matter),
		cmocka_unit_test(a_long_line_is_cut_with_a_mark),
		cmocka_unit_test(a_slip_is_one_step_away),
		cmocka_unit_test(letters_and_marks_are_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
