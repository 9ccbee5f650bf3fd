/* CommonMark has no tables: those of our documents are taken from paragraphs. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "course/document.h"
#include "course/table.h"

static cmark_node *parse(const char *markdown)
{
	return cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_DEFAULT);
}

static void hold_cell(const struct table *table, size_t row, size_t column,
		      const char *expected)
{
	char *html = cmark_render_html(table_cell(table, row, column), 0);

	assert_string_equal(html, expected);
	free(html);
}

static void rows_and_cells_are_found(void **state)
{
	cmark_node *root = parse("| Python | C |\n|---|---:|\n"
				 "| `a | b` | *two* words |\n| | [x](y.md) |\n");
	struct table table;

	(void)state;
	assert_true(table_is(cmark_node_first_child(root)));
	table_take(cmark_node_first_child(root), &table);
	assert_int_equal(table.rows, 3);
	assert_int_equal(table.columns, 2);
	assert_int_equal(table.sides[0], TABLE_LEFT);
	assert_int_equal(table.sides[1], TABLE_RIGHT);
	hold_cell(&table, 0, 0, "<p>Python</p>\n");
	hold_cell(&table, 1, 0, "<p><code>a | b</code></p>\n");
	hold_cell(&table, 1, 1, "<p><em>two</em> words</p>\n");
	hold_cell(&table, 2, 0, "<p></p>\n");
	hold_cell(&table, 2, 1, "<p><a href=\"y.md\">x</a></p>\n");
	table_free(&table);
	cmark_node_free(root);
}

static void a_row_may_be_too_short_or_too_long(void **state)
{
	cmark_node *root = parse("| a | b |\n|:-:|---|\n| 1 |\n| 1 | 2 | 3 |\n");
	struct table table;

	(void)state;
	table_take(cmark_node_first_child(root), &table);
	assert_int_equal(table.sides[0], TABLE_MIDDLE);
	hold_cell(&table, 1, 1, "<p></p>\n");
	hold_cell(&table, 2, 1, "<p>2</p>\n");
	table_free(&table);
	cmark_node_free(root);
}

static void what_is_no_table_is_left_alone(void **state)
{
	static const char *const others[] = {
		"a | b\n---|---\n", "| only a head |\n", "| a |\nand prose\n",
		"| a |\n| b |\n",   "# | a |\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		cmark_node *root = parse(others[i]);

		assert_false(table_is(cmark_node_first_child(root)));
		cmark_node_free(root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_cells_are_found),
		cmocka_unit_test(a_row_may_be_too_short_or_too_long),
		cmocka_unit_test(what_is_no_table_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
