#define _GNU_SOURCE
#include "judge/source_code.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

/* Ten times the longest solution. */
enum { LONGEST_LOOKED_AT = 32 << 10 };

static void blank(char *from, const char *to)
{
	for (; from < to; from++)
		if (*from != '\n')
			*from = ' ';
}

/* With its line, if it has no end of its own. */
static char *end_of_quoted(char *at)
{
	char quote = *at++;

	while (*at && *at != quote && *at != '\n')
		at += *at == '\\' && at[1] ? 2 : 1;
	return *at == quote ? at + 1 : at;
}

static char *end_of_comment(char *at)
{
	char *end;

	if (at[1] == '/')
		return at + strcspn(at, "\n");
	end = strstr(at + 2, "*/");
	return end ? end + 2 : at + strlen(at);
}

char *source_code_only(const char *source)
{
	char *code = memory_copy_text(source);

	for (char *at = code, *end; *at; at = end) {
		end = at + 1;
		if (*at == '"' || *at == '\'') {
			end = end_of_quoted(at);
			blank(at + 1, end[-1] == *at ? end - 1 : end);
		} else if (*at == '/' && (at[1] == '/' || at[1] == '*')) {
			end = end_of_comment(at);
			blank(at, end);
		}
	}
	return code;
}

char *source_code_packed(const char *source)
{
	char *packed = memory_copy_text(source), *to = packed, *at = packed;

	while (*at) {
		char *end = at + 1;

		if (*at == '"' || *at == '\'')
			end = end_of_quoted(at);
		else if (*at == '/' && (at[1] == '/' || at[1] == '*'))
			at = end = end_of_comment(at);
		else if (isspace((unsigned char)*at))
			at = end;
		memmove(to, at, (size_t)(end - at));
		to += end - at;
		at = end;
	}
	*to = '\0';
	return packed;
}

char *source_code_if_short(const char *source)
{
	bool is_long = strnlen(source, LONGEST_LOOKED_AT + 1) > LONGEST_LOOKED_AT;

	return source_code_only(is_long ? "" : source);
}

static bool is_of_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

size_t source_code_word_length(const char *at)
{
	size_t length = 0;

	while (is_of_word(at[length]))
		length++;
	return length;
}

bool source_code_is_word(const char *at, const char *word)
{
	return *word && source_code_word_length(at) == strlen(word) &&
	       strncmp(at, word, strlen(word)) == 0;
}

const char *source_code_word(const char *at, const char *word)
{
	size_t length = strlen(word);

	for (const char *found = at; (found = strstr(found, word)); found += length)
		if (!is_of_word(found[length]) && (found == at || !is_of_word(found[-1])))
			return found;
	return NULL;
}

/* Does the phrase stand there? Between a word and a sign there may be white space. */
static bool is_phrase(const char *at, const char *phrase)
{
	for (; *phrase; at++, phrase++) {
		if (!is_of_word(*phrase) || !is_of_word(phrase[-1]))
			at += strspn(at, " \t\n");
		if (*at != *phrase)
			return false;
	}
	return !is_of_word(phrase[-1]) || !is_of_word(*at);
}

const char *source_code_phrase(const char *code, const char *phrase)
{
	for (const char *at = code; *phrase && *at; at++)
		if ((at == code || !is_of_word(at[-1]) || !is_of_word(*at)) &&
		    *at == *phrase && is_phrase(at + 1, phrase + 1))
			return at;
	return NULL;
}

int source_code_line(const char *code, const char *at)
{
	int line = 1;

	for (; code < at; code++)
		line += *code == '\n';
	return line;
}

const char *source_code_skip_space(const char *at)
{
	return at + strspn(at, " \t\n");
}

/* «MACRO (TYPE, NAME, …)»: a type may have commas in parentheses. */
bool source_code_definition(const char **at, const char *macro, struct definition *found)
{
	const char *word = *at, *name;
	int depth = 0;

	while ((word = source_code_word(word, macro))) {
		const char *open = source_code_skip_space(word + strlen(macro));

		word += strlen(macro);
		if (*open != '(')
			continue;
		for (name = open + 1; *name && !(*name == ',' && depth == 0); name++)
			depth += (*name == '(') - (*name == ')');
		name = *name ? source_code_skip_space(name + 1) : name;
		if (!source_code_word_length(name))
			continue;
		*found = (struct definition){
			memory_copy_bytes(name, source_code_word_length(name)), name
		};
		*at = name;
		return true;
	}
	return false;
}

const char *source_code_before(const char *code, const char *at)
{
	while (at > code && isspace((unsigned char)at[-1]))
		at--;
	return at;
}

bool source_code_begins_statement(const char *code, const char *at)
{
	const char *end = source_code_before(code, at);

	return end > code && (end[-1] == ';' || end[-1] == '{' || end[-1] == '}');
}

/* ---- what is printed where ----------------------------------------------- */

/* Past a conversion such as %-8.3f, or an escape such as \n. */
static const char *skip_special(const char *at, const char *end)
{
	if (*at == '\\')
		return at + 2 < end ? at + 2 : end;
	for (at++; at < end && strchr("-+ #0123456789.*hljzt", *at);)
		at++;
	return at < end ? at + 1 : end;
}

bool source_code_is_format(const char *at, const char *end, const char *text)
{
	enum { ENOUGH = 4 };
	size_t length, matched = 0;

	while (at < end) {
		if (*at == '%' || *at == '\\') {
			at = skip_special(at, end);
			continue;
		}
		for (length = 0;
		     at + length < end && at[length] != '%' && at[length] != '\\';)
			length++;
		text = memmem(text, strlen(text), at, length);
		if (!text)
			return false;
		text += length;
		matched += length;
		at += length;
	}
	return matched >= ENOUGH;
}

const char *source_code_block_end(const char *at)
{
	int depth = 0;

	for (at += strcspn(at, "{"); *at; at++) {
		depth += (*at == '{') - (*at == '}');
		if (depth == 0)
			return at;
	}
	return at;
}

/* The string that prints it, between two places; NULL if none does. */
static const char *find_print(const char *source, const char *code, const char *from,
			      const char *to, const char *text)
{
	for (const char *at = from; at < to; at++) {
		const char *end;

		if (*at != '"')
			continue;
		end = strchr(at + 1, '"');
		if (!end)
			return NULL;
		if (source_code_is_format(source + (at + 1 - code), source + (end - code),
					  text))
			return at;
		at = end;
	}
	return NULL;
}

/* The first block of that word in which the text is printed: where the word stands;
 * NULL if none does. *string is the string that prints it. */
static const char *find_printing_block(const char *source, const char *code,
				       const char *word, const char *text,
				       const char **string)
{
	for (const char *at = code; (at = source_code_word(at, word));
	     at += strlen(word)) {
		*string = find_print(source, code, at + strcspn(at, "{"),
				     source_code_block_end(at), text);
		if (*string)
			return at;
	}
	return NULL;
}

int source_code_prints_in(const char *source, const char *word, const char *text)
{
	char *code = source_code_if_short(source);
	const char *string;
	int line = 0;

	if (find_printing_block(source, code, word, text, &string))
		line = source_code_line(code, string);
	free(code);
	return line;
}

/* Has the text the same beginning as the format? Else only a part of it is there, such as
 * what is handed to a %s. */
static bool begins_with(const char *format, const char *text)
{
	return strncmp(format, text, strcspn(format, "%\\\"")) == 0;
}

const char *source_code_prints_between(const char *source, const char *code,
				       const char *from, const char *to, const char *text)
{
	const char *string = from;

	while ((string = find_print(source, code, string, to, text)) &&
	       !begins_with(source + (string + 1 - code), text))
		string = strchr(string + 1, '"') + 1;
	return string;
}

int source_code_prints(const char *source, const char *text)
{
	char *code = source_code_if_short(source);
	const char *string = code, *end = code + strlen(code);
	int count = 0;

	while ((string = source_code_prints_between(source, code, string, end, text))) {
		count++;
		string = strchr(string + 1, '"') + 1;
	}
	free(code);
	return count;
}

bool source_code_stands_in(const char *source, const char *word, int line)
{
	char *code = source_code_if_short(source);
	bool found = false;

	for (const char *at = code; !found && (at = source_code_word(at, word)); at++) {
		const char *open = at + strcspn(at, "{;");

		found = *open == '{' && source_code_line(code, at) <= line &&
			line <= source_code_line(code, source_code_block_end(at));
	}
	free(code);
	return found;
}

/* ---- handlers ------------------------------------------------------------ */

static const char *const blocks[] = { "with", "async_with" };
enum { BLOCKS = sizeof(blocks) / sizeof(*blocks) };

/* The line of the innermost block of a with around that place, 0 if there is none;
 * and how many there are. */
static int block_around(const char *code, const char *place, int *depth)
{
	const char *innermost = NULL;

	for (size_t i = 0; i < BLOCKS; i++)
		for (const char *at = code;
		     (at = source_code_word(at, blocks[i])) && at < place;
		     at += strlen(blocks[i]))
			if (source_code_block_end(at) > place) {
				++*depth;
				innermost = at > innermost ? at : innermost;
			}
	return innermost ? source_code_line(code, innermost) : 0;
}

bool source_code_handler(const char *source, const char *text, struct handler *handler)
{
	char *code = source_code_if_short(source);
	const char *string, *open;
	const char *found = find_printing_block(source, code, "except", text, &string);

	*handler = (struct handler){ 0 };
	if (found) {
		open = found + strcspn(found, "({");
		handler->line = source_code_line(code, found);
		handler->block = block_around(code, found, &handler->depth);
		handler->types = memory_copy_bytes(
			open, *open == '(' ? strcspn(open, ")") + 1 : 0);
	}
	free(code);
	return handler->line;
}

/* The end of the block that goes on there; or its first end_try, if that is looked for. */
static const char *rest_of_block(const char *at, bool end_try)
{
	int depth = 0;

	for (; *at && depth >= 0; at++) {
		depth += (*at == '{') - (*at == '}');
		if (end_try && depth == 0 && !is_of_word(*at) &&
		    source_code_is_word(at + 1, "end_try"))
			return at + 1;
	}
	return end_try
	? NULL : at;
}

int source_code_prints_behind(const char *source, int handler, const char *text)
{
	char *code = source_code_if_short(source);
	int line = 0;

	for (const char *at = code; !line && (at = source_code_word(at, "except"));
	     at++) {
		const char *end, *string;

		if (source_code_line(code, at) != handler ||
		    !(end = rest_of_block(at, true)))
			continue;
		string = find_print(source, code, end, rest_of_block(end, false), text);
		line = string ? source_code_line(code, string) : 0;
	}
	free(code);
	return line;
}

int source_code_handler_within(const char *source, int line)
{
	char *code = source_code_if_short(source);
	const char *handler;
	int found = 0;

	for (size_t i = 0; i < BLOCKS && !found; i++)
		for (const char *at = code;
		     !found && (at = source_code_word(at, blocks[i]));
		     at += strlen(blocks[i]))
			if (source_code_line(code, at) == line &&
			    (handler = source_code_word(at, "except")) &&
			    handler < source_code_block_end(at))
				found = source_code_line(code, handler);
	free(code);
	return found;
}

size_t source_code_count(const char *code, const char *const *words, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		for (const char *at = code; (at = source_code_word(at, words[i])); at++)
			found++;
	return found;
}
