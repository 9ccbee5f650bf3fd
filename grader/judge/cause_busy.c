/* A loop that reads the clock until the moment has come: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

static const char *const clocks[] = { "loop_time", "clock_gettime", "gettimeofday",
				      "timespec_get", "time" };
static const char *const waits[] = { "await",  "async_for",       "async_with", "yield",
				     "sleep",  "usleep",          "nanosleep",  "poll",
				     "select", "clock_nanosleep", "swapcontext" };

enum {
	CLOCKS = sizeof(clocks) / sizeof(*clocks),
	WAITS = sizeof(waits) / sizeof(*waits)
};

/* The first call of that name between two places; NULL if there is none. */
static const char *find_call(const char *from, const char *to, const char *name)
{
	for (const char *at = from; (at = source_code_word(at, name)) && at < to; at++)
		if (*source_code_skip_space(at + strlen(name)) == '(')
			return at;
	return NULL;
}

static bool calls_one_of(const char *from, const char *to, const char *const *names,
			 size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (find_call(from, to, names[i]))
			return true;
	return false;
}

/* Does something between these places read the clock, by itself or by a function of the
 * file that does? And does nothing there wait? */
static bool only_looks(const char *code, const char *from, const char *to)
{
	bool reads = calls_one_of(from, to, clocks, CLOCKS);

	if (calls_one_of(from, to, waits, WAITS))
		return false;
	for (const char *at = code; at;) {
		struct source_function function;
		char *name;

		if (!source_function_next(&at, &function))
			break;
		name = memory_copy_bytes(function.name, function.name_length);
		if (find_call(from, to, name) &&
		    !(function.body < from && to < function.end)) {
			if (calls_one_of(function.body, function.end, waits, WAITS)) {
				free(name);
				return false;
			}
			reads = reads ||
				calls_one_of(function.body, function.end, clocks, CLOCKS);
		}
		free(name);
	}
	return reads;
}

/* Behind the parentheses that begin there. */
static const char *behind_parentheses(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		depth += (*at == '(') - (*at == ')');
		if (depth == 0)
			return at + 1;
	}
	return at;
}

/* The end of a loop that begins there: of its block, or of its one statement, and of a do
 * of what it asks. */
static const char *end_of_loop(const char *at)
{
	if (source_code_is_word(at, "do")) {
		const char *end = source_code_block_end(at);

		return end + strcspn(end, ";");
	}
	const char *body =
		source_code_skip_space(behind_parentheses(at + strcspn(at, "(")));

	return *body == '{' ? source_code_block_end(body) : body + strcspn(body, ";");
}

/* Is it the while at the end of a do? Its block stands before it. */
static bool ends_a_do(const char *code, const char *at)
{
	const char *before = source_code_before(code, at);

	return source_code_is_word(at, "while") && before > code && before[-1] == '}' &&
	       *source_code_skip_space(behind_parentheses(at + strcspn(at, "("))) == ';';
}

/* The first loop that goes round until the clock says so, and waits for nothing. */
static const char *find_busy_loop(const char *code)
{
	static const struct {
		const char *word;
		char next;
	} loops[] = { { "while", '(' }, { "for", '(' }, { "do", '{' } };

	for (size_t i = 0; i < sizeof(loops) / sizeof(*loops); i++)
		for (const char *at = code; (at = source_code_word(at, loops[i].word));
		     at++)
			if (*source_code_skip_space(at + strlen(loops[i].word)) ==
				    loops[i].next &&
			    !ends_a_do(code, at) && only_looks(code, at, end_of_loop(at)))
				return at;
	return NULL;
}

/* How long the learner's tasks ran without a pause, until the output was wrong: while
 * they run, time passes only in a call that blocks, or in a loop like this. */
static milliseconds longest_run(const struct evidence *evidence)
{
	const struct trace *trace = evidence->trace;
	milliseconds longest = 0;

	for (size_t i = 1; i < trace->count; i++) {
		const struct trace_entry *last = &trace->entries[i - 1],
					 *next = &trace->entries[i];
		milliseconds span = cause_at(next) - cause_at(last);

		if (last->task && last->task == next->task &&
		    last->kind != TRACE_SUSPEND && last->kind != TRACE_TASK_END &&
		    span > longest)
			longest = span;
	}
	return longest;
}

static void tell(const struct evidence *evidence, const struct source_function *function,
		 milliseconds run, struct cause *cause)
{
	char *span = timed_output_seconds(run);

	cause->sentence =
		run ? text_format("This loop in %.*s reads the clock again and again, "
				  "and waits for nothing: up to %s long nothing else "
				  "could run. Write await (async_sleep (\u2026)) for the "
				  "time that is left.",
				  (int)function->name_length, function->name, span)
		    : text_format("This loop in %.*s reads the clock again and again, "
				  "and waits for nothing: should it sleep for the time "
				  "that is left, and look then?",
				  (int)function->name_length, function->name);
	cause->certain = run && evidence->trace->complete;
	free(span);
}

bool cause_busy_loop(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct source_function function;
	const char *loop;
	char *code;

	if (!source || !source->text || evidence->divergence.kind == DIVERGENCE_NONE ||
	    evidence->divergence.kind == DIVERGENCE_MISSING)
		return false;
	code = source_code_if_short(source->text);
	loop = find_busy_loop(code);
	if (loop && source_function_around(code, loop, &function)) {
		milliseconds run = evidence->trace ? longest_run(evidence) : 0;

		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, loop));
		if (cause_is_as_in_solution(evidence, cause->where) ||
		    (evidence->trace && !run))
			place_free(&cause->where);
		else
			tell(evidence, &function, run, cause);
	}
	free(code);
	return cause->sentence;
}
