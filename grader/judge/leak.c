#define _GNU_SOURCE
#include "judge/leak.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_line.h"
#include "run/trace_reader.h"
#include "text/memory.h"

/* To find a line takes a process of its own: no more are looked for than that. */
enum { MOST_LOOKED_FOR = 16 };

/* As grader/heap/calls.c replaces them. */
static const struct {
	const char *name;
	enum leak_kind kind;
} calls[] = {
	{ "malloc", LEAK_MEMORY },        { "calloc", LEAK_MEMORY },
	{ "realloc", LEAK_MEMORY },       { "reallocarray", LEAK_MEMORY },
	{ "strdup", LEAK_MEMORY },        { "strndup", LEAK_MEMORY },
	{ "asprintf", LEAK_MEMORY },      { "vasprintf", LEAK_MEMORY },
	{ "getline", LEAK_MEMORY },       { "getdelim", LEAK_MEMORY },
	{ "aligned_alloc", LEAK_MEMORY }, { "posix_memalign", LEAK_MEMORY },
	{ "memalign", LEAK_MEMORY },      { "valloc", LEAK_MEMORY },
	{ "realpath", LEAK_MEMORY },      { "getcwd", LEAK_MEMORY },
	{ "fopen", LEAK_FILE },           { "fdopen", LEAK_FILE },
	{ "tmpfile", LEAK_FILE },         { "fmemopen", LEAK_FILE },
	{ "opendir", LEAK_FOLDER },       { "fdopendir", LEAK_FOLDER },
};

bool leak_is_possible(const char *source)
{
	char *code = source_code_only(source);
	bool found = false;

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls) && !found; i++)
		found = source_code_word(code, calls[i].name);
	free(code);
	return found;
}

static bool know_call(const char *name, struct leak *leak)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (strcmp(calls[i].name, name) == 0) {
			leak->call = calls[i].name;
			leak->kind = calls[i].kind;
			return true;
		}
	return false;
}

/* «11a5 strdup 24 1 3» */
static bool read_leak(const char *text, uintptr_t *offset, struct leak *leak)
{
	char address[17], call[33], bytes[20], blocks[20], given[20];
	int length = 0;

	if (sscanf(text, "%16[0-9a-f] %32[a-z_] %18[0-9] %18[0-9] %18[0-9]%n", address,
		   call, bytes, blocks, given, &length) != 5 ||
	    text[length] || !know_call(call, leak))
		return false;
	*offset = (uintptr_t)strtoull(address, NULL, 16);
	leak->bytes = strtoull(bytes, NULL, 10);
	leak->blocks = strtoull(blocks, NULL, 10);
	leak->given = strtoull(given, NULL, 10);
	return leak->blocks > 0 && leak->blocks <= leak->given;
}

/* The macros compile the function f as f_body; what is not in the source at all is of
 * no use to the learner. */
static char *name_of(const char *function, const char *source)
{
	size_t length = function ? strlen(function) : 0;
	char *name, *code;

	if (length > 5 && strcmp(function + length - 5, "_body") == 0)
		length -= 5;
	if (!length)
		return NULL;
	name = memory_copy_bytes(function, length);
	code = source_code_only(source);
	if (!source_code_word(code, name)) {
		free(name);
		name = NULL;
	}
	free(code);
	return name;
}

static bool find_place(const char *executable, uintptr_t offset,
		       const struct evidence *evidence, struct leak *leak)
{
	const struct evidence_source *source;
	struct source_line line;

	if (!source_line_find(executable, offset, &line))
		return false;
	source = evidence_find_source(evidence, line.file);
	if (source) {
		leak->file = memory_copy_text(line.file);
		leak->line = line.line;
		leak->function = name_of(line.function, source->text);
	}
	source_line_free(&line);
	return source;
}

bool leak_find(const struct trace *trace, const char *executable,
	       const struct evidence *evidence, struct leak *leak)
{
	int looked_for = 0;

	for (size_t i = 0; i < trace->count && looked_for < MOST_LOOKED_FOR; i++) {
		uintptr_t offset;

		*leak = (struct leak){ 0 };
		if (trace->entries[i].kind != TRACE_LEAK ||
		    !read_leak(trace->entries[i].text, &offset, leak))
			continue;
		looked_for++;
		if (find_place(executable, offset, evidence, leak))
			return true;
	}
	return false;
}

void leak_free(struct leak *leak)
{
	free(leak->file);
	free(leak->function);
	*leak = (struct leak){ 0 };
}
