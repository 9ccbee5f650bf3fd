#define _GNU_SOURCE
#include "mutate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

/* ---- tokens ------------------------------------------------------------- */

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_TEXT, /* a string or a character */
	TOKEN_SIGN, /* punctuation */
};

struct token {
	enum token_kind kind;
	size_t start, end; /* in the source */
};

struct reading {
	const char *source;
	struct token *tokens;
	size_t count;
	struct mutants *mutants;
	const struct mutation *mutation; /* that is being made */
};

/* Past a comment, white space or a line of the preprocessor; or `at`. */
static size_t skip_one(const char *source, size_t at)
{
	const char *end;

	if (isspace((unsigned char)source[at]))
		return at + 1;
	if (strncmp(source + at, "//", 2) == 0)
		return at + strcspn(source + at, "\n");
	if (strncmp(source + at, "/*", 2) == 0) {
		end = strstr(source + at + 2, "*/");
		return end ? (size_t)(end + 2 - source) : strlen(source);
	}
	if (source[at] == '#' && (at == 0 || source[at - 1] == '\n'))
		return at + strcspn(source + at, "\n");
	return at;
}

static size_t end_of_text(const char *source, size_t at)
{
	char quote = source[at++];

	while (source[at] && source[at] != quote)
		at += source[at] == '\\' && source[at + 1] ? 2 : 1;
	return source[at] ? at + 1 : at;
}

static size_t end_of_sign(const char *source, size_t at)
{
	static const char *const signs[] = {
		"<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
		"!=",  "&&",  "||",  "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strncmp(source + at, signs[i], strlen(signs[i])) == 0)
			return at + strlen(signs[i]);
	return at + 1;
}

static struct token token_at(const char *source, size_t at)
{
	struct token token = { .kind = TOKEN_SIGN, .start = at, .end = at };
	unsigned char first = (unsigned char)source[at];

	if (isdigit(first) || (first == '.' && isdigit((unsigned char)source[at + 1]))) {
		token.kind = TOKEN_NUMBER;
		while (isalnum((unsigned char)source[token.end]) ||
		       source[token.end] == '.')
			token.end++;
	} else if (isalpha(first) || first == '_') {
		token.kind = TOKEN_WORD;
		while (isalnum((unsigned char)source[token.end]) ||
		       source[token.end] == '_')
			token.end++;
	} else if (first == '"' || first == '\'') {
		token.kind = TOKEN_TEXT;
		token.end = end_of_text(source, at);
	} else {
		token.end = end_of_sign(source, at);
	}
	return token;
}

static void read_tokens(struct reading *reading)
{
	const char *source = reading->source;
	size_t at = 0, next;

	reading->tokens = memory_new(strlen(source) + 1, sizeof(*reading->tokens));
	while (source[at]) {
		if ((next = skip_one(source, at)) != at) {
			at = next;
			continue;
		}
		reading->tokens[reading->count] = token_at(source, at);
		at = reading->tokens[reading->count++].end;
	}
}

static bool is(const struct reading *reading, size_t index, const char *text)
{
	const struct token *token = &reading->tokens[index];

	return index < reading->count && token->kind != TOKEN_TEXT &&
	       token->end - token->start == strlen(text) &&
	       strncmp(reading->source + token->start, text, strlen(text)) == 0;
}

/* Does the token's text hold that? */
static bool holds(const struct reading *reading, size_t index, const char *part)
{
	const struct token *token = &reading->tokens[index];

	return memmem(reading->source + token->start, token->end - token->start, part,
		      strlen(part));
}

/* The parenthesis or brace that closes the one at `index`; the count if none. */
static size_t closing(const struct reading *reading, size_t index)
{
	int depth = 0;

	for (; index < reading->count; index++) {
		depth += is(reading, index, "(") || is(reading, index, "{");
		depth -= is(reading, index, ")") || is(reading, index, "}");
		if (depth == 0)
			return index;
	}
	return reading->count;
}

/* The source from one token to another, both with it; to be freed. */
static char *text_of(const struct reading *reading, size_t first, size_t last)
{
	size_t start = reading->tokens[first].start;

	return memory_copy_bytes(reading->source + start,
				 reading->tokens[last].end - start);
}

/* ---- statements --------------------------------------------------------- */

/* A statement without braces, its semicolon with it. */
struct statement {
	size_t first, last;
};

static bool begins_statement(const struct reading *reading, size_t index)
{
	return index > 0 &&
	       (is(reading, index - 1, ";") || is(reading, index - 1, "{") ||
		is(reading, index - 1, "}") || is(reading, index - 1, "end_with") ||
		is(reading, index - 1, "end_try"));
}

/* Words that no plain statement begins with. */
static bool is_other_word(const struct reading *reading, size_t index)
{
	static const char *const words[] = {
		"if",
		"else",
		"for",
		"while",
		"do",
		"switch",
		"case",
		"default",
		"static",
		"struct",
		"async",
		"async_generator",
		"generator",
		"with",
		"async_with",
		"try",
		"except",
		"finally",
		"for_each",
		"async_for",
		"end_with",
		"end_try",
		"const",
		"int",
		"char",
		"double",
		"bool",
		"long",
		"size_t",
		"Task",
		"Queue",
		"FILE",
		"asynccontextmanager",
		"contextmanager",
		"context_manager",
		"iterator",
		"async_context_manager",
		"async_iterator",
		"blocking",
		"Future",
		"Lock",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (is(reading, index, words[i]))
			return true;
	return false;
}

static int depth_at(const struct reading *reading, size_t index)
{
	int depth = 0;

	for (size_t i = 0; i < index; i++)
		depth += is(reading, i, "{") - is(reading, i, "}");
	return depth;
}

static bool ends_at(const struct reading *reading, size_t first,
		    struct statement *statement)
{
	size_t last = first;

	while (last < reading->count && !is(reading, last, ";")) {
		if (is(reading, last, "{") || is(reading, last, "}"))
			return false;
		last = is(reading, last, "(") ? closing(reading, last) + 1 : last + 1;
	}
	*statement = (struct statement){ first, last };
	return last < reading->count;
}

/* A call, an assignment or the like. */
static bool plain_statement_at(const struct reading *reading, size_t first,
			       struct statement *statement)
{
	return begins_statement(reading, first) && !is_other_word(reading, first) &&
	       reading->tokens[first].kind == TOKEN_WORD &&
	       depth_at(reading, first) > 0 && ends_at(reading, first, statement);
}

static bool statement_holds(const struct reading *reading,
			    const struct statement *statement, const char *word)
{
	for (size_t i = statement->first; i <= statement->last; i++)
		if (is(reading, i, word))
			return true;
	return false;
}

static bool prints(const struct reading *reading, const struct statement *statement)
{
	return is(reading, statement->first, "puts") ||
	       is(reading, statement->first, "printf");
}

static bool sleeps(const struct reading *reading, const struct statement *statement)
{
	return is(reading, statement->first, "await") &&
	       statement->first + 2 < reading->count &&
	       is(reading, statement->first + 2, "async_sleep");
}

/* ---- changing ----------------------------------------------------------- */

static char *one_line(const char *text, size_t length)
{
	struct text line = { 0 };

	for (size_t i = 0; i < length && i < 60; i++)
		if (!isspace((unsigned char)text[i]))
			text_add_bytes(&line, text + i, 1);
		else if (i && !isspace((unsigned char)text[i - 1]))
			text_add(&line, " ");
	return text_take(&line);
}

/* A mutant in which `text` stands in the place of the tokens first…last. */
static void put(struct reading *reading, size_t first, size_t last, const char *text)
{
	struct mutants *mutants = reading->mutants;
	const char *source = reading->source;
	size_t start = reading->tokens[first].start, end = reading->tokens[last].end;
	char *before = one_line(source + start, end - start);
	char *after = one_line(text, strlen(text));
	struct mutant mutant = { .mutation = reading->mutation, .line = 1 };

	for (size_t i = 0; i < start; i++)
		mutant.line += source[i] == '\n';
	mutant.text = text_format("%.*s%s%s", (int)start, source, text, source + end);
	mutant.change = text_format("%s => %s", before, after);
	mutants->mutants = memory_resize(mutants->mutants, mutants->count + 1,
					 sizeof(*mutants->mutants));
	mutants->mutants[mutants->count++] = mutant;
	free(before);
	free(after);
}

static void put_taken(struct reading *reading, size_t first, size_t last, char *text)
{
	put(reading, first, last, text);
	free(text);
}

/* ---- the mistakes: each makes what it can at the token `at` -------------- */

static void no_await(struct reading *reading, size_t at)
{
	size_t last = closing(reading, at + 1);

	if (is(reading, at, "await") && is(reading, at + 1, "(") && last < reading->count)
		put_taken(reading, at, last, text_of(reading, at + 2, last - 1));
}

static void no_sleep(struct reading *reading, size_t at)
{
	struct statement statement;

	if (is(reading, at, "await") && is(reading, at + 2, "async_sleep") &&
	    ends_at(reading, at, &statement))
		put(reading, statement.first, statement.last, ";");
}

static void change_delay(struct reading *reading, size_t at, const char *format)
{
	size_t last = closing(reading, at + 1);
	char *delay;

	if (!is(reading, at, "async_sleep") || !is(reading, at + 1, "(") ||
	    last == reading->count)
		return;
	delay = text_of(reading, at + 2, last - 1);
	put_taken(reading, at, last, text_format("async_sleep((%s) %s)", delay, format));
	free(delay);
}

static void double_delay(struct reading *reading, size_t at)
{
	change_delay(reading, at, "* 2");
}

static void half_delay(struct reading *reading, size_t at)
{
	change_delay(reading, at, "/ 2");
}

/* Two statements change their places, if one of them is what `fits` asks for. */
static void swap(struct reading *reading, size_t at,
		 bool (*fits)(const struct reading *reading, const struct statement *one,
			      const struct statement *other))
{
	struct statement one, other;
	char *first, *second;

	if (!plain_statement_at(reading, at, &one) ||
	    !plain_statement_at(reading, one.last + 1, &other) ||
	    is(reading, other.first, "return") || is(reading, other.first, "break") ||
	    is(reading, other.first, "raise") || !fits(reading, &one, &other))
		return;
	first = text_of(reading, one.first, one.last);
	second = text_of(reading, other.first, other.last);
	put_taken(reading, one.first, other.last, text_format("%s %s", second, first));
	free(first);
	free(second);
}

static bool first_sleeps(const struct reading *reading, const struct statement *one,
			 const struct statement *other)
{
	return sleeps(reading, one) && !sleeps(reading, other);
}

static bool second_sleeps(const struct reading *reading, const struct statement *one,
			  const struct statement *other)
{
	return sleeps(reading, other) && !sleeps(reading, one);
}

static bool both_print(const struct reading *reading, const struct statement *one,
		       const struct statement *other)
{
	return prints(reading, one) && prints(reading, other);
}

static void sleep_after(struct reading *reading, size_t at)
{
	swap(reading, at, first_sleeps);
}

static void sleep_before(struct reading *reading, size_t at)
{
	swap(reading, at, second_sleeps);
}

static void prints_swapped(struct reading *reading, size_t at)
{
	swap(reading, at, both_print);
}

static bool is_in_exit(const struct reading *reading, size_t at)
{
	/* The name of the function: the last word before a brace at depth 0. */
	for (size_t i = at; i-- > 0;)
		if (depth_at(reading, i) == 0 && reading->tokens[i].kind == TOKEN_WORD &&
		    holds(reading, i, "exit"))
			return true;
		else if (depth_at(reading, i + 1) == 0 && is(reading, i, "}"))
			return false;
	return false;
}

static void swallow(struct reading *reading, size_t at)
{
	if (is(reading, at, "return") && is(reading, at + 1, "false") &&
	    is_in_exit(reading, at))
		put(reading, at + 1, at + 1, "true");
}

/* «finally { … }» of which nothing is left, or only what stood in it. */
static void change_finally(struct reading *reading, size_t at, bool keep)
{
	size_t last = closing(reading, at + 1), start = at;
	char *body, *clean_up;

	if (!is(reading, at, "finally") || last == reading->count ||
	    !is(reading, last + 1, "end_try"))
		return;
	while (start > 0 && !is(reading, start, "try"))
		start--;
	body = text_of(reading, start + 2, at - 2);
	clean_up = text_of(reading, at + 2, last - 1);
	/* With an except of its own the scope stays. */
	if (!strstr(body, "except"))
		put_taken(reading, start, last + 1,
			  text_format("{ %s %s }", body, keep ? clean_up : ""));
	else if (!keep)
		put(reading, at, last, "");
	free(body);
	free(clean_up);
}

static void no_finally(struct reading *reading, size_t at)
{
	change_finally(reading, at, false);
}

static void unprotected(struct reading *reading, size_t at)
{
	change_finally(reading, at, true);
}

static void blocking_sleep(struct reading *reading, size_t at)
{
	size_t last = closing(reading, at + 1);
	char *delay;

	if (!is(reading, at, "await") || !is(reading, at + 2, "async_sleep") ||
	    last == reading->count)
		return;
	delay = text_of(reading, at + 4, last - 2);
	put_taken(reading, at, last,
		  text_format("({ extern int usleep(unsigned); usleep((unsigned)((%s) * "
			      "1e6)); })",
			      delay));
	free(delay);
}

static void off_by_one(struct reading *reading, size_t at)
{
	static const char *const changes[][2] = {
		{ "<", "<=" }, { "<=", "<" }, { ">", ">=" }, { ">=", ">" }
	};
	bool equal = is(reading, at, "==") && at + 1 < reading->count &&
		     reading->tokens[at + 1].kind == TOKEN_NUMBER;

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
		if (is(reading, at, changes[i][0]) && depth_at(reading, at))
			put(reading, at, at, changes[i][1]);
	if (equal)
		put_taken(reading, at + 1, at + 1,
			  text_format("%d", atoi(reading->source +
						 reading->tokens[at + 1].start) +
						    1));
}

static void remove_statement(struct reading *reading, size_t at, const char *word)
{
	struct statement statement;

	if (is(reading, at, word) && depth_at(reading, at) &&
	    ends_at(reading, at, &statement))
		put(reading, statement.first, statement.last, ";");
}

static void no_break(struct reading *reading, size_t at)
{
	remove_statement(reading, at, "break");
}

static void no_raise(struct reading *reading, size_t at)
{
	remove_statement(reading, at, "raise");
}

static void no_yield(struct reading *reading, size_t at)
{
	if (at && !is(reading, at - 1, "="))
		remove_statement(reading, at, "yield");
}

static void yield_twice(struct reading *reading, size_t at)
{
	struct statement statement;
	char *text;

	if (!is(reading, at, "yield") || is(reading, at - 1, "=") ||
	    !ends_at(reading, at, &statement))
		return;
	text = text_of(reading, statement.first, statement.last);
	put_taken(reading, statement.first, statement.last,
		  text_format("{ %s %s }", text, text));
	free(text);
}

static void plain_word(struct reading *reading, size_t at)
{
	if (is(reading, at, "async_with"))
		put(reading, at, at, "with");
	else if (is(reading, at, "async_for"))
		put(reading, at, at, "for_each");
}

/* Words of what must be done in the end. */
static bool speaks_of_exit(const struct reading *reading,
			   const struct statement *statement)
{
	static const char *const words[] = { "aexit",      "exit",      "close",
					     "release",    "terminate", "process_wait",
					     "disconnect", "put",       "fclose" };

	for (size_t i = statement->first; i < statement->last; i++)
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (reading->tokens[i].kind == TOKEN_WORD &&
			    is(reading, i + 1, "(") && holds(reading, i, words[w]) &&
			    !is(reading, i, "puts"))
				return true;
	return false;
}

static void no_ending(struct reading *reading, size_t at)
{
	struct statement statement;

	if (plain_statement_at(reading, at, &statement) && !is(reading, at, "return") &&
	    !prints(reading, &statement) && speaks_of_exit(reading, &statement))
		put(reading, statement.first, statement.last, ";");
}

static void ended_twice(struct reading *reading, size_t at)
{
	struct statement statement;
	char *text;

	if (!plain_statement_at(reading, at, &statement) || is(reading, at, "return") ||
	    prints(reading, &statement) || !speaks_of_exit(reading, &statement) ||
	    statement_holds(reading, &statement, "="))
		return;
	text = text_of(reading, statement.first, statement.last);
	put_taken(reading, statement.first, statement.last,
		  text_format("%s %s", text, text));
	free(text);
}

/* ---- the table ---------------------------------------------------------- */

#define WAITS                                                                            \
	"|never waits|wait missing|wrong waits|drift|all together|all waits scaled|"     \
	"wait on the wrong side|one after the other|order at one instant|different "     \
	"waits|"                                                                         \
	"wait in question|neighbours swapped|after a cancellation|"
#define SERIES                                                                           \
	"|iteration ends early|iteration ends late|items missing|numbers shifted|never " \
	"ends|"                                                                          \
	"computes for ever|does not stop|run twice|uncaught exception|waits for "        \
	"ever|limit|crash|"                                                              \
	"a round too many|"
#define ENDS                                                                             \
	"|exit skipped|deadlock|left running|after an exception|after a cancellation|"   \
	"does not stop|limit|waits for ever|as handed out|generator left open|"

static const struct {
	struct mutation mutation;
	void (*make)(struct reading *reading, size_t at);
} table[] = {
	{ { "await removed",
	    "|forgotten await|not awaited|exit skipped|after a cancellation|" },
	  no_await },
	{ { "sleep removed", WAITS "computes for ever|" }, no_sleep },
	{ { "delay doubled", WAITS }, double_delay },
	{ { "delay halved", WAITS }, half_delay },
	{ { "sleep moved after", WAITS }, sleep_after },
	{ { "sleep moved before", WAITS }, sleep_before },
	{ { "prints swapped", WAITS "ahead of its turn|" }, prints_swapped },
	{ { "exception swallowed", "|exception swallowed|after an exception|" },
	  swallow },
	{ { "finally dropped", ENDS }, no_finally },
	{ { "finally unprotected", ENDS }, unprotected },
	{ { "blocking sleep", "|blocking call|" }, blocking_sleep },
	{ { "off by one", SERIES "nothing raised|" }, off_by_one },
	{ { "break dropped", SERIES }, no_break },
	{ { "raise dropped", SERIES "nothing raised|missing return|after an exception|"
				    "exception swallowed|" },
	  no_raise },
	{ { "yield dropped", SERIES "never yields|" }, no_yield },
	{ { "yield twice", SERIES "yields twice|" }, yield_twice },
	{ { "plain word",
	    "|with on async manager|for_each on async|no context manager|" },
	  plain_word },
	{ { "ending forgotten", ENDS }, no_ending },
	{ { "ended twice", "|run twice|uncaught exception|crash|after an "
			   "exception|iteration ends late|" },
	  ended_twice },
};

const struct mutation *mutation_at(size_t index)
{
	return index < sizeof(table) / sizeof(*table) ? &table[index].mutation : NULL;
}

bool mutation_is_named(const struct mutation *mutation, const char *cause)
{
	char *between = text_format("|%s|", cause ? cause : "");
	bool named = cause && strstr(mutation->causes, between);

	free(between);
	return named;
}

void mutate(const char *source, struct mutants *mutants)
{
	struct reading reading = { .source = source, .mutants = mutants };

	*mutants = (struct mutants){ 0 };
	read_tokens(&reading);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		reading.mutation = &table[i].mutation;
		for (size_t at = 0; at < reading.count; at++)
			table[i].make(&reading, at);
	}
	free(reading.tokens);
}

void mutants_free(struct mutants *mutants)
{
	for (size_t i = 0; i < mutants->count; i++) {
		free(mutants->mutants[i].text);
		free(mutants->mutants[i].change);
	}
	free(mutants->mutants);
	*mutants = (struct mutants){ 0 };
}
