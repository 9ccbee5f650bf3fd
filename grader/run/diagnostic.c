/* Reading what gcc, clang, ld and gold print: see run/compile.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "run/compile.h"
#include "text/file.h"
#include "text/memory.h"

/* A flood of messages says no more than its beginning. */
enum { MOST_DIAGNOSTICS = 200 };

static const struct {
	const char *word;
	enum diagnostic_level level;
} levels[] = {
	{ "fatal error: ", DIAGNOSTIC_ERROR },
	{ "error: ", DIAGNOSTIC_ERROR },
	{ "warning: ", DIAGNOSTIC_WARNING },
	{ "note: ", DIAGNOSTIC_NOTE },
	/* ld names no level. */
	{ "undefined reference to ", DIAGNOSTIC_ERROR },
	{ "multiple definition of ", DIAGNOSTIC_ERROR },
};

/* Finds «level: » in the line; *message is set to what follows it (for ld,
 * which has no level, to the words themselves). */
static bool find_level(const char *line, enum diagnostic_level *level, const char **mark,
		       const char **message)
{
	*mark = NULL;
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		const char *found = strstr(line, levels[i].word);
		size_t length = strlen(levels[i].word);

		if (!found || (*mark && found >= *mark))
			continue;
		*mark = found;
		*level = levels[i].level;
		*message = levels[i].word[length - 2] == ':' ? found + length : found;
	}
	return *mark != NULL;
}

/* Reads «FILE:LINE:COLUMN:» or «FILE:LINE:» at the end of `head`, cutting it
 * down to the file. */
static void read_place(char *head, struct diagnostic *diagnostic)
{
	int numbers[2] = { 0, 0 };
	int found = 0;
	size_t length = strlen(head);

	while (length && isspace((unsigned char)head[length - 1]))
		head[--length] = '\0';
	while (found < 2 && length && head[length - 1] == ':') {
		size_t start = length - 1;

		while (start && isdigit((unsigned char)head[start - 1]))
			start--;
		if (start == length - 1 || start == 0 || head[start - 1] != ':')
			break;
		numbers[found++] = atoi(head + start);
		length = start;
		head[length] = '\0';
	}
	while (length && head[length - 1] == ':')
		head[--length] = '\0';
	if (found == 0 || length == 0)
		return;
	diagnostic->line = numbers[found - 1];
	diagnostic->column = found == 2 ? numbers[0] : 0;
	/* What a linker adds in front («/usr/bin/ld: x.o: in function `f':») goes. */
	diagnostic->file = memory_copy_text(path_base(head));
}

/* «file: In function 'name':», which gcc prints before the first message of a
 * function. The name, or NULL; "" at top level. */
static char *read_function(const char *line)
{
	const char *name = strstr(line, ": In function '");
	const char *end;

	if (strstr(line, ": At top level:"))
		return memory_copy_text("");
	if (!name)
		return NULL;
	name += strlen(": In function '");
	end = strchr(name, '\'');
	return end ? memory_copy_bytes(name, (size_t)(end - name)) : NULL;
}

static bool read_diagnostic(const char *line, struct diagnostic *diagnostic)
{
	const char *mark, *message;
	char *head;

	*diagnostic = (struct diagnostic){ 0 };
	if (!find_level(line, &diagnostic->level, &mark, &message))
		return false;
	head = memory_copy_bytes(line, (size_t)(mark - line));
	read_place(head, diagnostic);
	free(head);
	diagnostic->message = memory_copy_text(message);
	return true;
}

void diagnostics_parse(const char *log, struct diagnostic **diagnostics, size_t *count)
{
	char *function = NULL;

	*diagnostics = NULL;
	*count = 0;
	while (*log && *count < MOST_DIAGNOSTICS) {
		size_t length = strcspn(log, "\n");
		char *line = memory_copy_bytes(log, length);
		char *named = read_function(line);
		struct diagnostic diagnostic;

		if (named) {
			free(function);
			function = named;
		} else if (read_diagnostic(line, &diagnostic)) {
			if (function && *function)
				diagnostic.function = memory_copy_text(function);
			*diagnostics = memory_resize(*diagnostics, *count + 1,
						     sizeof(diagnostic));
			(*diagnostics)[(*count)++] = diagnostic;
		}
		free(line);
		log += length + (log[length] == '\n');
	}
	free(function);
}

void diagnostics_free(struct diagnostic *diagnostics, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(diagnostics[i].file);
		free(diagnostics[i].function);
		free(diagnostics[i].message);
	}
	free(diagnostics);
}
