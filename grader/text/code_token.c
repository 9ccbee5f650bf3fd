#include "text/code_token.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const char *const c_keywords[] = {
	"break",   "case",   "const",    "continue", "default",  "do",
	"else",    "enum",   "extern",   "for",      "goto",     "if",
	"inline",  "return", "sizeof",   "static",   "struct",   "switch",
	"typedef", "union",  "volatile", "while",    "register", NULL,
};

static const char *const c_types[] = {
	"bool",   "char",     "double",   "float",   "int",      "long",
	"short",  "signed",   "size_t",   "ssize_t", "unsigned", "void",
	"int8_t", "int16_t",  "int32_t",  "int64_t", "uint8_t",  "uint16_t",
	"FILE",   "uint32_t", "uint64_t", "pid_t",   NULL,
};

/* The macros with which a learner's program is written. */
static const char *const c_protocol[] = {
	"async",
	"async_context_manager",
	"async_for",
	"async_generator",
	"async_iterable",
	"async_iterator",
	"async_with",
	"asynccontextmanager",
	"await",
	"contextmanager",
	"context_manager",
	"end_try",
	"end_with",
	"except",
	"finally",
	"for_each",
	"generator",
	"iterable",
	"iterator",
	"raise",
	"raise_from",
	"try",
	"with",
	"yield",
	NULL,
};

static const char *const python_keywords[] = {
	"and",  "as",     "assert", "break",    "class", "continue", "def",
	"del",  "elif",   "else",   "except",   "False", "finally",  "for",
	"from", "global", "if",     "import",   "in",    "is",       "lambda",
	"None", "not",    "or",     "nonlocal", "pass",  "raise",    "return",
	"True", "try",    "while",  NULL,
};

static const char *const python_protocol[] = {
	"async",     "await",     "yield",     "with",      "__aenter__",
	"__aexit__", "__aiter__", "__anext__", "__enter__", "__exit__",
	"__iter__",  "__next__",  NULL,
};

static const char *const no_words[] = { NULL };

static const struct grammar {
	const char *names; /* blank before and after each */
	const char *line_comment;
	bool block_comments;
	bool directives;
	bool numbers;
	bool tripled; /* strings in three quotation marks */
	const char *quotes;
	const char *const *keywords, *const *types, *const *protocol;
} grammars[] = {
	[LANGUAGE_C] = { " c h ", "//", true, true, true, false, "\"'", c_keywords,
			 c_types, c_protocol },
	[LANGUAGE_PYTHON] = { " python py ", "#", false, false, true, true, "\"'",
			      python_keywords, no_words, python_protocol },
	[LANGUAGE_SHELL] = { " sh bash shell ", "#", false, false, false, false, "\"'",
			     no_words, no_words, no_words },
};

enum { GRAMMARS = sizeof(grammars) / sizeof(*grammars) };

enum code_language code_language_of(const char *info)
{
	size_t length = info ? strcspn(info, " \t") : 0;

	for (size_t i = LANGUAGE_C; length && i < GRAMMARS; i++) {
		const char *at = grammars[i].names;

		while ((at = strchr(at, ' ')) && at[1]) {
			at++;
			if (strncmp(at, info, length) == 0 && at[length] == ' ')
				return (enum code_language)i;
		}
	}
	return LANGUAGE_NONE;
}

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

static size_t word_length(const char *at)
{
	size_t length = 0;

	while (is_word(at[length]))
		length++;
	return length;
}

static bool is_one_of(const char *const *words, const char *at, size_t length)
{
	for (; *words; words++)
		if (strlen(*words) == length && strncmp(*words, at, length) == 0)
			return true;
	return false;
}

static enum code_token word_kind(const struct grammar *grammar, const char *at,
				 size_t length)
{
	if (is_one_of(grammar->protocol, at, length))
		return CODE_PROTOCOL;
	if (is_one_of(grammar->keywords, at, length))
		return CODE_KEYWORD;
	return is_one_of(grammar->types, at, length) ? CODE_TYPE : CODE_PLAIN;
}

static size_t string_length(const struct grammar *grammar, const char *at)
{
	char quote = *at;
	const char tripled[] = { quote, quote, quote, '\0' };
	const char *end;
	size_t length = 1;

	if (grammar->tripled && strncmp(at, tripled, 3) == 0) {
		end = strstr(at + 3, tripled);
		return end ? (size_t)(end - at) + 3 : strlen(at);
	}
	while (at[length] && at[length] != quote && at[length] != '\n')
		length += at[length] == '\\' && at[length + 1] ? 2 : 1;
	return length + (at[length] == quote);
}

/* The length of a comment; 0 if there is none. */
static size_t comment_length(const struct grammar *grammar, const char *at)
{
	const char *end;

	if (strncmp(at, grammar->line_comment, strlen(grammar->line_comment)) == 0)
		return strcspn(at, "\n");
	if (!grammar->block_comments || strncmp(at, "/*", 2) != 0)
		return 0;
	end = strstr(at + 2, "*/");
	return end ? (size_t)(end - at) + 2 : strlen(at);
}

/* What is included belongs to it: no word in that name is one of the language. */
static size_t directive_length(const char *at)
{
	size_t blanks = 1 + strspn(at + 1, " \t");
	size_t word = word_length(at + blanks);

	if (strncmp(at + blanks, "include", 7) == 0)
		return strcspn(at, "\n");
	return blanks + word;
}

/* Up to where something else may begin. */
static size_t plain_length(const struct grammar *grammar, const char *at)
{
	size_t length = 1;

	while (at[length] && !is_word(at[length]) &&
	       !strchr(grammar->quotes, at[length]) && at[length] != '#' &&
	       at[length] != '/')
		length++;
	return length;
}

enum code_token code_token_at(enum code_language language, const char *at, size_t *length)
{
	const struct grammar *grammar = &grammars[language];

	if (language == LANGUAGE_NONE) {
		*length = strlen(at);
		return CODE_PLAIN;
	}
	if ((*length = comment_length(grammar, at)))
		return CODE_COMMENT;
	if (strchr(grammar->quotes, *at)) {
		*length = string_length(grammar, at);
		return CODE_STRING;
	}
	if (grammar->directives && *at == '#') {
		*length = directive_length(at);
		return CODE_DIRECTIVE;
	}
	if (!is_word(*at)) {
		*length = plain_length(grammar, at);
		return CODE_PLAIN;
	}
	*length = word_length(at);
	if (grammar->numbers && isdigit((unsigned char)*at)) {
		if (at[*length] == '.')
			*length += 1 + word_length(at + *length + 1);
		return CODE_NUMBER;
	}
	return word_kind(grammar, at, *length);
}
