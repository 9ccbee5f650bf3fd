/* What the trace shows, and the source with it: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static milliseconds at_of(const struct trace_entry *entry)
{
	return entry->at / 1000000;
}

static struct place place_of(const struct evidence *evidence,
			     const struct trace_entry *entry)
{
	if (!entry->place)
		return (struct place){ 0 };
	return evidence_place(evidence, path_base(entry->place->file),
			      entry->place->line);
}

/* When the last line came that is right; 0 if none is. */
static milliseconds last_right(const struct evidence *evidence)
{
	size_t index = evidence->divergence.index;

	return index ? evidence->actual->lines[index - 1].at : 0;
}

/* ---- a wait that is too long, too short, or not there -------------------- */

/* A line that came at the wrong moment. */
struct mistimed {
	const struct output_line *line;
	milliseconds due;
};

/* When a line of that text is due, from the first divergence on; -1 if never. */
static milliseconds due_of(const struct evidence *evidence,
			   const struct output_line *line)
{
	for (size_t i = evidence->divergence.index; i < evidence->expected->count; i++)
		if (timed_output_same_text(&evidence->expected->lines[i], line,
					   evidence->expected->placeholder))
			return evidence->expected->lines[i].at;
	return -1;
}

static bool find_mistimed(const struct evidence *evidence, struct mistimed *mistimed)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind == DIVERGENCE_EARLY || divergence->kind == DIVERGENCE_LATE) {
		*mistimed =
			(struct mistimed){ divergence->actual, divergence->expected->at };
		return true;
	}
	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER)
		return false;
	*mistimed = (struct mistimed){ divergence->actual,
				       due_of(evidence, divergence->actual) };
	return mistimed->due >= 0 && mistimed->due != divergence->actual->at;
}

struct sleep {
	const struct trace_entry *from, *to;
};

static bool is_sleep(const struct trace_entry *entry)
{
	return entry->kind == TRACE_SUSPEND && entry->place &&
	       strstr(entry->place->text, "async_sleep");
}

/* The end of the wait that begins with the entry `index`, or NULL. */
static const struct trace_entry *end_of(const struct trace *trace, size_t index)
{
	for (size_t i = index + 1; i < trace->count; i++)
		if (trace->entries[i].task == trace->entries[index].task &&
		    trace->entries[i].kind == TRACE_RESUME)
			return &trace->entries[i];
	return NULL;
}

/* The only sleep, by its place in the source, that ends (or begins) at that
 * moment: of two, who would know which? */
static bool find_sleep(const struct evidence *evidence, milliseconds at, bool begins,
		       struct sleep *sleep)
{
	const struct trace *trace = evidence->trace;

	*sleep = (struct sleep){ 0 };
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *from = &trace->entries[i], *to;

		if (!is_sleep(from) || !(to = end_of(trace, i)) ||
		    at_of(begins ? from : to) != at || at_of(from) == at_of(to))
			continue;
		if (sleep->from && sleep->from->place != from->place)
			return false;
		*sleep = (struct sleep){ from, to };
	}
	return sleep->from;
}

static void add_sleep(struct text *text, const struct sleep *sleep, bool begins)
{
	char *span = timed_output_seconds(at_of(sleep->to) - at_of(sleep->from));

	text_add_format(text, " %s %s in %s, which took %s:",
			begins ? "Right after it comes" : "It came right after",
			sleep->from->place->text, sleep->from->place->function, span);
	free(span);
}

/* What was late came after a sleep: that one is in question. */
static bool ask_for_late(const struct evidence *evidence, const struct mistimed *mistimed,
			 struct text *text, struct sleep *sleep)
{
	if (!find_sleep(evidence, mistimed->line->at, false, sleep))
		return false;
	add_sleep(text, sleep, false);
	text_add(text, " is that wait too long, or should it come after the line?");
	return true;
}

static bool ask_for_early(const struct evidence *evidence,
			  const struct mistimed *mistimed, struct text *text,
			  struct sleep *sleep)
{
	char *span = timed_output_seconds(mistimed->due - mistimed->line->at);

	if (find_sleep(evidence, mistimed->line->at, true, sleep) &&
	    at_of(sleep->to) == mistimed->due) {
		add_sleep(text, sleep, true);
		text_add(text, " should it come before the line?");
	} else if (find_sleep(evidence, mistimed->line->at, false, sleep)) {
		add_sleep(text, sleep, false);
		text_add_format(text,
				" is it too short, or is another wait of %s missing?",
				span);
	} else {
		text_add_format(text,
				" Is a wait of %s missing before it, or not awaited?",
				span);
	}
	free(span);
	return true;
}

bool cause_wait_traced(const struct evidence *evidence, struct cause *cause)
{
	struct mistimed mistimed;
	struct sleep sleep = { 0 };
	struct text text = { 0 };
	char *line, *due;
	bool found;

	if (!evidence->trace || !find_mistimed(evidence, &mistimed))
		return false;
	if (evidence->divergence.kind == DIVERGENCE_OUT_OF_ORDER) {
		line = cause_quote(mistimed.line);
		due = timed_output_seconds(mistimed.due);
		text_add_format(&text, "%s should come at %s.", line, due);
		free(due);
		free(line);
	}
	found = mistimed.line->at > mistimed.due
			? ask_for_late(evidence, &mistimed, &text, &sleep)
			: ask_for_early(evidence, &mistimed, &text, &sleep);
	cause->sentence = text_take(&text);
	if (!found) {
		free(cause->sentence);
		return false;
	}
	memmove(cause->sentence, cause->sentence + strspn(cause->sentence, " "),
		strlen(cause->sentence + strspn(cause->sentence, " ")) + 1);
	if (sleep.from)
		cause->where = place_of(evidence, sleep.from);
	return true;
}

/* The sleep that ended with the line took just as long as the line is late. */
bool cause_slept_before(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	struct sleep sleep;

	if (!evidence->trace || divergence->kind != DIVERGENCE_LATE ||
	    divergence->index == 0 ||
	    !find_sleep(evidence, divergence->actual->at, false, &sleep) ||
	    at_of(sleep.to) - at_of(sleep.from) !=
		    divergence->actual->at - divergence->expected->at)
		return false;
	return cause_wait_traced(evidence, cause);
}

/* ---- exceptions --------------------------------------------------------- */

/* The last exception, or request to end, after the last line that was right. */
static const struct trace_entry *find_upset(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	milliseconds from = last_right(evidence);
	milliseconds to =
		divergence->actual ? divergence->actual->at : divergence->expected->at;
	const struct trace_entry *found = NULL;

	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if ((entry->kind == TRACE_RAISE || entry->kind == TRACE_CANCEL ||
		     entry->kind == TRACE_ACLOSE) &&
		    at_of(entry) >= from && at_of(entry) <= to &&
		    !strstr(entry->text, "StopAsyncIteration"))
			if (!found || entry->kind != TRACE_RAISE ||
			    found->kind == TRACE_RAISE)
				found = entry;
	}
	return found;
}

static bool texts_are_wrong(const struct evidence *evidence)
{
	switch (evidence->divergence.kind) {
	case DIVERGENCE_MISSING:
	case DIVERGENCE_EXTRA:
	case DIVERGENCE_WRONG_TEXT:
	case DIVERGENCE_OUT_OF_ORDER: return true;
	default: return false;
	}
}

/* «return true» in a function of the learner's whose name ends in exit. */
static int line_that_swallows(const char *source)
{
	char *code = source_code_only(source);
	const char *at = code, *function = NULL;
	int line = 0, depth = 0;

	for (; *at && !line; at++) {
		if (depth == 0 && strncmp(at, "exit", 4) == 0 && strchr(" ,(", at[4]))
			function = at;
		if (*at == '}' && depth == 1)
			function = NULL;
		depth += (*at == '{') - (*at == '}');
		if (depth && function && strncmp(at, "return true", 11) == 0)
			line = source_code_line(code, at);
	}
	free(code);
	return line;
}

static bool left_with_exception(const struct trace *trace)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_EXIT && *trace->entries[i].text)
			return true;
	return false;
}

bool cause_swallowed(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	int line;

	if (!evidence->trace || !source || !source->text || !texts_are_wrong(evidence) ||
	    !left_with_exception(evidence->trace) ||
	    !(line = line_that_swallows(source->text)))
		return false;
	cause->where = evidence_place(evidence, source->name, line);
	cause->sentence = memory_copy_text("A block was left by an exception, and this "
					   "exit can return true: is the exception "
					   "swallowed there, where it should go on?");
	return true;
}

/* When the first thing that is wrong came, or should have come. */
static milliseconds moment_of(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return divergence->expected ? divergence->expected->at : divergence->actual->at;
}

/* Is it the right line, with another number in it? */
static bool only_differs(const struct evidence *evidence)
{
	return evidence->divergence.kind == DIVERGENCE_WRONG_TEXT &&
	       cause_alike(evidence->divergence.expected, evidence->divergence.actual);
}

/* Is a block left by that exception, at that moment? Else it has nothing to clean up. */
static bool leaves_block(const struct trace *trace, const struct trace_entry *raised)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_EXIT &&
		    at_of(&trace->entries[i]) == at_of(raised) &&
		    strcmp(trace->entries[i].text, raised->text) == 0)
			return true;
	return false;
}

bool cause_after_exception(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *upset;

	if (!evidence->trace || !texts_are_wrong(evidence) ||
	    !(upset = find_upset(evidence)))
		return false;
	if (upset->kind == TRACE_CANCEL || at_of(upset) != moment_of(evidence) ||
	    only_differs(evidence) ||
	    (upset->kind == TRACE_RAISE && !leaves_block(evidence->trace, upset)))
		return false;
	cause->where = place_of(evidence, upset);
	cause->sentence = text_format(
		"Just before, %s was %s: is something left out that must be done in any "
		"case, for "
		"want of a finally%s?",
		upset->text, upset->kind == TRACE_RAISE ? "raised" : "closed",
		upset->kind == TRACE_RAISE
			? ", or is the exception caught, or not caught, at the "
			  "wrong place"
			: "");
	return true;
}

bool cause_after_cancellation(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *upset;

	if (!evidence->trace || !texts_are_wrong(evidence) ||
	    !(upset = find_upset(evidence)) || upset->kind != TRACE_CANCEL)
		return false;
	cause->sentence = memory_copy_text(
		"Just before, a task was cancelled: did that come at the right moment, "
		"is the task "
		"awaited after it, and is its clean-up done in any case?");
	return true;
}

static bool speaks_of_error(const struct output_line *line)
{
	static const char *const words[] = { "error",     "caught",     "fail",
					     "exception", "wrong",      "cut short",
					     "lost",      "thrown",     "refused",
					     "404",       "cancel",     "no paper",
					     "no more",   "there is no" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(line->text, words[i]))
			return true;
	return false;
}

/* Was something raised that no line has spoken of yet? */
static bool something_was_raised(const struct evidence *evidence)
{
	const struct trace *trace = evidence->trace;
	milliseconds from = -1;

	for (size_t i = 0; i < evidence->divergence.index; i++)
		if (speaks_of_error(&evidence->actual->lines[i]))
			from = evidence->actual->lines[i].at;
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_RAISE &&
		    at_of(&trace->entries[i]) > from &&
		    at_of(&trace->entries[i]) <= moment_of(evidence) &&
		    !strstr(trace->entries[i].text, "StopAsyncIteration"))
			return true;
	return !trace->complete;
}

/* The expected line, or one of the two after it, speaks of an error, and nothing
 * was raised for it. */
bool cause_nothing_raised(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	size_t index = divergence->index, last = index + 3;
	milliseconds now = divergence->actual ? divergence->actual->at : INT64_MAX;
	char *line;

	if (!evidence->trace || !evidence->trace->count || !texts_are_wrong(evidence) ||
	    find_upset(evidence) || something_was_raised(evidence))
		return false;
	if (last > evidence->expected->count)
		last = evidence->expected->count;
	while (index < last && !speaks_of_error(&evidence->expected->lines[index]))
		index++;
	/* Only if it should have been raised by then. */
	if (index >= last || evidence->expected->lines[index].at > now)
		return false;
	line = cause_quote(&evidence->expected->lines[index]);
	cause->sentence = text_format("Line %zu should be %s, but no exception was "
				      "raised for it: is a raise missing, or "
				      "not reached?",
				      index + 1, line);
	free(line);
	return true;
}

/* ---- generators --------------------------------------------------------- */

static size_t count_of(const struct trace *trace, enum trace_kind kind, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];
		const char *found;

		if (entry->kind != kind || !entry->place)
			continue;
		if (kind == TRACE_YIELD) {
			count += strcmp(entry->place->function, name) == 0;
		} else {
			found = source_code_word(entry->place->text, name);
			count += found != NULL;
		}
	}
	return count;
}

static bool never_yields(const struct evidence *evidence,
			 const struct definition *definition, struct cause *cause)
{
	if (count_of(evidence->trace, TRACE_YIELD, definition->name))
		return false;
	cause->sentence =
		text_format("%s never handed anything out: is its yield missing, or not "
			    "reached?",
			    definition->name);
	return true;
}

/* What the runtime raises then, printed by the program or by the runtime. */
static bool says_it_did_not_stop(const struct evidence *evidence)
{
	static const char words[] = "didn't stop";

	for (size_t i = 0; i < evidence->actual->count; i++)
		if (strstr(evidence->actual->lines[i].text, words))
			return true;
	return strstr(evidence->errors, words);
}

static bool yields_twice(const struct evidence *evidence,
			 const struct definition *definition, struct cause *cause)
{
	size_t yields = count_of(evidence->trace, TRACE_YIELD, definition->name);
	size_t entered = count_of(evidence->trace, TRACE_ENTER, definition->name);

	/* An exit that was under way when the program ended is none; and one that was
	 * never entered may have been left by a crash: then the runtime says nothing. */
	if (!entered || yields <= entered || !says_it_did_not_stop(evidence))
		return false;
	cause->sentence =
		text_format("%s was entered %zu time%s but yielded %zu times: a context "
			    "manager must yield once each time.",
			    definition->name, entered, entered == 1 ? "" : "s", yields);
	return true;
}

typedef bool asks(const struct evidence *evidence, const struct definition *definition,
		  struct cause *cause);

static bool ask_of_each(const struct evidence *evidence, const char *const *macros,
			size_t count, asks *ask, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct definition definition;
	bool found = false;
	char *code;

	if (!evidence->trace || !evidence->trace->complete || !evidence->trace->count ||
	    !source || !source->text)
		return false;
	code = source_code_only(source->text);
	for (size_t i = 0; i < count && !found; i++) {
		const char *at = code;

		while (!found && source_code_definition(&at, macros[i], &definition)) {
			found = ask(evidence, &definition, cause);
			if (found)
				cause->where = evidence_place(
					evidence, source->name,
					source_code_line(code, definition.at));
			free(definition.name);
		}
	}
	free(code);
	return found;
}

bool cause_never_yields(const struct evidence *evidence, struct cause *cause)
{
	static const char *const macros[] = { "async_generator", "generator",
					      "asynccontextmanager", "contextmanager" };

	return texts_are_wrong(evidence) &&
	       ask_of_each(evidence, macros, 4, never_yields, cause);
}

bool cause_yields_twice(const struct evidence *evidence, struct cause *cause)
{
	static const char *const macros[] = { "asynccontextmanager", "contextmanager" };

	if (!texts_are_wrong(evidence) && evidence->result->end == PROGRAM_EXITED)
		return false;
	cause->certain = ask_of_each(evidence, macros, 2, yields_twice, cause);
	return cause->certain;
}

/* ---- what is never awaited, and who is left ------------------------------- */

bool cause_not_awaited(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *found;
	size_t length;
	char *code;

	if (!source || !source->runtime || !source->text ||
	    (evidence->divergence.kind == DIVERGENCE_NONE && cause_ended_well(evidence)))
		return false;
	code = source_code_only(source->text);
	found = source_code_not_awaited(code, &length);
	if (found) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, found));
		cause->sentence =
			text_format("%.*s (\u2026) is called but not awaited: nothing "
				    "waits for it, and its "
				    "result is not there. Write await (%.*s (\u2026)).",
				    (int)length, found, (int)length, found);
		cause->certain = true;
	}
	free(code);
	return found;
}

/* Another program of the exercise's, by its path; or NULL. What a shell leaves
 * behind when it is terminated is not meant. */
static const struct evidence_source *find_program(const struct evidence *evidence,
						  const char *path)
{
	for (size_t i = 0; path && i < evidence->source_count; i++)
		if (!evidence->sources[i].main && evidence->sources[i].program &&
		    strcmp(path_base(path), evidence->sources[i].program) == 0)
			return &evidence->sources[i];
	return NULL;
}

bool cause_left_running(const struct evidence *evidence, struct cause *cause)
{
	const struct program_result *result = evidence->result;
	const struct evidence_source *child = NULL;

	if (!cause_ended_well(evidence) || evidence->divergence.kind != DIVERGENCE_NONE)
		return false;
	for (size_t i = 0; i < result->left_count && !child; i++)
		child = find_program(evidence, result->left[i].program);
	if (!child)
		return false;
	cause->sentence = text_format(
		"When the program ended, %s still ran: what is started must be ended "
		"(process_terminate) and waited for (await (process_wait (\u2026))).",
		child->program);
	cause->certain = true;
	cause->if_right = VERDICT_PROTOCOL;
	return true;
}

bool cause_neighbours_swapped(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t index = evidence->divergence.index;

	if (!texts_are_wrong(evidence) || index + 1 >= expected->count ||
	    index + 1 >= actual->count ||
	    !timed_output_same_text(&expected->lines[index], &actual->lines[index + 1],
				    expected->placeholder) ||
	    !timed_output_same_text(&expected->lines[index + 1], &actual->lines[index],
				    expected->placeholder))
		return false;
	cause->sentence =
		text_format("Lines %zu and %zu came the wrong way round: do their "
			    "statements stand so, too?",
			    index + 1, index + 2);
	return true;
}
