#define _GNU_SOURCE
#include "judge/source_clause.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_name.h"
#include "text/memory.h"
#include "text/text.h"

/* f"…" */
char *clause_f_string(const struct source_use *use)
{
	if (use->word[1] != '"')
		return NULL;
	return memory_copy_text("f\"\u2026\" is Python's: C puts values into a text by "
				"printf(\"%d\", number).");
}

char *clause_condition(const struct source_use *use)
{
	if (use->open)
		return NULL;
	return text_format("What belongs to this %.*s stands in parentheses: %.*s "
			   "(\u2026).",
			   (int)use->length, use->word, (int)use->length, use->word);
}

/* `x and y`, where no name can stand. */
char *clause_operator(const struct source_use *use)
{
	const char *before = use->word, *behind = use->word + use->length;
	char *word, *sentence;

	while (before > use->code && before[-1] == ' ')
		before--;
	behind = source_code_skip_space(behind);
	if (before == use->code ||
	    !(isalnum((unsigned char)before[-1]) || strchr(")]\"_", before[-1])) ||
	    !(isalnum((unsigned char)*behind) || strchr("(!\"_", *behind)))
		return NULL;
	word = memory_copy_bytes(use->word, use->length);
	sentence = source_name_foreign(word);
	free(word);
	return sentence;
}

/* «try { } else { }» */
char *clause_else(const struct source_use *use)
{
	const char *at = use->word;
	int depth = 0;

	while (at > use->code && isspace((unsigned char)at[-1]))
		at--;
	if (at == use->code || at[-1] != '}')
		return NULL;
	do {
		at--;
		depth += (*at == '}') - (*at == '{');
	} while (at > use->code && depth);
	while (at > use->code && isspace((unsigned char)at[-1]))
		at--;
	if (at - use->code < 4 || !source_code_is_word(at - 3, "try"))
		return NULL;
	return memory_copy_text(
		"The else of a try stands behind its last except: it is run "
		"if nothing was raised. In any case, finally is.");
}

/* A loop over items, written with the for of C. */
char *clause_for(const struct source_use *use)
{
	if (!use->open)
		return clause_condition(use);
	if (!use->close || memchr(use->open, ';', (size_t)(use->close - use->open)))
		return NULL;
	return memory_copy_text(
		"The for of C has semicolons in its parentheses. Over the "
		"items of something one goes by async_for (int, item, "
		"items()), or by for_each where nothing is to be awaited.");
}

/* What stands behind the types must be a name. */
static char *bad_caught(const struct source_use *use)
{
	const char *last = use->arguments[use->count - 1];
	size_t type = source_code_word_length(last);
	const char *name = source_code_skip_space(last + type);

	if (use->count > 1 && source_use_is_word(use, 0) && source_use_is_word(use, 1) &&
	    islower((unsigned char)*use->arguments[0]) && isupper((unsigned char)*last))
		return text_format("The type stands first, and then the name: except "
				   "(%.*s, %.*s).",
				   (int)type, last, (int)use->lengths[0],
				   use->arguments[0]);
	if (source_use_is_word(use, use->count - 1) || !type)
		return type ? NULL
			    : memory_copy_text(
				      "Behind the type stands a bare name for the "
				      "exception: except (ValueError, e).");
	if (source_code_is_word(name, "as"))
		name = source_code_skip_space(name + 2);
	if (!source_code_word_length(name) || name >= last + use->lengths[use->count - 1])
		return NULL;
	return text_format("Between the type and the name stands a comma: except (%.*s, "
			   "%.*s).",
			   (int)type, last, (int)source_code_word_length(name), name);
}

char *clause_except(const struct source_use *use)
{
	const char *type = source_code_skip_space(use->word + use->length);
	int length = (int)source_code_word_length(type);

	if (use->open && use->count > 0)
		return bad_caught(use);
	if (!length)
		return memory_copy_text(
			"except needs the type of what it catches: except "
			"(Exception, e) { \u2026 } takes all errors.");
	return text_format("except needs parentheses around what it catches: except "
			   "(%.*s, e) { \u2026 }.",
			   length, type);
}

/* try and finally stand for code of ours, wherever they stand. */
char *clause_as_name(const struct source_use *use)
{
	const char *next = source_code_skip_space(use->word + use->length);
	int word = (int)use->length;

	if (*next && strchr("=;,)[.-", *next))
		return text_format("%.*s is a word of <async.h>, and so no name: call it "
				   "something else.",
				   word, use->word);
	return NULL;
}

/* As in Python: «if x:» at the end of its line. */
char *clause_colon(const struct source_use *use)
{
	const char *end = use->word + strcspn(use->word, "\n");
	const char *behind = use->close ? use->close + 1 : use->word + use->length;

	/* Right behind the word, as in «finally: {». */
	behind = source_code_skip_space(behind);
	if (*behind == ':' && behind < end)
		end = behind + 1;
	while (end > use->word && isspace((unsigned char)end[-1]))
		end--;
	if (end[-1] != ':' || memchr(use->word, '?', (size_t)(end - use->word)))
		return NULL;
	return memory_copy_text(
		"C has no : at the end of such a line: what belongs to it "
		"stands in { \u2026 }.");
}

char *clause_declaration(const struct source_use *use)
{
	static const char *const types[] = { "int",    "char", "const",  "struct",
					     "double", "bool", "size_t", "static",
					     "long",   "Task" };
	const char *next = use->close ? source_code_skip_space(use->close + 1) : "";

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (source_code_is_word(next, types[i]))
			return text_format("What this %.*s does would be a declaration "
					   "alone: write { } around it and what is done "
					   "with it.",
					   (int)use->length, use->word);
	return NULL;
}
