/* Text of anybody's on a page: nothing in it is markup, and code has its colours. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "text/digest.h"
#include "web/asset.h"
#include "web/colour.h"
#include "web/html.h"

static void hold_html(const char *string, size_t length, const char *expected)
{
	struct text html = { 0 };

	html_add_bytes(&html, string, length);
	assert_string_equal(html.bytes, expected);
	text_free(&html);
}

static void hold_colours(const char *language, const char *source, const char *expected)
{
	struct text html = { 0 };

	colour_add(&html, code_language_of(language), source);
	assert_string_equal(html.bytes, expected);
	text_free(&html);
}

static void nothing_is_taken_for_markup(void **state)
{
	(void)state;
	hold_html("a < b && \"c\"", 12, "a &lt; b &amp;&amp; &quot;c&quot;");
	hold_html("one\n\ttwo", 8, "one\n\ttwo");
	hold_html("a\0b", 3, "a\u2400b");
	hold_html("\033[31m", 5, "\u241b[31m");
	hold_html("\xff", 1, "\\xff");
}

static void c_has_its_colours(void **state)
{
	(void)state;
	hold_colours(
		"c", "await (f(0x1f)); // done",
		"<i class=p>await</i> (f(<i class=n>0x1f</i>)); <i class=c>// done</i>");
	hold_colours("c", "#include <async.h>\nint a;",
		     "<i class=d>#include &lt;async.h&gt;</i>\n<i class=k>int</i> a;");
	hold_colours("c", "puts(\"a \\\" /* b\"); /* c\n d */",
		     "puts(<i class=s>&quot;a \\&quot; /* b&quot;</i>); <i class=c>/* "
		     "c\n d */</i>");
	hold_colours("c", "awaited(int8)", "awaited(int8)");
}

static void python_has_its_colours(void **state)
{
	(void)state;
	hold_colours("python", "async def f(): # '\n    return 'it'",
		     "<i class=p>async</i> <i class=k>def</i> f(): <i class=c># '</i>\n"
		     "    <i class=k>return</i> <i class=s>'it'</i>");
	hold_colours("python", "\"\"\"a\n'b'\"\"\"1",
		     "<i class=s>&quot;&quot;&quot;a\n'b'&quot;&quot;&quot;</i><i "
		     "class=n>1</i>");
}

static void what_never_ends_ends_with_the_source(void **state)
{
	(void)state;
	hold_colours("c", "/* a", "<i class=c>/* a</i>");
	hold_colours("c", "\"a\\", "<i class=s>&quot;a\\</i>");
	hold_colours("python", "'''a", "<i class=s>'''a</i>");
	hold_colours("fortran", "if <", "if &lt;");
}

static void a_terminal_keeps_its_styles(void **state)
{
	struct text html = { 0 };

	(void)state;
	html_add_terminal(&html, "\033[1;31mTIME\033[0m <a>\033[2mb");
	assert_string_equal(html.bytes,
			    "<i class=t31>TIME</i> &lt;a&gt;<i class=t2>b</i>");
	text_free(&html);
}

static void files_are_in_the_binary(void **state)
{
	(void)state;
	assert_non_null(strstr(asset_palette, "--paper"));
	assert_non_null(strstr(asset_style, ":root"));
	assert_non_null(strstr(asset_lanes_style, ".lanes"));
	assert_non_null(strstr(asset_script, "\"use strict\""));
}

/* Of two pieces, either of which may be NULL. */
static char *digest_of_two(const char *one, const char *other)
{
	struct digest digest = digest_new();

	digest_add(&digest, one);
	digest_add(&digest, other);
	return digest_text(&digest);
}

static void hold_different(char *one, char *other)
{
	assert_string_not_equal(one, other);
	free(one);
	free(other);
}

static void a_digest_knows_where_one_piece_ends(void **state)
{
	(void)state;
	hold_different(digest_of_two("ab", "c"), digest_of_two("a", "bc"));
	hold_different(digest_of_two("a", NULL), digest_of_two("a", ""));
	hold_different(digest_of_two("", "a"), digest_of_two("a", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_taken_for_markup),
		cmocka_unit_test(c_has_its_colours),
		cmocka_unit_test(python_has_its_colours),
		cmocka_unit_test(what_never_ends_ends_with_the_source),
		cmocka_unit_test(a_terminal_keeps_its_styles),
		cmocka_unit_test(files_are_in_the_binary),
		cmocka_unit_test(a_digest_knows_where_one_piece_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
