#define _GNU_SOURCE
#include "judge/source_manager.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_name.h"
#include "text/memory.h"
#include "text/text.h"

static bool is_plain_with(const struct source_use *use)
{
	return use->length == strlen("with");
}

/* ---- what a name is declared as ------------------------------------------ */

/* «struct TYPE *NAME», or as a parameter, «(struct TYPE *, NAME)». */
struct declared {
	const char *type;
	size_t length;
	int stars;
};

/* Of a declaration that begins with that struct: is it one of the name? */
static bool declares(const char *at, const char *name, size_t length,
		     struct declared *found)
{
	at = source_code_skip_space(at + strlen("struct"));
	*found = (struct declared){ at, source_code_word_length(at), 0 };
	for (at += found->length; *at == '*' || isspace((unsigned char)*at); at++)
		found->stars += *at == '*';
	if (*at == ',')
		at = source_code_skip_space(at + 1);
	return found->length && source_code_word_length(at) == length &&
	       strncmp(at, name, length) == 0;
}

/* The last one above the use. */
static bool find_declared(const struct source_use *use, const char *name, size_t length,
			  struct declared *found)
{
	struct declared each;
	bool any = false;

	for (const char *at = use->code;
	     (at = source_code_word(at, "struct")) && at < use->word; at++)
		if (declares(at, name, length, &each)) {
			*found = each;
			any = true;
		}
	return any;
}

/* ---- a thing where its manager is wanted ---------------------------------- */

/* A name, or a member: of `&self->lock` it is `lock`. */
static bool is_thing(const struct source_use *use, size_t index, const char **name,
		     size_t *length)
{
	const char *from = use->arguments[index], *to = from + use->lengths[index];

	for (const char *at = from; at < to; at++)
		if (!isalnum((unsigned char)*at) && !strchr("_&*->. ", *at))
			return false;
	for (*name = to;
	     *name > from && (isalnum((unsigned char)(*name)[-1]) || (*name)[-1] == '_');)
		--*name;
	*length = (size_t)(to - *name);
	return *length && !isdigit((unsigned char)**name);
}

/* What of the runtime's is a manager by its address. */
static bool is_runtime_manager(const struct declared *declared)
{
	static const char *const types[] = { "lock",    "semaphore", "condition",
					     "process", "server",    "timeout",
					     "barrier" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (source_code_is_word(declared->type, types[i]))
			return true;
	return false;
}

static char *tell_of_address(const struct source_use *use, const char *thing, int length,
			     const struct declared *declared, int level)
{
	int word = (int)use->length, type = (int)declared->length;

	if (is_plain_with(use))
		return text_format("A %.*s may have to wait, and so is an asynchronous "
				   "context manager: write async_with instead of with.",
				   type, declared->type);
	if (level == 0)
		return text_format("%.*s takes the address of a %.*s: write %.*s "
				   "(&%.*s).",
				   word, use->word, type, declared->type, word, use->word,
				   length, thing);
	if (level == 2)
		return text_format("%.*s is a pointer to a %.*s already: write %.*s "
				   "(%.*s), without the &.",
				   length - 1, thing + 1, type, declared->type, word,
				   use->word, length - 1, thing + 1);
	return NULL;
}

static bool has_class_line(const struct source_use *use, const struct declared *declared)
{
	static const char *const macros[] = { "async_context_manager", "context_manager",
					      "async_iterator", "iterator" };

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++)
		for (const char *at = use->code; (at = source_code_word(at, macros[i]));
		     at++) {
			const char *name = at + strlen(macros[i]);

			name += strspn(name, " \t\n(");
			if (source_code_word_length(name) == declared->length &&
			    strncmp(name, declared->type, declared->length) == 0)
				return true;
		}
	return false;
}

static char *tell_of_class(const struct source_use *use, const char *thing, int length,
			   const struct declared *declared, int level)
{
	int word = (int)use->length, type = (int)declared->length;
	char *name, *sentence;

	if (has_class_line(use, declared))
		return text_format(
			"%.*s is the object itself: what %.*s takes is made of "
			"it by %.*s(%s%.*s).",
			length, thing, word, use->word, type, declared->type,
			level == 0 ? "&" : "", length, thing);
	name = memory_copy_bytes(declared->type, declared->length);
	sentence = source_name_no_class(use->code, name);
	free(name);
	return sentence;
}

/* The manager is the last argument, behind a variable or alone. */
static char *thing_itself(const struct source_use *use)
{
	struct declared declared;
	const char *name, *thing;
	size_t length;
	int level;

	if (use->count == 0 || use->count > 2 ||
	    !is_thing(use, use->count - 1, &name, &length) ||
	    !find_declared(use, name, length, &declared))
		return NULL;
	thing = use->arguments[use->count - 1];
	level = declared.stars + (*thing == '&');
	return (is_runtime_manager(&declared) ? tell_of_address : tell_of_class)(
		use, thing, (int)use->lengths[use->count - 1], &declared, level);
}

/* ---- variables and managers ----------------------------------------------- */

/* «struct door *it», or «struct door *» alone. */
static bool is_declaration(const struct source_use *use, size_t index)
{
	const char *from = use->arguments[index];
	size_t length = use->lengths[index];

	return !source_use_has_call(use, index) && isalpha((unsigned char)*from) &&
	       source_code_word_length(from) < length && !memchr(from, '-', length) &&
	       !memchr(from, '.', length) && !memchr(from, '[', length);
}

static char *variable_with_type(const struct source_use *use)
{
	int word = (int)use->length;
	const char *name = use->arguments[0] + use->lengths[0];
	char *manager, *sentence;
	size_t last = use->count - 1;

	if (use->count < 2 || use->count > 3 || !is_declaration(use, 0))
		return NULL;
	if (use->count == 3)
		name = use->arguments[1];
	else
		while (isalnum((unsigned char)name[-1]) || name[-1] == '_')
			name--;
	manager = source_use_shown(use, last);
	sentence = text_format("The variable stands without a type here: %.*s gives it "
			       "that of what is entered. Write %.*s (%.*s, %s).",
			       word, use->word, word, use->word,
			       (int)source_code_word_length(name), name, manager);
	free(manager);
	return sentence;
}

/* «async_with (it = door(&d))» */
static char *with_equals(const struct source_use *use)
{
	const char *from = use->arguments[0], *to = from + use->lengths[0];
	const char *equals = memchr(from, '=', use->lengths[0]), *name = equals;
	size_t length = 0;

	if (use->count != 1 || !equals || memchr(from, '(', (size_t)(equals - from)))
		return NULL;
	while (name > from && isspace((unsigned char)name[-1]))
		name--;
	for (; name > from && (isalnum((unsigned char)name[-1]) || name[-1] == '_');
	     length++)
		name--;
	equals = source_code_skip_space(equals + 1);
	return text_format(
		"The variable stands bare, with a comma behind it: %.*s (%.*s, "
		"%.*s).",
		(int)use->length, use->word, (int)length, name, (int)(to - equals),
		equals);
}

/* A variable and its manager in turn; or one manager without a variable. */
static char *bad_turns(const struct source_use *use)
{
	int word = (int)use->length;
	char *shown = NULL, *sentence = NULL;

	if (use->count == 2 && !source_use_is_word(use, 0) &&
	    source_use_is_word(use, 1)) {
		shown = source_use_shown(use, 0);
		sentence = text_format("The variable stands before its manager: %.*s "
				       "(%.*s, %s).",
				       word, use->word, (int)use->lengths[1],
				       use->arguments[1], shown);
	}
	for (size_t i = 0; !sentence && use->count > 1 && i < use->count; i += 2) {
		if (source_use_is_word(use, i) && i + 1 < use->count)
			continue;
		shown = source_use_shown(use, i);
		sentence = text_format("Where there are several managers, each has a "
				       "variable before it: %.*s (a, %s, b, \u2026).",
				       word, use->word, shown);
	}
	free(shown);
	return sentence;
}

/* «async_with (door(&d) as it)» */
static char *as_in_python(const struct source_use *use)
{
	int word = (int)use->length;

	for (size_t i = 0; i < use->count; i++) {
		const char *as = source_code_word(use->arguments[i], "as");
		const char *name;

		if (!as || as > use->arguments[i] + use->lengths[i])
			continue;
		name = source_code_skip_space(as + 2);
		return text_format("In C there is no as: the variable stands before its "
				   "manager, %.*s (%.*s, \u2026).",
				   word, use->word, (int)source_code_word_length(name),
				   name);
	}
	return NULL;
}

/* Does the definition of NAME, or of NAME_aenter, begin with the type void? */
static bool defines_void(const struct source_use *use, const char *name, size_t length)
{
	char *names[] = { memory_copy_bytes(name, length),
			  text_format("%.*s_aenter", (int)length, name) };
	bool found = false;

	for (size_t i = 0; i < 2; i++) {
		struct source_use definition;
		const char *at;

		if (source_name_definer(use->code, names[i], strlen(names[i]), &at)) {
			while (at > use->code && *at != '(')
				at--;
			source_use_read(&definition, use->code, at, 0);
			found = found ||
				(definition.count &&
				 source_code_is_word(definition.arguments[0], "void"));
		}
		free(names[i]);
	}
	return found;
}

static bool gives_nothing(const struct source_use *use)
{
	static const char *const types[] = { "lock", "semaphore", "condition" };
	struct declared declared;
	const char *name = use->arguments[1];
	size_t length = source_code_word_length(name);

	if (*name != '&')
		return length && defines_void(use, name, length);
	if (!is_thing(use, 1, &name, &length) ||
	    !find_declared(use, name, length, &declared))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (source_code_is_word(declared.type, types[i]))
			return true;
	return false;
}

static char *variable_of_nothing(const struct source_use *use)
{
	char *shown, *sentence;

	if (use->count != 2 || !source_use_is_word(use, 0) || !gives_nothing(use))
		return NULL;
	shown = source_use_shown(use, 1);
	sentence = text_format("What is entered here gives nothing, and so there is no "
			       "variable: %.*s (%s).",
			       (int)use->length, use->word, shown);
	free(shown);
	return sentence;
}

static char *file_of_c(const struct source_use *use)
{
	const char *last = use->arguments[use->count - 1];

	if (!source_code_is_word(last, "open") && !source_code_is_word(last, "fopen"))
		return NULL;
	return memory_copy_text(
		"A file that is entered is opened by async_open: async_with "
		"(file, async_open(path, \"r\")) { \u2026 } end_with.");
}

/* «struct door door», where door (…) is the manager. */
static char *hidden_manager(const struct source_use *use)
{
	for (size_t i = 0; i < use->count; i++) {
		const char *name = use->arguments[i];
		size_t length = source_code_word_length(name);
		struct declared declared;

		if (!length || *source_code_skip_space(name + length) != '(' ||
		    !find_declared(use, name, length, &declared) ||
		    declared.length != length ||
		    strncmp(declared.type, name, length) != 0)
			continue;
		return text_format("%.*s is the name of a variable here, and hides what "
				   "%.*s (\u2026) means: give the variable another name.",
				   (int)length, name, (int)length, name);
	}
	return NULL;
}

char *source_manager_mistake(const struct source_use *use)
{
	static char *(*const ways[])(const struct source_use *use) = {
		as_in_python,       with_equals, file_of_c,    variable_of_nothing,
		variable_with_type, bad_turns,   thing_itself, hidden_manager,
	};
	int word = (int)use->length;
	char *sentence = NULL;

	if (!use->open || use->count == 0)
		return text_format("%.*s needs a manager in parentheses: %.*s (\u2026) { "
				   "\u2026 } end_with.",
				   word, use->word, word, use->word);
	for (size_t i = 0; !sentence && i < sizeof(ways) / sizeof(*ways); i++)
		sentence = ways[i](use);
	return sentence;
}

char *source_manager_iterable(const struct source_use *use)
{
	struct declared declared;
	const char *name, *thing;
	size_t length;

	if (use->count != 3 || !is_thing(use, 2, &name, &length) ||
	    !find_declared(use, name, length, &declared))
		return NULL;
	thing = use->arguments[2];
	return tell_of_class(use, thing, (int)use->lengths[2], &declared,
			     declared.stars + (*thing == '&'));
}
