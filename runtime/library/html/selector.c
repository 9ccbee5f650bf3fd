#define _GNU_SOURCE
#include "selector.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <async/html.h>

/* A selector on its way to being an expression. Nothing below raises: what is wrong
 * is noted, and raised when all has been freed. */
struct translation {
	const char *at; /* of the selector: what is next */
	FILE *xpath;
	const char *wanted; /* what should stand at `at`, or NULL: all is well so far */
};

static void want(struct translation *here, const char *wanted)
{
	if (!here->wanted)
		here->wanted = wanted;
}

static void skip_blanks(struct translation *here)
{
	here->at += strspn(here->at, " \t\r\n\f");
}

static bool take(struct translation *here, const char *token)
{
	size_t length = strlen(token);

	if (strncmp(here->at, token, length) != 0)
		return false;
	here->at += length;
	return true;
}

static bool is_of_name(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || (c & 0x80);
}

/* The length of the name that is next; notes the want of one. */
static int name_length(struct translation *here, const char *wanted)
{
	int length = 0;

	while (is_of_name(here->at[length]))
		length++;
	if (length == 0)
		want(here, wanted);
	return length;
}

/* In small letters, as HTML's names are in the tree. */
static void add_name(struct translation *here, int length)
{
	for (int i = 0; i < length; i++)
		fputc(tolower((unsigned char)*here->at++), here->xpath);
}

/* ---- conditions ---- */

/* .items */
static void add_class(struct translation *here)
{
	int length = name_length(here, "the name of a class");

	fprintf(here->xpath,
		"[contains(concat(' ',normalize-space(@class),' '),' %.*s ')]", length,
		here->at);
	here->at += length;
}

/* #top */
static void add_id(struct translation *here)
{
	int length = name_length(here, "an id");

	fprintf(here->xpath, "[@id='%.*s']", length, here->at);
	here->at += length;
}

/* How [name OPERATOR value] is said in XPath: between the parts stand the name, and
 * the value as a string. */
static const struct comparison {
	const char *operator, * begin, *middle, *end;
} comparisons[] = {
	{ "^=", "[starts-with(@", ",", ")]" },
	{ "*=", "[contains(@", ",", ")]" },
	{ "~=", "[contains(concat(' ',normalize-space(@", "),' '),concat(' ',",
	  ",' '))]" },
	{ "=", "[@", "=", "]" },
};

/* A value, in quotes or a bare name, as a string of XPath; gives its length. */
static int add_value(struct translation *here)
{
	char quote = *here->at == '"' || *here->at == '\'' ? *here->at : '\0';
	const char *value = here->at + (quote != '\0');
	int length = quote ? (int)strcspn(value, (char[]){ quote, '\0' })
			   : name_length(here, "a value");

	if (quote && value[length] != quote)
		want(here, "the quote at the end of a value");
	/* What stands in one kind of quotes may hold the other, and XPath has both. */
	fprintf(here->xpath, quote == '\'' ? "'%.*s'" : "\"%.*s\"", length, value);
	here->at = value + length + (quote && value[length]);
	return length;
}

/* XPath 1.0 has no ends-with(). */
static void add_ends_with(struct translation *here, const char *name, int name_size)
{
	int length;

	fprintf(here->xpath, "[substring(@%.*s,string-length(@%.*s)+1-string-length(",
		name_size, name, name_size, name);
	const char *value = here->at;

	add_value(here);
	fputs("))=", here->xpath);
	here->at = value;
	length = add_value(here);
	fprintf(here->xpath, "%s]", length ? "" : " and false()");
}

static void add_comparison(struct translation *here, const char *name, int name_size)
{
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
		const struct comparison *one = &comparisons[i];

		if (!take(here, one->operator))
			continue;
		skip_blanks(here);
		fprintf(here->xpath, "%s%.*s%s", one->begin, name_size, name,
			one->middle);
		add_value(here);
		fputs(one->end, here->xpath);
		return;
	}
	want(here, "one of = ^= $= *= ~=");
}

/* [href], [href^="/item"] */
static void add_attribute(struct translation *here)
{
	char name[64];
	int length;

	skip_blanks(here);
	length = name_length(here, "the name of an attribute");
	if (length >= (int)sizeof name) {
		want(here, "a shorter name");
		return;
	}
	for (int i = 0; i < length; i++)
		name[i] = (char)tolower((unsigned char)*here->at++);
	skip_blanks(here);
	if (take(here, "$=")) {
		skip_blanks(here);
		add_ends_with(here, name, length);
	} else if (*here->at == ']') {
		fprintf(here->xpath, "[@%.*s]", length, name);
	} else {
		add_comparison(here, name, length);
	}
	skip_blanks(here);
	if (!take(here, "]"))
		want(here, "]");
}

/* :nth-child(3), odd, even */
static void add_nth_child(struct translation *here)
{
	static const char before[] = "[(count(preceding-sibling::*)+1)";
	int digits;

	skip_blanks(here);
	digits = (int)strspn(here->at, "0123456789");
	if (take(here, "odd")) {
		fprintf(here->xpath, "%s mod 2=1]", before);
	} else if (take(here, "even")) {
		fprintf(here->xpath, "%s mod 2=0]", before);
	} else if (digits) {
		fprintf(here->xpath, "%s=%.*s]", before, digits, here->at);
		here->at += digits;
	} else {
		want(here, "a number, odd or even");
	}
	skip_blanks(here);
	if (!take(here, ")"))
		want(here, ")");
}

static const struct pseudo_class {
	const char *name, *xpath;
} pseudo_classes[] = {
	{ "first-child", "[not(preceding-sibling::*)]" },
	{ "last-child", "[not(following-sibling::*)]" },
	{ "only-child", "[not(preceding-sibling::*) and not(following-sibling::*)]" },
	{ "empty", "[not(node())]" },
};

static void add_pseudo_class(struct translation *here)
{
	if (take(here, "nth-child(")) {
		add_nth_child(here);
		return;
	}
	for (size_t i = 0; i < sizeof pseudo_classes / sizeof *pseudo_classes; i++)
		if (take(here, pseudo_classes[i].name)) {
			fputs(pseudo_classes[i].xpath, here->xpath);
			return;
		}
	want(here, "first-child, last-child, only-child, nth-child(…) or empty");
}

static const struct condition_row {
	const char *begins;
	void (*add)(struct translation *);
} conditions[] = {
	{ ".", add_class },
	{ "#", add_id },
	{ "[", add_attribute },
	{ ":", add_pseudo_class },
};

static bool add_condition(struct translation *here)
{
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
		if (take(here, conditions[i].begins)) {
			conditions[i].add(here);
			return true;
		}
	return false;
}

/* ---- elements, and how one stands to the next ---- */

/* li.new:first-child */
static void add_compound(struct translation *here)
{
	if (is_of_name(*here->at))
		add_name(here, name_length(here, "a tag"));
	else if (take(here, "*") || (*here->at && strchr(".#[:", *here->at)))
		fputc('*', here->xpath);
	else
		want(here, "a tag, a class or another condition");
	while (!here->wanted && add_condition(here))
		continue;
}

static const struct combinator {
	const char *token, *step;
} combinators[] = {
	{ ">", "/child::" },
	{ "+", "/following-sibling::*[1]/self::" },
	{ "~", "/following-sibling::" },
};

/* Gives false where the selector, or this one of several, is at its end. */
static bool add_combinator(struct translation *here)
{
	const char *before = here->at;

	skip_blanks(here);
	for (size_t i = 0; i < sizeof combinators / sizeof *combinators; i++)
		if (take(here, combinators[i].token)) {
			fputs(combinators[i].step, here->xpath);
			skip_blanks(here);
			return true;
		}
	if (!*here->at || *here->at == ',')
		return false;
	if (here->at == before)
		want(here, "a blank, or one of > + ~ ,");
	fputs("/descendant::", here->xpath);
	return true;
}

static void add_selectors(struct translation *here)
{
	do {
		fputs("./descendant::", here->xpath);
		skip_blanks(here);
		do
			add_compound(here);
		while (!here->wanted && add_combinator(here));
		if (*here->at == ',' && !here->wanted)
			fputc('|', here->xpath);
	} while (!here->wanted && take(here, ","));
}

static bool is_xpath(const char *selector)
{
	return *selector == '/' || *selector == '(' || strncmp(selector, "./", 2) == 0;
}

static _Noreturn void raise_syntax_error(const struct translation *here,
					 const char *selector)
{
	raise (SelectorSyntaxError,
	      "%s is wanted at character %d of the selector '%.200s'", here->wanted,
	      (int)(here->at - selector) + 1, selector);
}

char *selector_to_xpath(const char *selector)
{
	struct translation here = { .at = selector };
	char *xpath = NULL;
	size_t length;

	if (is_xpath(selector)) {
		xpath = strdup(selector);
	} else if ((here.xpath = open_memstream(&xpath, &length))) {
		add_selectors(&here);
		if (fclose(here.xpath) != 0 || here.wanted) {
			free(xpath);
			xpath = NULL;
		}
	}
	if (here.wanted)
		raise_syntax_error(&here, selector);
	if (!xpath)
		raise (MemoryError, "no room for the selector '%.200s'", selector);
	return xpath;
}
