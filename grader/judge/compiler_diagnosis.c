#define _GNU_SOURCE
#include "judge/compiler_diagnosis.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/compiler_table.h"
#include "judge/compiler_types.h"
#include "judge/source_await.h"
#include "judge/source_block.h"
#include "judge/source_code.h"
#include "judge/source_encoding.h"
#include "judge/source_mistake.h"
#include "judge/source_name.h"
#include "judge/source_scope.h"
#include "run/compile.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* Does it stand in the same file, and not below? */
static bool not_below(const struct diagnostic *one, const struct diagnostic *other)
{
	return one->line <= other->line && one->file && other->file &&
	       strcmp(one->file, other->file) == 0;
}

/* The name in the source that a message points at, or NULL. */
static char *word_at(const struct evidence *evidence, const struct diagnostic *diagnostic)
{
	const struct evidence_source *source =
		evidence_find_source(evidence, diagnostic->file);
	const char *at = source ? source->text : NULL;
	size_t length;

	for (int line = 1; at && line < diagnostic->line; line++)
		at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL;
	if (!at || diagnostic->column < 1)
		return NULL;
	/* gcc, which names functions, counts a tab as the eight columns that it takes. */
	for (int column = 1; column < diagnostic->column && *at; at++)
		column += *at == '\t' && diagnostic->function ? 8 - (column - 1) % 8 : 1;
	length = strspn(
		at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	return length ? memory_copy_bytes(at, length) : NULL;
}

/* Does it see our macros? */
static bool includes_async(const char *source)
{
	return source && (strstr(source, "<async") || strstr(source, "\"async"));
}

/* The code of the file that the message is about, to be freed; or NULL. *runtime: it
 * is one with our macros. */
static char *code_of(const struct evidence *evidence, const struct diagnostic *diagnostic,
		     bool *runtime)
{
	const struct evidence_source *source =
		diagnostic && diagnostic->file
			? evidence_find_source(evidence, diagnostic->file)
			: NULL;

	*runtime = source ? source->runtime && includes_async(source->text) : true;
	return source && source->text ? source_code_if_short(source->text) : NULL;
}

/* ---- by the message ------------------------------------------------------ */

/* What a note says that belongs to that message; "" if none does. */
static const char *note_behind(const struct compile_result *result,
			       const struct diagnostic *diagnostic)
{
	const struct diagnostic *end = result->diagnostics + result->diagnostic_count;

	for (diagnostic++; diagnostic < end && diagnostic->level == DIAGNOSTIC_NOTE;
	     diagnostic++)
		if (strstr(diagnostic->message, "expected '"))
			return diagnostic->message;
	return "";
}

static char *translate(const struct compile_result *result,
		       const struct evidence *evidence,
		       const struct diagnostic *diagnostic, bool ours, const char **row)
{
	char *message = compiler_types_renamed(diagnostic->message),
	     *note = compiler_types_renamed(note_behind(result, diagnostic)),
	     *word = word_at(evidence, diagnostic), *sentence;

	sentence = (ours ? compiler_types_sentence
			 : compiler_types_sentence_c)(message, note, row);
	if (!sentence)
		sentence = (ours ? compiler_translate : compiler_translate_c)(
			message, diagnostic->function, word, row);
	free(message);
	free(note);
	free(word);
	return sentence;
}

/* The first error; or one of the same line or above that the table knows, since
 * one mistake often draws several messages. */
static char *find_by_message(const struct compile_result *result,
			     const struct evidence *evidence, bool ours,
			     const struct diagnostic **chosen, const char **row)
{
	const struct diagnostic *first = NULL;

	for (size_t i = 0; i < result->diagnostic_count; i++) {
		const struct diagnostic *each = &result->diagnostics[i];
		char *sentence;

		if (each->level != DIAGNOSTIC_ERROR || (first && !not_below(each, first)))
			continue;
		first = first ? first : each;
		sentence = translate(result, evidence, each, ours, row);
		if (!sentence)
			continue;
		*chosen = each;
		return sentence;
	}
	return NULL;
}

/* A warning in the line of an error may say what that does not. */
static char *find_by_warning(const struct compile_result *result,
			     const struct diagnostic *chosen, const char **row)
{
	static const char *const words[] = { "multi-character character constant",
					     "character constant too long" };

	for (size_t i = 0; i < result->diagnostic_count; i++) {
		const struct diagnostic *each = &result->diagnostics[i];

		if (each->level != DIAGNOSTIC_WARNING || each->line != chosen->line ||
		    !not_below(each, chosen))
			continue;
		for (size_t j = 0; j < sizeof(words) / sizeof(*words); j++)
			if (strstr(each->message, words[j])) {
				*row = "text in single quotes";
				return memory_copy_text("A text stands in double quotes "
							"in C: single ones "
							"are for one character.");
			}
	}
	return NULL;
}

/* ---- by a name in the message -------------------------------------------- */

/* What the table does not know: a call in that line of what must be awaited. */
static char *find_forgotten_await(const char *code, const struct diagnostic *diagnostic)
{
	const char *call;
	size_t length;

	call = source_await_forgotten_in(code, diagnostic->line, &length);
	if (!call)
		return NULL;
	return text_format("Is an await missing in this line? %.*s (\u2026) only makes "
			   "the coroutine: its result comes from await (%.*s (\u2026)).",
			   (int)length, call, (int)length, call);
}

/* The first name in quotes of a message, as the learner wrote it; or NULL. */
static char *quoted_name(const char *message)
{
	const char *open = strchr(message, '\''),
		   *close = open ? strchr(open + 1, '\'') : NULL;
	char *whole, *name;

	if (!close)
		return NULL;
	whole = memory_copy_bytes(open + 1, (size_t)(close - open - 1));
	name = compiler_written_name(whole);
	free(whole);
	return name;
}

static char *tell_of_dropped(const char *code, const struct diagnostic *diagnostic,
			     const char *name)
{
	char *words = strstr(diagnostic->message, "ignoring return value")
			      ? source_name_dropped(code, name)
			      : NULL;
	char *sentence = words ? text_format("%s (\u2026) is called, and nothing is done "
					     "with what it makes. %s.",
					     name, words)
			       : NULL;

	free(words);
	return sentence;
}

static bool ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name);

	return length > strlen(ending) &&
	       strcmp(name + length - strlen(ending), ending) == 0;
}

static char *tell_of_return(const char *code, const struct diagnostic *diagnostic,
			    const char *name)
{
	char *generator;

	if (!strstr(diagnostic->message, "'return' with a value") &&
	    !strstr(diagnostic->message, "should not return a value"))
		return NULL;
	generator = source_name_dropped(code, name);
	free(generator);
	if (generator)
		return text_format("%s is made of a generator: it hands out its value by "
				   "yield (\u2026), and returns nothing.",
				   name);
	if (ends_with(name, "_aexit"))
		return text_format("%s is of void, and so swallows no exception. To say "
				   "by its result whether it does, make it async (bool, "
				   "%s, \u2026).",
				   name, name);
	return text_format("%s gives nothing, its type is void: let it return without a "
			   "value, or say which type it gives.",
			   name);
}

/* Does the compiler not know that name? */
static bool is_unknown(const struct diagnostic *diagnostic)
{
	static const char *const words[] = { "implicit declaration", "undeclared",
					     "implicitly declaring",
					     "unknown type name" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(diagnostic->message, words[i]))
			return true;
	return false;
}

static char *tell_of_class(const char *code, const struct diagnostic *diagnostic,
			   const char *name)
{
	return is_unknown(diagnostic) ? source_name_no_class(code, name) : NULL;
}

static char *tell_of_lack(const char *code, const struct diagnostic *diagnostic,
			  const char *name)
{
	(void)name;
	return is_unknown(diagnostic) ? source_name_class_lacks(code, diagnostic->line)
				      : NULL;
}

static char *tell_of_order(const char *code, const struct diagnostic *diagnostic,
			   const char *name)
{
	return is_unknown(diagnostic) ? source_name_below(code, name, diagnostic->line)
				      : NULL;
}

static char *tell_of_block(const char *code, const struct diagnostic *diagnostic,
			   const char *name)
{
	return is_unknown(diagnostic) ? source_block_ended(code, name, diagnostic->line)
				      : NULL;
}

static char *tell_of_foreign(const char *code, const struct diagnostic *diagnostic,
			     const char *name)
{
	return is_unknown(diagnostic) &&
			       !source_name_plain_function(code, name, strlen(name))
		       ? source_name_foreign(name)
		       : NULL;
}

static char *tell_of_extension(const char *code, const struct diagnostic *diagnostic,
			       const char *name)
{
	return is_unknown(diagnostic) && !strstr(code, "_GNU_SOURCE")
		       ? source_name_extension(name)
		       : NULL;
}

static char *tell_of_struct(const char *code, const struct diagnostic *diagnostic,
			    const char *name)
{
	return is_unknown(diagnostic) ||
			       strstr(diagnostic->message, "statement with no effect")
		       ? source_name_struct(code, name)
		       : NULL;
}

static char *tell_of_misspelt(const char *code, const struct diagnostic *diagnostic,
			      const char *name)
{
	(void)code;
	return is_unknown(diagnostic) ? source_name_misspelt(name) : NULL;
}

/* A note says where it is declared. */
static char *tell_of_header(const struct compile_result *result,
			    const struct diagnostic *diagnostic)
{
	const struct diagnostic *end = result->diagnostics + result->diagnostic_count;
	const char *open = NULL, *close;
	char *name, *sentence;

	if (!is_unknown(diagnostic))
		return NULL;
	for (const struct diagnostic *each = diagnostic + 1;
	     each < end && each->level != DIAGNOSTIC_ERROR && !open; each++)
		if (strstr(each->message, "include"))
			open = strchr(each->message, '<');
	close = open ? strchr(open, '>') : NULL;
	if (!close)
		return NULL;
	name = quoted_name(diagnostic->message);
	sentence = text_format("%s is declared in %.*s: write #include %.*s at the top.",
			       name ? name : "It", (int)(close + 1 - open), open,
			       (int)(close + 1 - open), open);
	free(name);
	return sentence;
}

/* What a message means depends on what the name in it is here. */
static char *find_by_name(const struct evidence *evidence, const char *code, bool ours,
			  const struct diagnostic *diagnostic, const char **row)
{
	static const struct {
		const char *row;
		char *(*tell)(const char *code, const struct diagnostic *diagnostic,
			      const char *name);
		bool ours; /* not of plain C */
	} ways[] = {
		{ "call without use", tell_of_dropped, true },
		{ "return of a value", tell_of_return, false },
		{ "ended with its block", tell_of_block, false },
		{ "stands below", tell_of_order, false },
		{ "half a class", tell_of_lack, true },
		{ "no class line", tell_of_class, true },
		{ "word of Python", tell_of_foreign, true },
		{ "GNU extension", tell_of_extension, false },
		{ "misspelt", tell_of_misspelt, true },
		{ "struct missing", tell_of_struct, false },
	};
	bool is_return = strstr(diagnostic->message, "'return'");
	char *name = is_return && diagnostic->function
			     ? compiler_written_name(diagnostic->function)
			     : quoted_name(diagnostic->message);
	char *sentence = NULL;

	if (!name || strcmp(name, "warn_unused_result") == 0) {
		free(name);
		name = word_at(evidence, diagnostic);
	}
	for (size_t i = 0; name && !sentence && i < sizeof(ways) / sizeof(*ways); i++) {
		if (ways[i].ours && !ours)
			continue;
		sentence = ways[i].tell(code, diagnostic, name);
		*row = ways[i].row;
	}
	free(name);
	return sentence;
}

/* ---- by the source ------------------------------------------------------- */

static bool speaks_of_async(const char *code)
{
	static const char *const words[] = {
		"async",     "await",           "async_with",
		"async_for", "async_generator", "async_run"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (source_code_word(code, words[i]))
			return true;
	return false;
}

/* A byte outside of texts and comments that is no UTF-8 is nothing of C. */
static char *find_in_bytes(const struct evidence_source *source,
			   const struct diagnostic *diagnostic)
{
	const char *message = diagnostic->message, *letter;
	size_t length = source ? strlen(source->text) : 0, at = 0, size;
	char room[3];
	unsigned point;

	if (!strstr(message, "stray '\\") &&
	    !strstr(message, "source file is not valid") &&
	    !strstr(message, "unexpected character <U+"))
		return NULL;
	while (at < length &&
	       (size = utf8_decode(source->text + at, length - at, &point)))
		at += size;
	if (at == length)
		return NULL;
	letter = source_encoding_of_byte((unsigned char)source->text[at], room);
	return text_format("%s is not saved as UTF-8, and C does not know its byte "
			   "%#x%s%s. Save it as UTF-8.",
			   source->name, (unsigned char)source->text[at],
			   *letter ? ", perhaps an " : "", letter);
}

/* What is plain in the source goes before what the compiler makes of it. Not all of
 * it is asked of a program without coroutines. */
/* The word before the brace that a line begins with; "" if it begins with none. */
static const char *word_before_brace(const char *code, int line)
{
	const char *at = code;

	while (--line > 0 && (at = strchr(at, '\n')))
		at++;
	at = at ? source_code_skip_space(at) : code;
	if (*at != '}')
		return "";
	while (at > code && isspace((unsigned char)at[-1]))
		at--;
	while (at > code && (isalnum((unsigned char)at[-1]) || at[-1] == '_'))
		at--;
	return at;
}

/* Our blocks have an end that compilers take for a way out, whatever stands in them. */
static char *tell_of_end(const char *code, const struct diagnostic *diagnostic)
{
	const char *before;

	if (!strstr(diagnostic->message, "control reaches end of non-void") &&
	    !strstr(diagnostic->message, "non-void function does not return a value"))
		return NULL;
	before = word_before_brace(code, diagnostic->line);
	if (source_code_is_word(before, "end_try"))
		return memory_copy_text(
			"This function promises a result, and behind its end_try stands "
			"no return. If each branch returns already, the compiler cannot "
			"see it: let them set a variable, and return that behind "
			"end_try.");
	if (source_code_is_word(before, "end_with"))
		return memory_copy_text(
			"This function promises a result, and behind its end_with stands "
			"no return. When the manager swallows an exception, the program "
			"goes on there: what is the result then?");
	return NULL;
}

/* A header of one's own is not there: all words that it would bring are unknown, too. */
static char *tell_of_own_header(const struct evidence_source *source,
				const struct diagnostic *diagnostic)
{
	const char *at = source ? source->text : NULL;

	if (!at || (!strstr(diagnostic->message, "No such file") &&
		    !strstr(diagnostic->message, "file not found")))
		return NULL;
	for (int line = 1; line < diagnostic->line && at; line++)
		at = (at = strchr(at, '\n')) ? at + 1 : NULL;
	at = at ? at + strcspn(at, "\"\n") : "";
	if (*at != '"')
		return NULL;
	return text_format(
		"There is no file %.*s: the exercise's own files are compiled, "
		"and no others. What stands in it belongs into the source.",
		(int)strcspn(at + 1, "\"\n"), at + 1);
}

static char *find_in_source(const struct compile_result *result,
			    const struct evidence *evidence, const char *code,
			    bool runtime, const struct diagnostic *diagnostic,
			    const char **row, int *line)
{
	const struct evidence_source *source =
		evidence_find_source(evidence, diagnostic->file);
	char *sentence;

	*line = diagnostic->line;
	if ((sentence = find_in_bytes(source, diagnostic))) {
		*row = "encoding";
		return sentence;
	}
	if ((sentence = tell_of_own_header(source, diagnostic))) {
		*row = "header missing";
		return sentence;
	}
	if (!runtime && source && source->runtime && speaks_of_async(code)) {
		*row = "header missing";
		return memory_copy_text(
			"The line #include <async.h> is missing at the top: "
			"async, await and their kin are its words.");
	}
	sentence = runtime ? source_mistake_find(code, line, row)
			   : source_mistake_find_c(code, line, row);
	if (sentence)
		return sentence;
	if (runtime && (sentence = tell_of_end(code, diagnostic))) {
		*row = "missing return";
		return sentence;
	}
	for (size_t i = 0; !sentence && i < result->diagnostic_count; i++) {
		const struct diagnostic *each = &result->diagnostics[i];

		if (each->level != DIAGNOSTIC_ERROR || !not_below(each, diagnostic))
			continue;
		*line = each->line;
		sentence = find_by_name(evidence, code, runtime, each, row);
		if (sentence || !(sentence = tell_of_header(result, each)))
			continue;
		*row = "header missing";
	}
	return sentence;
}

/* ---- the verdict --------------------------------------------------------- */

static const struct diagnostic *first_error(const struct compile_result *result)
{
	for (size_t i = 0; i < result->diagnostic_count; i++)
		if (result->diagnostics[i].level == DIAGNOSTIC_ERROR)
			return &result->diagnostics[i];
	return NULL;
}

/* Without the flag that turned a warning into an error. */
static char *plain_message(const char *message)
{
	const char *flag = strstr(message, " [-W");

	return memory_copy_bytes(message,
				 flag ? (size_t)(flag - message) : strlen(message));
}

static char *untranslated(const struct diagnostic *chosen)
{
	char *plain, *sentence;

	if (!chosen)
		return memory_copy_text("It does not compile.");
	plain = plain_message(chosen->message);
	sentence = text_format("It does not compile: %s%s", plain,
			       *plain && plain[strlen(plain) - 1] == '?' ? "" : ".");
	free(plain);
	return sentence;
}

/* What is said of the program, and where: in the source, by our macros' messages, as
 * a guess, by C's messages. */
static char *find(const struct compile_result *result, const struct evidence *evidence,
		  const struct diagnostic **chosen, int *line, struct verdict *verdict,
		  const char **row)
{
	bool runtime;
	char *code = code_of(evidence, *chosen, &runtime), *sentence = NULL;

	if (code)
		sentence = find_in_source(result, evidence, code, runtime, *chosen, row,
					  line);
	if (sentence) {
		free(code);
		return sentence;
	}
	if (runtime)
		sentence = find_by_message(result, evidence, true, chosen, row);
	if (!sentence && code && runtime && !is_unknown(*chosen)) {
		sentence = find_forgotten_await(code, *chosen);
		*row = "forgotten await";
		verdict->certain = !sentence;
	}
	*line = (*chosen)->line;
	if (!sentence && code && strstr((*chosen)->message, "expected "))
		sentence = source_scope_semicolon(code, line, row);
	if (!sentence)
		sentence = find_by_warning(result, *chosen, row);
	if (!sentence) {
		sentence = find_by_message(result, evidence, false, chosen, row);
		*line = (*chosen)->line;
	}
	free(code);
	return sentence;
}

void compiler_diagnose(const struct compile_result *result,
		       const struct evidence *evidence, struct verdict *verdict)
{
	const struct diagnostic *chosen = first_error(result);
	const char *row = NULL;
	char *sentence = NULL;
	int line = 0;

	verdict->kind = VERDICT_COMPILE;
	verdict->certain = true;
	if (result->failure) {
		verdict->message = memory_copy_text(result->failure);
		return;
	}
	if (chosen) {
		sentence = find(result, evidence, &chosen, &line, verdict, &row);
		verdict->where = evidence_place(evidence, chosen->file, line);
	}
	if (sentence)
		verdict->cause = memory_copy_text(row);
	verdict->message = sentence ? sentence : untranslated(chosen);
}
