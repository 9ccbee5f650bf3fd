#include "web/colour.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "web/html.h"

struct colour_language {
	const char *name;
	const char *line_comment;  /* how one begins */
	const char *block_comment; /* NULL: there is none */
	const char *block_end;
	const char *quotes; /* each begins a string, and ends it */
	bool long_strings;  /* three quotes, over many lines */
	bool directives;    /* # first in a line */
	const char *const *words;
	const char *const *protocol;
};

static const char *const c_words[] = {
	"break",  "case",     "char",   "const",  "continue", "default", "do",
	"double", "else",     "enum",   "extern", "float",    "for",     "goto",
	"if",     "inline",   "int",    "long",   "return",   "short",   "signed",
	"sizeof", "static",   "struct", "switch", "typedef",  "union",   "unsigned",
	"void",   "volatile", "while",  "bool",   "true",     "false",   "NULL",
	"typeof", "size_t",   NULL,
};

static const char *const c_protocol[] = {
	"async",
	"await",
	"yield",
	"async_with",
	"with",
	"end_with",
	"async_for",
	"for_each",
	"async_generator",
	"generator",
	"async_context_manager",
	"context_manager",
	"async_iterator",
	"iterator",
	"async_iterable",
	"iterable",
	"try",
	"except",
	"finally",
	"end_try",
	"raise",
	"raise_from",
	"Task",
	"create_task",
	"async_run",
	"anext",
	"aiter",
	"asend",
	"athrow",
	"aclose",
	"next",
	"send",
	"throw",
	"close",
	NULL,
};

static const char *const python_words[] = {
	"and",  "as",     "assert", "break",    "class",  "continue", "def",    "del",
	"elif", "else",   "for",    "from",     "global", "if",       "import", "in",
	"is",   "lambda", "None",   "nonlocal", "not",    "or",       "pass",   "return",
	"True", "False",  "while",  "self",     NULL,
};

static const char *const python_protocol[] = {
	"async",     "await",     "yield",     "with",     "try",        "except",
	"finally",   "raise",     "anext",     "aiter",    "__aenter__", "__aexit__",
	"__aiter__", "__anext__", "__enter__", "__exit__", "__iter__",   "__next__",
	"asend",     "athrow",    "aclose",    NULL,
};

static const char *const no_words[] = { NULL };

static const struct colour_language languages[] = {
	{
		.name = "c",
		.line_comment = "//",
		.block_comment = "/*",
		.block_end = "*/",
		.quotes = "\"'",
		.directives = true,
		.words = c_words,
		.protocol = c_protocol,
	},
	{
		.name = "python",
		.line_comment = "#",
		.quotes = "\"'",
		.long_strings = true,
		.words = python_words,
		.protocol = python_protocol,
	},
	{
		.name = "sh",
		.line_comment = "#",
		.quotes = "",
		.words = no_words,
		.protocol = no_words,
	},
};

const struct colour_language *colour_language(const char *name)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
		if (strcmp(languages[i].name, name) == 0)
			return &languages[i];
	return NULL;
}

static bool begins(const char *at, const char *with)
{
	return with && strncmp(at, with, strlen(with)) == 0;
}

static bool is_one_of(const char *const *words, const char *at, size_t length)
{
	for (; *words; words++)
		if (strlen(*words) == length && strncmp(*words, at, length) == 0)
			return true;
	return false;
}

static bool is_letter(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

static size_t string_length(const struct colour_language *language, const char *at)
{
	char quote = *at;
	size_t length = 1;
	bool is_long = language->long_strings && at[1] == quote && at[2] == quote;

	if (is_long) {
		char ends[] = { quote, quote, quote, '\0' };
		const char *end = strstr(at + 3, ends);

		return end ? (size_t)(end - at) + 3 : strlen(at);
	}
	while (at[length] && at[length] != quote && at[length] != '\n')
		length += at[length] == '\\' && at[length + 1] ? 2 : 1;
	return length + (at[length] == quote);
}

static size_t comment_length(const struct colour_language *language, const char *at)
{
	const char *end;

	if (begins(at, language->line_comment))
		return strcspn(at, "\n");
	if (!begins(at, language->block_comment))
		return 0;
	end = strstr(at + strlen(language->block_comment), language->block_end);
	return end ? (size_t)(end - at) + strlen(language->block_end) : strlen(at);
}

/* «#include», and what it includes. */
static size_t directive_length(const struct colour_language *language, const char *at,
			       bool first)
{
	size_t length = 1;

	if (!language->directives || !first || *at != '#')
		return 0;
	length += strspn(at + length, " \t");
	length += strspn(at + length, "abcdefghijklmnopqrstuvwxyz");
	if (begins(at, "#include"))
		length = strcspn(at, "\n");
	return length;
}

static size_t word_length(const char *at)
{
	size_t length = 0;

	while (is_letter(at[length]) ||
	       (at[length] == '.' && isdigit((unsigned char)*at)))
		length++;
	return length;
}

/* What begins here: its length, and its class, 0 if it has none. */
static size_t piece_at(const struct colour_language *language, const char *at, bool first,
		       char *kind)
{
	size_t length;

	*kind = 'c';
	if ((length = comment_length(language, at)))
		return length;
	*kind = 'd';
	if ((length = directive_length(language, at, first)))
		return length;
	*kind = 's';
	if (strchr(language->quotes, *at))
		return string_length(language, at);
	length = word_length(at);
	*kind = length && isdigit((unsigned char)*at)       ? 'n'
		: is_one_of(language->protocol, at, length) ? 'p'
		: is_one_of(language->words, at, length)    ? 'k'
							    : 0;
	return length ? length : 1;
}

void colour_add(struct text *html, const struct colour_language *language,
		const char *source)
{
	bool first = true; /* nothing but white space stands before it in its line */
	const char *plain = source, *at = source;

	while (language && *at) {
		char kind;
		size_t length = piece_at(language, at, first, &kind);

		if (kind) {
			html_add_bytes(html, plain, (size_t)(at - plain));
			text_add_format(html, "<i class=%c>", kind);
			html_add_bytes(html, at, length);
			text_add(html, "</i>");
			plain = at + length;
		}
		first = *at == '\n' || (first && isspace((unsigned char)*at));
		at += length;
	}
	html_add(html, plain);
}
