/* HTML: what is on a page is found, by CSS and by XPath, and what is none makes no harm. */
#include <async/html.h>

#include "../../../tests/note.h"

static const char shop[] =
	"<!doctype html><title>Shop</title>\n"
	"<ul class='items big'>\n"
	"  <li class=new><a href='/item/1' TITLE=One>The  <b>first</b>\n\titem</a>\n"
	"  <li><a href='/item/2'>Second &amp; last</a>\n"
	"  <li id=gone><del>Third</del>\n"
	"</ul>\n"
	"<p>One</p><p lang=en-GB>Two</p><p data-n='a b c'>Three</p>\n"
	"<div><p>Four<div><p>Five</div></div>";

static void note_found(struct html *page, const char *selector)
{
	for_each (struct html_element *, element, html_select(page, selector))
		note("%s", html_text(element));
	note("|");
}

async (void, note_each, (const char *const *, selectors))
{
	struct html *page = html_parse(shop);

	for (; *selectors; selectors++)
		note_found(page, *selectors);
	html_free(page);
}

static void a_selector_finds_elements_in_the_order_of_the_page(void **state)
{
	static const char *const selectors[] = {
		"title", "UL.items > li a", ".big.items .new, p:first-child", "#gone",
		NULL,
	};

	(void)state;
	assert_notes(note_each(selectors),
		     "Shop | The first item Second & last | The first item Four Five | "
		     "Third | ");
}

static void each_condition_is_understood(void **state)
{
	static const char *const selectors[] = {
		"[title]",
		"a[HREF = \"/item/2\"]",
		"a[href^='/item']",
		"a[href$=\"1\"]",
		"[data-n~=b]",
		"[data-n*='b c']",
		"[data-n~=bc]",
		"[lang$='']",
		"li:nth-child(2)",
		"li:nth-child( odd )",
		"li:last-child",
		"b:only-child",
		"a:empty",
		"ul + p",
		"p ~ p",
		"*[lang=en-GB] + p",
		NULL,
	};

	(void)state;
	assert_notes(
		note_each(selectors),
		"The first item | Second & last | The first item Second & last | "
		"The first item | Three | Three | | | Second & last | "
		"The first item Third | Third | first | | One | Two Three | Three | ");
}

static void xpath_is_understood_too(void **state)
{
	static const char *const selectors[] = {
		"//li[2]/a", "//a/@href", "(//p)[last()]", "./html/head/title", NULL,
	};

	(void)state;
	assert_notes(note_each(selectors), "Second & last | | Five | Shop | ");
}

async (void, look_closer)
{
	struct html *page = html_parse(shop);
	struct html_element *item = html_select_one(page, "li");
	struct html_element *link = html_select_one_in(item, "a");
	const char *text = html_text(link), *href = html_attribute(link, "href");

	note("%s %s %s %s %d", html_tag(item), html_tag(link),
	     html_attribute(link, "href"), html_attribute(link, "title"),
	     html_attribute(link, "class") == NULL);
	note("%d", text == html_text(link) && href == html_attribute(link, "href"));
	note("%d", html_select_one_in(item, "li") == NULL);
	note("%s", html_text(html_select_one_in(item, "./following-sibling::li")));
	try {
		html_text(html_select_one(page, "table"));
	} except (AttributeError, e) {
		note("%s", e->message);
	} end_try
	for_each (struct html_element *, p, html_select(page, "p"))
		if (strcmp(html_text(p), "Two") == 0)
			break;
	html_free(page);
}

static void an_element_tells_its_name_text_and_attributes(void **state)
{
	(void)state;
	assert_notes(look_closer(), "li a /item/1 One 1 1 1 Second & last "
				    "there is no such element ");
}

static void note_refusal(struct html *page, const char *selector)
{
	try {
		html_select_one(page, selector);
		note("nothing wrong with %s", selector);
	} except (ValueError, e) {
		note("%s\n", e->message);
	} end_try
}

async (void, misspell, (const char *const *, selectors))
{
	struct html *page = html_parse("<p>");

	for (; *selectors; selectors++)
		note_refusal(page, *selectors);
	html_free(page);
}

static void a_wrong_selector_is_told_with_its_place(void **state)
{
	static const char *const selectors[] = {
		"",    "p.",    "a[href", "a[href='x]",      "a[href|=x]", "p:hover",
		"p >", "p, ,p", "p$",     "li:nth-child(x)", "//p[",       NULL,
	};

	(void)state;
	assert_notes(
		misspell(selectors),
		"a tag, a class or another condition is wanted at character 1 of the "
		"selector ''\n "
		"the name of a class is wanted at character 3 of the selector 'p.'\n "
		"one of = ^= $= *= ~= is wanted at character 7 of the selector "
		"'a[href'\n "
		"the quote at the end of a value is wanted at character 11 of the "
		"selector "
		"'a[href='x]'\n "
		"one of = ^= $= *= ~= is wanted at character 7 of the selector "
		"'a[href|=x]'\n "
		"first-child, last-child, only-child, nth-child(…) or empty is wanted at "
		"character 3 of the selector 'p:hover'\n "
		"a tag, a class or another condition is wanted at character 4 of the "
		"selector "
		"'p >'\n "
		"a tag, a class or another condition is wanted at character 4 of the "
		"selector "
		"'p, ,p'\n "
		"a blank, or one of > + ~ , is wanted at character 2 of the selector "
		"'p$'\n "
		"a number, odd or even is wanted at character 14 of the selector "
		"'li:nth-child(x)'\n "
		"'//p[' is no XPath expression\n ");
}

/* Any bytes are a page. */
async (void, parse_anything)
{
	static const char latin[] = "<meta charset=iso-8859-1><p>caf\xe9";
	static const char odd[] = "<p>a\0b\xff\xfe<<<</p></html><p";
	struct html *page = html_parse("");
	char *deep = malloc(200001);

	note("%d", html_select_one(page, "*") == NULL);
	html_free(page);
	page = html_parse("<p>caf\xc3\xa9");
	note("%s", html_text(html_select_one(page, "p")));
	html_free(page);
	page = html_parse(latin);
	note("%s", html_text(html_select_one(page, "p")));
	html_free(page);
	html_free(html_parse_bytes(odd, sizeof odd - 1));
	for (int i = 0; i < 50000; i++)
		strcpy(deep + (size_t)i * 4, "<i><");
	html_free(html_parse_bytes(deep, 200000));
	free(deep);
	html_free(NULL);
}

static void any_bytes_make_a_page(void **state)
{
	(void)state;
	assert_notes(parse_anything(), "1 caf\xc3\xa9 caf\xc3\xa9 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_selector_finds_elements_in_the_order_of_the_page),
		cmocka_unit_test(each_condition_is_understood),
		cmocka_unit_test(xpath_is_understood_too),
		cmocka_unit_test(an_element_tells_its_name_text_and_attributes),
		cmocka_unit_test(a_wrong_selector_is_told_with_its_place),
		cmocka_unit_test(any_bytes_make_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
