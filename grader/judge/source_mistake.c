#define _GNU_SOURCE
#include "judge/source_mistake.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/macro_use.h"
#include "judge/source_clause.h"
#include "judge/source_code.h"
#include "judge/source_definition.h"
#include "judge/source_manager.h"
#include "judge/source_name.h"
#include "judge/source_scope.h"
#include "judge/source_statement.h"
#include "judge/source_use.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

/* ---- one statement ------------------------------------------------------- */

static const struct rule {
	const char *row, *word;
	source_rule *find;
} rules[] = {
	{ "colon of Python", "if", clause_colon },
	{ "colon of Python", "else", clause_colon },
	{ "colon of Python", "while", clause_colon },
	{ "colon of Python", "for", clause_colon },
	{ "colon of Python", "try", clause_colon },
	{ "colon of Python", "except", clause_colon },
	{ "colon of Python", "finally", clause_colon },
	{ "colon of Python", "with", clause_colon },
	{ "colon of Python", "async_with", clause_colon },
	{ "colon of Python", "async_for", clause_colon },
	{ "word as a name", "try", clause_as_name },
	{ "word as a name", "finally", clause_as_name },
	{ "parentheses missing", "except", clause_except },
	{ "parentheses missing", "yield", statement_yield },
	{ "parentheses missing", "raise", statement_raise },
	{ "word of Python", "f", clause_f_string },
	{ "loop in three parts", "for", clause_for },
	{ "condition without parentheses", "if", clause_condition },
	{ "condition without parentheses", "while", clause_condition },
	{ "else without if", "else", clause_else },
	{ "declaration alone", "if", clause_declaration },
	{ "declaration alone", "for", clause_declaration },
	{ "declaration alone", "while", clause_declaration },
	{ "declaration alone", "async_for", clause_declaration },
	{ "declaration alone", "for_each", clause_declaration },
	{ "class by its name", "async_context_manager", source_definition_class },
	{ "class by its name", "context_manager", source_definition_class },
	{ "class by its name", "async_iterator", source_definition_class },
	{ "class by its name", "iterator", source_definition_class },
	{ "class by its name", "exception_class", source_definition_class },
	{ "misspelt", "async_with", statement_misspelt },
	{ "misspelt", "with", statement_misspelt },
	{ "misspelt", "async_for", statement_misspelt },
	{ "misspelt", "for_each", statement_misspelt },
	{ "await without a call", "anext", statement_function },
	{ "await without a call", "asend", statement_function },
	{ "await without a call", "aclose", statement_function },
	{ "await without a call", "next", statement_function },
	{ "number of arguments", "gather_all", statement_gather },
	{ "await without a call", "await", statement_await },
	{ "await without a call", "create_task", statement_await },
	{ "await without a call", "async_run", statement_await },
	{ "loop in three parts", "async_for", statement_loop },
	{ "loop in three parts", "for_each", statement_loop },
	{ "await of what is taken", "create_task", statement_taken },
	{ "await of what is taken", "group_create_task", statement_taken },
	{ "await of what is taken", "push_async_callback", statement_taken },
	{ "await of what is taken", "wait_for", statement_taken },
	{ "await of what is taken", "shield", statement_taken },
	{ "parentheses missing", "AsyncExitStack", statement_call },
	{ "parentheses missing", "ExitStack", statement_call },
	{ "parentheses missing", "task_group", statement_call },
	{ "type of a task", "AsyncGenerator", statement_type },
	{ "type of a task", "Generator", statement_type },
	{ "type of a task", "Future", statement_type },
	{ "type of a task", "Task", statement_type },
	{ "type of a task", "Queue", statement_type },
	{ "thread of a call", "to_thread", statement_thread },
	{ "managers and variables", "async_with", source_manager_mistake },
	{ "managers and variables", "with", source_manager_mistake },
	{ "parameters in pairs", "async", source_definition_mistake },
	{ "parameters in pairs", "async_generator", source_definition_mistake },
	{ "parameters in pairs", "generator", source_definition_mistake },
	{ "parameters in pairs", "asynccontextmanager", source_definition_mistake },
	{ "parameters in pairs", "contextmanager", source_definition_mistake },
	{ "word of Python", "and", clause_operator },
	{ "word of Python", "or", clause_operator },
	{ "word of Python", "is", clause_operator },
	{ "word of Python", "in", clause_operator },
};

/* Such as «#include <async.h>». */
static bool is_directive(const char *code, const char *at)
{
	while (at > code && at[-1] != '\n')
		at--;
	return at[strspn(at, " \t")] == '#';
}

/* What compiles is not asked about; so it is of the line of an error. A macro that
 * goes over several lines is told of at any of them. */
enum { LINES_ABOVE = 3 };

/* A line that holds more of them was not written by hand. */
enum { MOST_USES = 100 };

/* The lines that are looked at, for an error in that line. */
struct lines {
	const char *from, *to;
};

static const char *line_at(const char *code, int line)
{
	for (int i = 1; i < line && *code; i++) {
		code += strcspn(code, "\n");
		code += *code == '\n';
	}
	return code;
}

static struct lines lines_of(const char *code, int line)
{
	return (struct lines){ line_at(code, line - LINES_ABOVE),
			       line_at(code, line + 1) };
}

static char *find_by_one(const struct rule *rule, const char *code,
			 const struct lines *lines, const char **where)
{
	size_t length = strlen(rule->word);
	char *sentence = NULL;
	int uses = 0;

	for (*where = lines->from;
	     (*where = source_code_word(*where, rule->word)) && *where < lines->to;
	     *where += length) {
		struct source_use use;

		if (++uses > MOST_USES)
			return NULL;
		if (is_directive(code, *where))
			continue;
		source_use_read(&use, code, *where, length);
		sentence = rule->find(&use);
		if (sentence)
			return sentence;
	}
	return NULL;
}

static char *find_by_rule(const char *code, int *line, const char **row)
{
	struct lines lines = lines_of(code, *line);
	const char *where;
	char *sentence = NULL;

	for (size_t i = 0; !sentence && i < sizeof(rules) / sizeof(*rules); i++) {
		sentence = find_by_one(&rules[i], code, &lines, &where);
		*row = rules[i].row;
	}
	if (sentence)
		*line = source_code_line(code, where);
	return sentence;
}

/* The call of a function that a macro here defines: what it takes stands there. */
static char *miscounted_call(const struct source_use *use)
{
	struct source_use definition;
	const char *at, *last;
	size_t takes;

	if (!use->open || !source_name_definer(use->code, use->word, use->length, &at) ||
	    at == use->word)
		return NULL;
	while (at > use->code && *at != '(')
		at--;
	source_use_read(&definition, use->code, at, 0);
	takes = definition.count < 2 ? 0 : definition.count - 2;
	if (takes == use->count)
		return NULL;
	if (!takes)
		return text_format("%.*s takes nothing: %.*s ().", (int)use->length,
				   use->word, (int)use->length, use->word);
	last = definition.arguments[definition.count - 1] +
	       definition.lengths[definition.count - 1];
	return text_format("%.*s takes %zu argument%s, %.*s, and is given %zu.",
			   (int)use->length, use->word, takes, takes == 1 ? "" : "s",
			   (int)(last - definition.arguments[2]), definition.arguments[2],
			   use->count);
}

/* «int f((int, x))» at the beginning of a line. */
static char *pairs_of_plain(const struct source_use *use)
{
	if (!use->open || use->open[1] != '(' || use->count == 0 ||
	    use->word == use->code || use->word[-1] == '\n' ||
	    source_name_plain_function(use->code, use->word, use->length) != use->word)
		return NULL;
	return memory_copy_text(
		"A plain function's parameters are written type and name, "
		"as (int x, int y). Is an async missing, whose parameters "
		"are pairs in parentheses?");
}

static char *miscounted(const struct source_use *use)
{
	static source_rule *const ways[] = { statement_method, macro_use_miscounted,
					     miscounted_call, pairs_of_plain };
	char *sentence = NULL;

	for (size_t i = 0; !sentence && i < sizeof(ways) / sizeof(*ways); i++)
		sentence = ways[i](use);
	return sentence;
}

/* Are there as many arguments as the macro or the coroutine takes? */
static char *find_miscounted(const char *code, int *line, const char **row)
{
	struct lines lines = lines_of(code, *line);
	size_t length;
	int uses = 0;

	for (const char *at = lines.from; at < lines.to && uses < MOST_USES;
	     at += length ? length : 1) {
		struct source_use use;
		char *sentence;

		length = source_code_word_length(at);
		if (!length || *source_code_skip_space(at + length) != '(' ||
		    is_directive(code, at))
			continue;
		uses++;
		source_use_read(&use, code, at, length);
		sentence = miscounted(&use);
		if (!sentence)
			continue;
		*line = source_code_line(code, at);
		*row = "number of arguments";
		return sentence;
	}
	return NULL;
}

/* What is written in Python, and never in C. */
static const struct {
	const char *text, *sentence;
} marks[] = {
	{ "@", "C has no decorators, and no @: asynccontextmanager (type, name, (type, "
	       "parameter)) { \u2026 } is a definition itself." },
	{ "\"\"\"",
	  "C has no texts in three quotation marks: a remark stands behind //, or "
	  "in /* \u2026 */." },
	{ ":=", "C has no :=: it is written =." },
	{ "#", "A remark begins with // in C." },
};

static char *find_mark(const char *code, int *line, const char **row)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		for (const char *at = code; (at = strstr(at, marks[i].text)); at++) {
			if (is_directive(code, at))
				continue;
			*line = source_code_line(code, at);
			*row = "word of Python";
			return memory_copy_text(marks[i].sentence);
		}
	return NULL;
}

/* «asyncgenerator (int, f, …)», at the beginning of a line. */
static char *find_misspelt_definition(const char *code, int *line, const char **row)
{
	struct lines lines = lines_of(code, *line);
	char *sentence = NULL;

	for (const char *at = lines.from; at < lines.to; at += *at == '\n') {
		size_t length = source_code_word_length(at);
		char *name = memory_copy_bytes(at, length);

		if (length && *source_code_skip_space(at + length) == '(')
			sentence = source_name_misspelt_definition(name);
		free(name);
		if (sentence) {
			*line = source_code_line(code, at);
			*row = "misspelt";
			return sentence;
		}
		at += strcspn(at, "\n");
	}
	return NULL;
}

/* Of a word behind which, and behind its parentheses, a block stands. */
static char *misspelt_scope(const char *code, const char *at, size_t length)
{
	struct source_use use;
	const char *behind;
	char *name, *sentence;

	source_use_read(&use, code, at, length);
	behind = source_code_skip_space(use.close ? use.close + 1 : at + length);
	if (*behind != '{' || strstr(code, "#define"))
		return NULL;
	name = memory_copy_bytes(at, length);
	sentence = source_name_misspelt(name);
	if (!sentence && !use.open && nearest_distance(name, "try") == 1)
		sentence = text_format("There is no %s here: did you mean try?", name);
	free(name);
	return sentence;
}

/* «asyncwith (…) { … }»: no call is followed by a block, and so that is no call. A macro
 * of the learner's own may be. */
static char *find_misspelt_scope(const char *code, int *line, const char **row)
{
	int depth = 0;
	size_t length;

	for (const char *at = code; *at; at += length ? length : 1) {
		char *sentence;

		length = source_code_word_length(at);
		depth += (*at == '{') - (*at == '}');
		if (!length || depth < 1 || !source_code_begins_statement(code, at))
			continue;
		sentence = misspelt_scope(code, at, length);
		if (!sentence)
			continue;
		*line = source_code_line(code, at);
		*row = "misspelt";
		return sentence;
	}
	return NULL;
}

/* A statement at the beginning of a line that stands in no function. Where a brace is
 * wrong, that is told. */
static char *find_outside(const char *code, int *line, const char **row)
{
	static const char *const words[] = {
		"async_with", "async_for", "for_each", "with",   "try",   "await",  "if",
		"for",        "while",     "puts",     "printf", "raise", "return",
	};
	int depth = 0;

	for (const char *at = code; *at; at++) {
		depth += (*at == '{') - (*at == '}');
		if (depth < 0)
			return NULL;
		if (depth || (at > code && at[-1] != '\n'))
			continue;
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (source_code_is_word(at, words[i])) {
				*line = source_code_line(code, at);
				*row = "outside of functions";
				return text_format("This %s stands in no function: "
						   "what is to be done stands in "
						   "the { } of one.",
						   words[i]);
			}
	}
	return NULL;
}

/* A class line for another type than that of its methods: the compiler says so where an
 * object is entered, or gone over. */
static char *find_class_of_another(const char *code, int *line, const char **row)
{
	static const char *const words[] = { "async_context_manager", "context_manager",
					     "async_iterator", "iterator" };
	char *sentence = NULL;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && !sentence; i++) {
		struct lines all = { code, code + strlen(code) };
		struct rule rule = { "class of another type", words[i],
				     source_definition_other_self };
		const char *where;

		sentence = find_by_one(&rule, code, &all, &where);
		if (sentence)
			*line = source_code_line(code, where);
		*row = rule.row;
	}
	return sentence;
}

/* A class line without its semicolon: what is said then is said of what follows. */
static char *find_class_without_end(const char *code, int *line, const char **row)
{
	static const char *const words[] = { "async_context_manager", "context_manager",
					     "async_iterator",        "iterator",
					     "async_iterable",        "exception_class",
					     "async_declare",         "thread_function" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (const char *at = code; (at = source_code_word(at, words[i])); at++) {
			struct source_use use;

			source_use_read(&use, code, at, strlen(words[i]));
			if (!use.close || is_directive(code, at) ||
			    *source_code_skip_space(use.close + 1) == ';' ||
			    /* With a body it is no class line at all. */
			    *source_code_skip_space(use.close + 1) == '{')
				continue;
			*line = source_code_line(code, at);
			*row = "semicolon missing";
			return text_format(
				"A semicolon is missing at the end of this line.");
		}
	return NULL;
}

typedef char *finder(const char *code, int *line, const char **row);

static char *find_by_any(finder *const ways[], const char *code, int *line,
			 const char **row)
{
	char *sentence = NULL;

	for (; !sentence && *ways; ways++)
		sentence = (*ways)(code, line, row);
	return sentence;
}

char *source_mistake_find(const char *code, int *line, const char **row)
{
	static finder *const ways[] = {
		source_scope_unclosed,
		find_mark,
		find_class_without_end,
		find_misspelt_scope,
		find_outside,
		find_class_of_another,
		find_by_rule,
		find_misspelt_definition,
		find_miscounted,
		source_scope_closed_twice,
		source_scope_not_ended,
		source_scope_braces,
		NULL,
	};

	return find_by_any(ways, code, line, row);
}

char *source_mistake_find_c(const char *code, int *line, const char **row)
{
	static finder *const ways[] = { source_scope_unclosed, source_scope_closed_twice,
					source_scope_braces, NULL };

	return find_by_any(ways, code, line, row);
}
