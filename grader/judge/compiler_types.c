#define _GNU_SOURCE
#include "judge/compiler_types.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

/* ---- the names of types --------------------------------------------------- */

static const struct label {
	const char *tag, *name;
} labels[] = {
	{ "task", "Task" },
	{ "future", "Future" },
	{ "queue", "Queue" },
	{ "generator", "Generator" },
	{ "async_generator", "AsyncGenerator" },
	{ "async_iterator", "AsyncIterator" },
	{ "context_manager", "ContextManager" },
	{ "async_context_manager", "AsyncContextManager" },
};

/* «T (*)(struct task *)» as «Task(T)»; any other as it is. */
static void add_type(struct text *text, const char *type, size_t length)
{
	static const char middle[] = "(*)(struct ";
	const char *at = memmem(type, length, middle, strlen(middle)), *tag;
	size_t inside;

	for (size_t i = 0; at && i < sizeof(labels) / sizeof(*labels); i++) {
		size_t tag_length = strlen(labels[i].tag);

		tag = at + strlen(middle);
		if (strncmp(tag, labels[i].tag, tag_length) != 0 ||
		    strncmp(tag + tag_length, " *)", 3) != 0 ||
		    tag + tag_length + 3 != type + length)
			continue;
		inside = (size_t)(at - type);
		while (inside && type[inside - 1] == ' ')
			inside--;
		text_add_format(text, "%s(%.*s)", labels[i].name, (int)inside, type);
		return;
	}
	if (length > strlen(" restrict") &&
	    strncmp(type + length - strlen(" restrict"), " restrict", 9) == 0)
		length -= strlen(" restrict");
	text_add_bytes(text, type, length);
}

/* «'typeof(…)' (aka 'int')»: what clang calls it by the words of the macro. Where
 * the other name begins; NULL if there is none. */
static const char *other_name(const char *type, size_t length)
{
	static const char aka[] = "' (aka '";
	const char *behind = type + length;

	return memmem(type, length, "typeof", 6) && strncmp(behind, aka, strlen(aka)) == 0
		       ? behind + strlen(aka)
		       : NULL;
}

char *compiler_types_renamed(const char *message)
{
	struct text text = { 0 };

	while (*message) {
		size_t plain = strcspn(message, "'");
		const char *type = message + plain + 1, *other;
		size_t length;

		text_add_bytes(&text, message, plain);
		if (!message[plain] || !strchr(type, '\'')) {
			text_add(&text, message + plain);
			break;
		}
		length = strcspn(type, "'");
		other = other_name(type, length);
		text_add(&text, "'");
		if (other)
			add_type(&text, other, strcspn(other, "'"));
		else
			add_type(&text, type, length);
		text_add(&text, "'");
		message = other ? other + strcspn(other, "'") + 2 : type + length + 1;
	}
	return text_take(&text);
}

/* ---- what is given, and what is wanted ------------------------------------ */

struct types {
	char *wanted, *given;
};

static char *take_quoted(const char **at)
{
	const char *open = strchr(*at, '\''),
		   *close = open ? strchr(open + 1, '\'') : NULL;

	if (!close)
		return NULL;
	*at = close + 1;
	return memory_copy_bytes(open + 1, (size_t)(close - open - 1));
}

/* How messages begin that name both, and in which order. */
static const struct {
	const char *begins;
	bool given_first;
} ways[] = {
	{ "incompatible types when initializing", false },
	{ "incompatible types when assigning", false },
	{ "incompatible types when returning", true },
	{ "initialization of", false },
	{ "assignment to", false },
	{ "returning", true },
	{ "initializing", false },
	{ "assigning to", false },
	{ "passing '", true },
	{ "expected '", false },
};

static bool read_types(const char *message, struct types *types)
{
	const char *found = NULL;
	bool given_first = false;
	char *first, *second;

	/* As «expected ';' before '}' token», which speaks of no types. */
	if (strncmp(message, "expected '", 10) == 0 &&
	    !strstr(message, "but argument is"))
		return false;
	for (size_t i = 0; !found && i < sizeof(ways) / sizeof(*ways); i++) {
		found = strstr(message, ways[i].begins);
		given_first = ways[i].given_first;
	}
	if (!found)
		return false;
	first = take_quoted(&found);
	second = first ? take_quoted(&found) : NULL;
	if (!second) {
		free(first);
		return false;
	}
	*types = given_first ? (struct types){ .wanted = second, .given = first }
			     : (struct types){ .wanted = first, .given = second };
	return true;
}

static const struct label *label_of(const char *type)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		size_t length = strlen(labels[i].name);

		if (strncmp(type, labels[i].name, length) == 0 && type[length] == '(')
			return &labels[i];
	}
	return NULL;
}

/* What a coroutine is called: of `struct f_coroutine` it is «f», of
 * `union f_in_thread_coroutine` «to_thread (f, …)» without its end. To be freed. */
static char *coroutine_of(const char *type, bool *in_thread)
{
	static const char ending[] = "_coroutine", thread[] = "_in_thread_coroutine";
	size_t length = strlen(type), begin = strncmp(type, "struct ", 7) == 0  ? 7
					      : strncmp(type, "union ", 6) == 0 ? 6
										: 0;
	const char *cut = ending;

	*in_thread = length > strlen(thread) &&
		     strcmp(type + length - strlen(thread), thread) == 0;
	if (*in_thread)
		cut = thread;
	if (!begin || length <= begin + strlen(cut) ||
	    strcmp(type + length - strlen(cut), cut) != 0)
		return NULL;
	return memory_copy_bytes(type + begin, length - strlen(cut) - begin);
}

static char *call_of(const char *type)
{
	bool in_thread;
	char *name = coroutine_of(type, &in_thread), *call = NULL;

	if (name)
		call = in_thread ? text_format("to_thread (%s, \u2026)", name)
				 : text_format("%s(\u2026)", name);
	free(name);
	return call;
}

/* ---- sentences ------------------------------------------------------------ */

static char *tell_of_coroutine(const struct types *types, const char **row)
{
	char *call = call_of(types->given), *sentence;
	const struct label *wanted = label_of(types->wanted);

	*row = "forgotten await";
	if (!call && strncmp(types->given, "union ", 6) == 0 &&
	    (strstr(types->given, "unnamed") || strstr(types->given, "anonymous")))
		return memory_copy_text(
			"What stands here only makes the coroutine, and its "
			"result is wanted: write await (\u2026) around it.");
	if (!call)
		return NULL;
	if (wanted && strcmp(wanted->name, "Task") == 0) {
		*row = "coroutine for a task";
		sentence =
			text_format("%s only makes the coroutine, and a task is wanted "
				    "here: write create_task (%s).",
				    call, call);
	} else {
		sentence = text_format("The call %s stands where its result is wanted, "
				       "but it only makes the coroutine, nothing of it "
				       "runs. Write await (%s).",
				       call, call);
	}
	free(call);
	return sentence;
}

static char *tell_of_stack(const struct types *types, const char **row)
{
	*row = "manager on plain stack";
	if (strcmp(types->wanted, "struct async_exit_stack *") != 0 ||
	    strcmp(types->given, "struct exit_stack *") != 0)
		return NULL;
	return memory_copy_text("An ExitStack holds plain context managers only: make an "
				"AsyncExitStack, with async_with.");
}

/* Where its call is wanted, or what that gives. */
static char *tell_of_function(const struct types *types, const char **row)
{
	*row = "function for its call";
	if (!label_of(types->wanted) || label_of(types->given) ||
	    !strstr(types->given, ")(struct "))
		return NULL;
	return memory_copy_text("This is a function, and its call is wanted: write the "
				"parentheses behind it.");
}

static char *tell_of_labels(const struct types *types, const char **row)
{
	const struct label *wanted = label_of(types->wanted),
			   *given = label_of(types->given);

	*row = "type in parentheses";
	if (!wanted || !given)
		return NULL;
	if (wanted != given)
		return text_format("Here a %s is wanted, and this is a %s.",
				   types->wanted, types->given);
	if (strcmp(wanted->name, "Task") == 0)
		return text_format(
			"The coroutine gives %.*s, and so its task is a %s, not "
			"a %s.",
			(int)strlen(types->given) - 6, types->given + 5, types->given,
			types->wanted);
	return text_format("This is a %s, and its variable a %s: the types in the "
			   "parentheses must be the same.",
			   types->given, types->wanted);
}

static char *tell_of_label(const struct types *types, const char **row)
{
	static const struct {
		const char *name, *row, *words;
	} kinds[] = {
		{ "Task", "forgotten await",
		  "A task stands where its result is wanted: write await (\u2026) around "
		  "it." },
		{ "Future", "forgotten await",
		  "A future stands where its result is wanted: write await (\u2026) "
		  "around "
		  "it." },
		{ "AsyncGenerator", "generator for its item",
		  "An async generator stands where one of its items is wanted: iterate "
		  "over it with async_for, or ask for one by await (anext (\u2026))." },
		{ "Generator", "generator for its item",
		  "A generator stands where one of its items is wanted: iterate over it "
		  "with for_each, or ask for one by next (\u2026)." },
		{ "AsyncContextManager", "manager not entered",
		  "A context manager stands where what it gives is wanted: enter it, "
		  "with "
		  "async_with (it, \u2026) { \u2026 } end_with." },
		{ "ContextManager", "manager not entered",
		  "A context manager stands where what it gives is wanted: enter it, "
		  "with "
		  "with (it, \u2026) { \u2026 } end_with." },
	};
	const struct label *given = label_of(types->given);

	for (size_t i = 0; given && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(given->name, kinds[i].name) == 0) {
			*row = kinds[i].row;
			return memory_copy_text(kinds[i].words);
		}
	return NULL;
}

/* Is `pointer` the type of a pointer to `thing`? */
static bool is_pointer_to(const char *pointer, const char *thing)
{
	size_t length = strlen(thing);

	return strncmp(pointer, thing, length) == 0 &&
	       strcmp(pointer + length, " *") == 0;
}

/* The same of a struct. */
static bool points_to(const char *pointer, const char *thing)
{
	return strncmp(pointer, "struct ", 7) == 0 && is_pointer_to(pointer, thing);
}

static char *tell_of_address(const struct types *types, const char **row)
{
	*row = "address or thing";
	if (strlen(types->given) == strlen(types->wanted) + 1 &&
	    strncmp(types->given, types->wanted, strlen(types->wanted)) == 0 &&
	    types->given[strlen(types->wanted)] == '*')
		return text_format(
			"This is the address of a %s, and that itself is wanted: "
			"is an & one too many?",
			types->wanted);
	if (points_to(types->wanted, types->given))
		return text_format("Here the address of a %s is wanted, and this is one "
				   "itself: is an & missing before it, or a * one too "
				   "many?",
				   types->given);
	if (points_to(types->given, types->wanted))
		return text_format(
			"Here a %s itself is wanted, and this is the address of "
			"one: is an & one too many, or a * missing?",
			types->wanted);
	return NULL;
}

static char *tell_of_exception_type(const struct types *types, const char **row)
{
	*row = "type of exception";
	if (strstr(types->wanted, "struct exception_type"))
		return memory_copy_text("Here a type of exception is wanted, by its bare "
					"name, as ValueError.");
	if (!strstr(types->given, "struct exception_type"))
		return NULL;
	return memory_copy_text("This is a type of exception: it is raised, by raise "
				"(\u2026), and caught, by except (\u2026).");
}

static char *tell_of_void(const struct types *types, const char **row)
{
	*row = "no value";
	if (strcmp(types->given, "void") != 0)
		return NULL;
	return memory_copy_text(
		"What stands here gives nothing, its type is void: there is "
		"no value to take.");
}

static bool is_text(const char *type)
{
	type += strncmp(type, "const ", 6) == 0 ? 6 : 0;
	return strcmp(type, "char *") == 0 || strncmp(type, "char[", 5) == 0;
}

static char *tell_of_others(const struct types *types, const char **row)
{
	*row = "another type";
	if (strcmp(types->given, "void *") == 0 && !strchr(types->wanted, '*'))
		return text_format(
			"This is a void *, a pointer, and of what it points to a "
			"%s is wanted: take that, as in *(%s *)pointer.",
			types->wanted, types->wanted);
	if (is_pointer_to(types->given, types->wanted))
		return text_format(
			"This is a pointer, of type %s, and of what it points to "
			"one is wanted: take that, by a * before it or [0] "
			"behind it.",
			types->given);
	if (is_text(types->given) && !is_text(types->wanted))
		return text_format("Here something of type %s is wanted, and this is a "
				   "text.",
				   types->wanted);
	return text_format("Here something of type %s is wanted, and this is of type %s.",
			   types->wanted, types->given);
}

typedef char *teller(const struct types *types, const char **row);

static char *tell_by_any(teller *const tellers[], const char *message, const char *note,
			 const char **row)
{
	struct types types;
	char *sentence = NULL;

	if (!read_types(message, &types) && !read_types(note, &types))
		return NULL;
	for (; !sentence && *tellers; tellers++)
		sentence = (*tellers)(&types, row);
	free(types.wanted);
	free(types.given);
	return sentence;
}

char *compiler_types_sentence(const char *message, const char *note, const char **row)
{
	static teller *const tellers[] = { tell_of_coroutine,
					   tell_of_stack,
					   tell_of_function,
					   tell_of_labels,
					   tell_of_label,
					   tell_of_exception_type,
					   NULL };

	return tell_by_any(tellers, message, note, row);
}

char *compiler_types_sentence_c(const char *message, const char *note, const char **row)
{
	static teller *const tellers[] = { tell_of_void, tell_of_address, tell_of_others,
					   NULL };

	return tell_by_any(tellers, message, note, row);
}
