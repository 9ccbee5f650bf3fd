#include "judge/source_block.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_use.h"
#include "text/text.h"

/* Where the block ends that is open there; the end of the code if it does not. */
static const char *end_of_block(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		depth += (*at == '{') - (*at == '}');
		if (depth < 0)
			return at;
	}
	return at;
}

/* The last place in that line where the name stands; NULL if it does not. */
static const char *last_in_line(const char *code, const char *name, int line)
{
	const char *end, *last = NULL;

	while (--line > 0 && *code) {
		code += strcspn(code, "\n");
		code += *code == '\n';
	}
	end = code + strcspn(code, "\n");
	while ((code = source_code_word(code, name)) && code < end) {
		last = code;
		code += strlen(name);
	}
	return last;
}

/* Words that a statement begins with which declares nothing. */
static bool is_no_type(const char *at)
{
	static const char *const words[] = { "return", "else",  "goto",  "case",
					     "sizeof", "await", "yield", "raise" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (source_code_is_word(at, words[i]))
			return true;
	return false;
}

/* Past what may be a type: words and stars, and what a word has in parentheses, as
 * Task(int); up to the name, or as far as it goes. */
static const char *skip_type(const char *at, const char *name)
{
	while (at < name) {
		size_t length = source_code_word_length(at);

		if (!length && *at != '*' && *at != '(')
			return at;
		at += *at == '(' ? strcspn(at, ")") + 1 : length + !length;
		at = source_code_skip_space(at);
	}
	return at;
}

/* Where the statement begins in which that place stands; of «for (int i …», behind its
 * parenthesis. */
static const char *start_of_statement(const char *code, const char *place)
{
	int depth = 0;

	for (; place > code; place--) {
		depth += (place[-1] == ')') - (place[-1] == '(');
		if (depth < 0 || strchr(";{}", place[-1]))
			break;
	}
	return source_code_skip_space(place);
}

/* «int NAME = …», «struct x *NAME;»: is it declared there? */
static bool is_declared(const char *code, const char *name)
{
	const char *behind = source_code_skip_space(name + source_code_word_length(name));
	const char *start = start_of_statement(code, name);

	return *behind && strchr("=;,[", *behind) && start < name && !is_no_type(start) &&
	       source_code_word_length(start) && skip_type(start, name) == name;
}

/* Does it stand in the parentheses of a for, so that it ends with the loop? */
static bool is_in_head(const char *code, const char *name)
{
	const char *start = start_of_statement(code, name);

	while (start > code && isspace((unsigned char)start[-1]))
		start--;
	return start > code && start[-1] == '(';
}

/* What our words for blocks declare: async_for (int, NAME, …), except (…, NAME). */
static bool is_given(const char *code, const char *name)
{
	static const struct {
		const char *word;
		size_t least,
			index; /* so many arguments, and which it is, from the end */
	} heads[] = {
		{ "async_for", 3, 1 },  { "for_each", 3, 1 }, { "except", 2, 0 },
		{ "async_with", 2, 1 }, { "with", 2, 1 },
	};
	const char *start = start_of_statement(code, name);

	while (start > code && strchr(" \t\n(", start[-1]))
		start--;
	while (start > code && (isalpha((unsigned char)start[-1]) || start[-1] == '_'))
		start--;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		struct source_use use;

		if (!source_code_is_word(start, heads[i].word))
			continue;
		source_use_read(&use, code, start, strlen(heads[i].word));
		return use.count >= heads[i].least &&
		       use.arguments[use.count - 1 - heads[i].index] == name;
	}
	return false;
}

/* The end of the block behind the parentheses in which the name stands, or NULL. */
static const char *end_of_block_behind(const char *name)
{
	int depth = 0;

	for (; *name && depth >= 0; name++)
		depth += (*name == '(') - (*name == ')');
	name = source_code_skip_space(name);
	return *name == '{' ? source_code_block_end(name) : NULL;
}

/* Where the block ends that the name is declared for; NULL if it is declared for none. */
static const char *end_of_scope(const char *code, const char *name)
{
	bool head = is_given(code, name);

	if (!head && !is_declared(code, name))
		return NULL;
	head = head || is_in_head(code, name);
	return head ? end_of_block_behind(name) : end_of_block(name);
}

/* Is the function still the same there as at the other place above it? */
static bool same_function(const char *code, const char *from, const char *to)
{
	int depth = 0;

	for (; code < to; code++) {
		depth += (*code == '{') - (*code == '}');
		if (code >= from && depth <= 0)
			return false;
	}
	return depth > 0;
}

/* A program in which a name stands oftener was not written by hand. */
enum { MOST_USES = 200 };

char *source_block_ended(const char *code, const char *name, int line)
{
	const char *use = last_in_line(code, name, line), *found = NULL, *end = NULL;
	int uses = 0;

	for (const char *at = code;
	     use && (at = source_code_word(at, name)) && at < use && uses++ < MOST_USES;
	     at += strlen(name)) {
		const char *scope = end_of_scope(code, at);

		if (scope && *scope && scope < use &&
		    same_function(code, at, scope + 1) &&
		    same_function(code, scope, use)) {
			found = at;
			end = scope;
		}
	}
	if (!found)
		return NULL;
	return text_format(
		"The variable %s, declared in line %d, is known in its block "
		"alone, and that block ended at the } in line %d. Declare what "
		"is needed behind it before the block, and only set it there.",
		name, source_code_line(code, found), source_code_line(code, end));
}

/* Where the bracket stands that is closed right before `end`; or NULL. */
static const char *opening(const char *code, const char *end, char open, char close)
{
	int depth = 0;

	if (end == code || end[-1] != close)
		return NULL;
	for (const char *at = end; at-- > code;) {
		depth += (*at == close) - (*at == open);
		if (!depth)
			return at;
	}
	return NULL;
}

const char *source_block_opener(const char *code, const char *at)
{
	static const char *const others[] = {
		"if", "for", "while", "switch", "async_for", "for_each", "except", "async"
	};
	const char *end = opening(code, source_code_before(code, at), '{', '}');

	end = end ? opening(code, source_code_before(code, end), '(', ')') : NULL;
	if (!end)
		return NULL;
	end = at = source_code_before(code, end);
	while (at > code && (isalnum((unsigned char)at[-1]) || at[-1] == '_'))
		at--;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (source_code_is_word(at, others[i]))
			return NULL;
	return at < end && source_code_begins_statement(code, at) ? at : NULL;
}
