/* A call that holds up the whole program: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_line.h"
#include "run/program.h"
#include "text/file.h"
#include "text/text.h"

/* Was the call made by the main program, and in its own code? A plain program,
 * such as a writer that is started as a child, may sleep as it likes. */
static bool is_main_programs(const struct evidence *evidence,
			     const struct blocking_call *call)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	/* A worker thread may sleep as it likes, too: that is what it is for. */
	return source && source->runtime && call->main_thread && call->program &&
	       call->object && call->duration > 0 &&
	       strcmp(path_base(call->program), source->program) == 0 &&
	       strcmp(path_base(call->object), source->program) == 0;
}

/* Does the call stand in a coroutine of the learner's? main() may sleep before
 * the loop runs, and the runtime's own code is not the learner's. */
static bool stands_in_coroutine(const struct evidence *evidence,
				const struct source_line *line)
{
	return evidence_find_source(evidence, line->file) &&
	       !(line->function && strcmp(line->function, "main") == 0);
}

/* Could it have led to the divergence? Only what came before it. */
static bool came_in_time(const struct evidence *evidence,
			 const struct blocking_call *call)
{
	const struct divergence *divergence = &evidence->divergence;

	switch (divergence->kind) {
	case DIVERGENCE_NONE: return true;
	case DIVERGENCE_LATE:
	case DIVERGENCE_OUT_OF_ORDER:
		return call->at / 1000000 < divergence->actual->at ||
		       call->at / 1000000 < divergence->expected->at;
	default: return false;
	}
}

/* Where in the line that function is called, and none whose name ends so. */
static const char *find_call(const char *source, const char *name)
{
	const char *found = source;

	while (found && (found = strstr(found, name))) {
		const char *behind = found + strlen(name);
		bool whole = found == source ||
			     (!isalnum((unsigned char)found[-1]) && found[-1] != '_');

		if (whole && behind[strspn(behind, " ")] == '(')
			return found;
		found = behind;
	}
	return NULL;
}

/* The call as it is written in that line, «sleep(1)»; or «sleep()». */
static void add_call(struct text *text, const char *name, const char *source)
{
	const char *found = find_call(source, name);
	const char *at = found ? found + strlen(name) : NULL;
	int depth = 0;

	if (!found) {
		text_add_format(text, "%s()", name);
		return;
	}
	/* To the parenthesis that closes it; or, on more lines, as far as it goes. */
	for (; *at && !(*at == ')' && depth == 1); at++)
		depth += (*at == '(') - (*at == ')');
	text_add_bytes(text, found, (size_t)(at - found) + (*at == ')'));
}

static void add_function(struct text *text, const char *function)
{
	size_t length = function ? strlen(function) : 0;

	/* The macro async makes NAME_body of the learner's NAME. */
	if (length > 5 && strcmp(function + length - 5, "_body") == 0)
		length -= 5;
	if (length)
		text_add_format(text, " in %.*s", (int)length, function);
}

static void accuse(const struct evidence *evidence, const struct blocking_call *call,
		   const struct source_line *line, struct cause *cause)
{
	struct text text = { 0 };
	char *span = timed_output_seconds(call->duration / 1000000);
	char *at = timed_output_seconds(call->at / 1000000);

	cause->where = evidence_place(evidence, line->file, line->line);
	add_call(&text, call->name, cause->where.source);
	text_add_format(&text, " blocks the whole loop for %s, from %s on,", span, at);
	add_function(&text, line->function);
	text_add(&text,
		 ": nothing else can run meanwhile. Write await (async_sleep (\u2026)) "
		 "instead.");
	cause->sentence = text_take(&text);
	cause->certain = true;
	cause->if_right = VERDICT_PROTOCOL;
	free(at);
	free(span);
}

static bool accuse_first(const struct evidence *evidence, struct cause *cause,
			 bool only_in_time)
{
	const struct program_result *result = evidence->result;

	for (size_t i = 0; i < result->blocking_call_count; i++) {
		const struct blocking_call *call = &result->blocking_calls[i];
		struct source_line line;
		bool guilty;

		if (!is_main_programs(evidence, call) ||
		    (only_in_time && !came_in_time(evidence, call)))
			continue;
		if (!source_line_find(call->object, call->offset, &line))
			continue;
		guilty = stands_in_coroutine(evidence, &line);
		if (guilty)
			accuse(evidence, call, &line, cause);
		source_line_free(&line);
		if (guilty)
			return true;
	}
	return false;
}

bool cause_blocking_call(const struct evidence *evidence, struct cause *cause)
{
	return accuse_first(evidence, cause, true);
}

/* It blocks, but that is not known to be why the output is wrong. */
bool cause_blocking_call_besides(const struct evidence *evidence, struct cause *cause)
{
	char *sentence;

	if (!accuse_first(evidence, cause, false))
		return false;
	sentence = text_format("And %s", cause->sentence);
	free(cause->sentence);
	cause->sentence = sentence;
	cause->certain = false;
	return true;
}

/* ---- another program ------------------------------------------------------ */

/* A call that waits until another program has ended, in a coroutine's own code. */
static const char *find_child_call(const char *code, const char **name,
				   struct definition *coroutine)
{
	static const char *const macros[] = { "async", "async_generator",
					      "asynccontextmanager" };
	static const char *const names[] = { "system", "waitpid", "wait4", "pclose" };

	for (size_t m = 0; m < sizeof(macros) / sizeof(*macros); m++)
		for (const char *at = code;
		     source_code_definition(&at, macros[m], coroutine);
		     free(coroutine->name))
			for (size_t n = 0; n < sizeof(names) / sizeof(*names); n++) {
				const char *call = source_code_word(at, names[n]);

				*name = names[n];
				if (call && call < source_code_block_end(at) &&
				    call[strlen(*name)] == '(')
					return call;
			}
	return NULL;
}

/* The clock sees only what sleeps; but such a call holds up the loop however long it
 * takes. */
bool cause_blocks_for_child(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct definition coroutine;
	struct text text = { 0 };
	const char *call, *name;
	char *code;

	if (!source || !source->runtime || !source->text ||
	    cause_texts_are_wrong(evidence))
		return false;
	code = source_code_only(source->text);
	call = find_child_call(code, &name, &coroutine);
	if (call) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, call));
		add_call(&text, name, cause->where.source);
		text_add_format(&text,
				" in %s holds up the whole loop until the other program "
				"has ended: nothing else can run meanwhile. Call it in a "
				"thread (to_thread), or start the program with "
				"create_subprocess_exec.",
				coroutine.name);
		free(coroutine.name);
		cause->sentence = text_take(&text);
		cause->certain = true;
		cause->if_right = VERDICT_PROTOCOL;
	}
	free(code);
	return call;
}
