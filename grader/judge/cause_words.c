/* What the task asks for, or forbids, and no output can show: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_await.h"
#include "judge/source_code.h"
#include "judge/source_use.h"
#include "text/memory.h"
#include "text/text.h"

/* Each is looked for in all of the source, and a stranger's may have many. */
enum { MOST_DEFINITIONS = 100 };

/* Where a phrase stands in a file of the learner's. */
struct use {
	const struct evidence_source *source;
	int line;
};

static bool find_use(const struct evidence *evidence, const char *phrase, struct use *use)
{
	*use = (struct use){ 0 };
	for (size_t i = 0; i < evidence->source_count && !use->source; i++) {
		const struct evidence_source *source = &evidence->sources[i];
		char *code;
		const char *found;

		if (!source->program || !source->text)
			continue;
		/* However long it is: what is asked for may stand anywhere in it. */
		code = source_code_only(source->text);
		found = source_code_phrase(code, phrase);
		if (found)
			*use = (struct use){ source, source_code_line(code, found) };
		free(code);
	}
	return use->source;
}

/* The next piece of a list between the separators, which *at moves past; to be freed.
 * NULL at its end. */
static char *next_piece(const char **at, const char *separator)
{
	const char *start = *at + strspn(*at, " ");
	const char *end = strstr(start, separator);
	const char *last;

	if (!*start)
		return NULL;
	last = end ? end : start + strlen(start);
	*at = end ? end + strlen(separator) : last;
	while (last > start && last[-1] == ' ')
		last--;
	return memory_copy_bytes(start, (size_t)(last - start));
}

static bool is_named_again(const char *code, const struct definition *definition)
{
	const char *first = source_code_word(code, definition->name);

	return first &&
	       source_code_word(first + strlen(definition->name), definition->name);
}

/* The name of a generator in that file that nobody calls, if there is no other; NULL if
 * the macro defines none, or one that is called. To be freed. */
static char *find_idle(const char *source, const char *macro)
{
	char *code = source_code_only(source), *idle = NULL;
	const char *at = code;
	struct definition definition;
	bool called = false;
	int count = 0;

	while (!called && source_code_definition(&at, macro, &definition)) {
		called = ++count > MOST_DEFINITIONS || is_named_again(code, &definition);
		free(idle);
		idle = definition.name;
	}
	free(code);
	if (called) {
		free(idle);
		return NULL;
	}
	return idle;
}

/* «async_generator» does not become used by being written. */
static char *idle_generator(const struct use *use, const char *phrase)
{
	return use->source && strstr(phrase, "generator")
		       ? find_idle(use->source->text, phrase)
		       : NULL;
}

/* Adds the alternatives to the names, unless one of them is used. *idle: what is there of
 * them, and called by nobody. */
static bool uses_one_of(const struct evidence *evidence, const char *alternatives,
			struct text *names, size_t *count, char **idle)
{
	bool found = false;
	struct use use;
	char *phrase, *unused;

	for (*count = 0; !found && (phrase = next_piece(&alternatives, " or "));
	     ++*count) {
		found = find_use(evidence, phrase, &use);
		unused = found ? idle_generator(&use, phrase) : NULL;
		found = found && !unused;
		if (unused) {
			free(*idle);
			*idle = unused;
		}
		text_add_format(names, "%s%s%s", *count ? ", " : "", phrase,
				strchr(phrase, '(') ? ", \u2026)" : "");
		free(phrase);
	}
	return found;
}

/* Who is not yet right has something else to see to first. */
static const char *list_of(const struct evidence *evidence, const char *list)
{
	return list && evidence->divergence.kind == DIVERGENCE_NONE &&
			       cause_ended_well(evidence)
		       ? list
		       : "";
}

/* What to say of a demand that is not met; NULL if it is. To be freed. */
static char *unmet(const struct evidence *evidence, const char *demand)
{
	static const char but[] = "Every line came at its moment, but not by what this "
				  "exercise is about: ";
	struct text names = { 0 };
	char *idle = NULL, *sentence = NULL;
	size_t count;

	if (!uses_one_of(evidence, demand, &names, &count, &idle))
		sentence =
			idle ? text_format("%s%s is written, and nobody calls it.", but,
					   idle)
			     : text_format("%syour program %s%s.", but,
					   count == 1 ? "does not use " : "uses none of ",
					   names.bytes);
	free(idle);
	text_free(&names);
	return sentence;
}

bool cause_not_used(const struct evidence *evidence, struct cause *cause)
{
	const char *list = list_of(evidence, evidence->uses);
	char *demand;

	while (!cause->sentence && (demand = next_piece(&list, ","))) {
		cause->sentence = unmet(evidence, demand);
		free(demand);
	}
	cause->certain = true;
	cause->if_right = VERDICT_PROTOCOL;
	return cause->sentence;
}

bool cause_used_all_the_same(const struct evidence *evidence, struct cause *cause)
{
	const char *list = list_of(evidence, evidence->without);
	struct use use;
	char *phrase;

	while (!cause->sentence && (phrase = next_piece(&list, ","))) {
		if (find_use(evidence, phrase, &use)) {
			cause->where =
				evidence_place(evidence, use.source->name, use.line);
			cause->sentence = text_format(
				"Every line came at its moment, but this exercise is to "
				"be done without %s. Write out what it stands for.",
				phrase);
		}
		free(phrase);
	}
	cause->certain = true;
	cause->if_right = VERDICT_PROTOCOL;
	return cause->sentence;
}

/* «async_for (…); {»: the semicolon is all that the statement is about. (The block of a
 * with is its own up to end_with, also behind a semicolon.) */
static const char *find_empty(const char *code, const char **word)
{
	static const char *const words[] = { "async_for", "for_each", "if" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (const char *at = code; (at = source_code_word(at, words[i])); at++) {
			struct source_use use;
			const char *behind;

			source_use_read(&use, code, at, strlen(words[i]));
			behind = use.close ? source_code_skip_space(use.close + 1) : "";
			if (*behind != ';' || *source_code_skip_space(behind + 1) != '{')
				continue;
			*word = words[i];
			return at;
		}
	return NULL;
}

bool cause_empty_block(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *found, *word;
	char *code;

	if (!source || !source->text || evidence->divergence.kind == DIVERGENCE_NONE)
		return false;
	code = source_code_if_short(source->text);
	found = find_empty(code, &word);
	if (found) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, found));
		cause->sentence = text_format(
			"The semicolon behind this %s (\u2026) ends it there: what "
			"stands "
			"in the { } does not belong to it. Leave the semicolon out.",
			word);
		cause->certain = true;
	}
	free(code);
	return found;
}

static bool drops_result(const char *source)
{
	char *code = source_code_if_short(source);
	bool drops = source_await_result_dropped(code);

	free(code);
	return drops;
}

/* Only a number is wrong, and something that an await gives is thrown away, which the
 * solution does not do. */
bool cause_result_dropped(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *found;
	char *code;

	if (divergence->kind != DIVERGENCE_WRONG_TEXT ||
	    !cause_alike(divergence->expected, divergence->actual) || !source ||
	    !source->text || !source->solution || drops_result(source->solution))
		return false;
	code = source_code_if_short(source->text);
	found = source_await_result_dropped(code);
	if (found) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, found));
		cause->sentence = memory_copy_text(
			"This await gives a result, and nothing is done with it: does it "
			"belong into that number?");
	}
	free(code);
	return found;
}
