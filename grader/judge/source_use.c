#define _GNU_SOURCE
#include "judge/source_use.h"

#include <ctype.h>
#include <string.h>

#include "judge/source_code.h"
#include "text/text.h"

/* Without the white space at its ends. */
static void add_argument(struct source_use *use, const char *from, const char *to)
{
	from = source_code_skip_space(from);
	while (to > from && isspace((unsigned char)to[-1]))
		to--;
	if (use->count == MOST_ARGUMENTS || from > to)
		return;
	use->arguments[use->count] = from;
	use->lengths[use->count++] = (size_t)(to - from);
}

/* From the parenthesis `open` on, as the preprocessor counts. */
static size_t count_for_macro(const char *open)
{
	size_t commas = 0;
	int depth = 0;

	for (const char *at = open; *at; at++) {
		depth += (*at == '(') - (*at == ')');
		commas += *at == ',' && depth == 1;
		if (depth == 0)
			return *source_code_skip_space(open + 1) == ')' ? 0 : commas + 1;
	}
	return commas + 1;
}

void source_use_read(struct source_use *use, const char *code, const char *word,
		     size_t length)
{
	const char *at = source_code_skip_space(word + length), *from;
	int depth = 0;

	*use = (struct source_use){ .code = code, .word = word, .length = length };
	if (*at != '(')
		return;
	use->open = at;
	use->macro_count = count_for_macro(at);
	for (from = at + 1; *at; at++) {
		depth += (*at == '(' || *at == '{' || *at == '[') -
			 (*at == ')' || *at == '}' || *at == ']');
		if (depth > 1 || (depth == 1 && *at != ','))
			continue;
		if (source_code_skip_space(from) != at || depth == 1)
			add_argument(use, from, at);
		from = at + 1;
		if (depth == 0) {
			use->close = at;
			return;
		}
	}
}

char *source_use_shown(const struct source_use *use, size_t index)
{
	const char *at = use->arguments[index], *end = at + use->lengths[index];
	struct text text = { 0 };

	while (at < end) {
		const char *close =
			*at == '"' ? memchr(at + 1, '"', (size_t)(end - at - 1)) : NULL;

		if (close)
			text_add(&text, "\"\u2026\"");
		else
			text_add_bytes(&text, at, 1);
		at = close ? close + 1 : at + 1;
	}
	return text_take(&text);
}

bool source_use_has_call(const struct source_use *use, size_t index)
{
	return memchr(use->arguments[index], '(', use->lengths[index]);
}

bool source_use_is_word(const struct source_use *use, size_t index)
{
	return use->lengths[index] &&
	       source_code_word_length(use->arguments[index]) == use->lengths[index] &&
	       !isdigit((unsigned char)*use->arguments[index]);
}
