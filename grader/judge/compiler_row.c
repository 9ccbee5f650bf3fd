#define _GNU_SOURCE
#include "judge/compiler_row.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/compiler_table.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

/* A pattern's pieces that the sentence uses. */
struct captures {
	char *texts[4];
	size_t count;
};

static void captures_free(struct captures *captures)
{
	for (size_t i = 0; i < captures->count; i++)
		free(captures->texts[i]);
	captures->count = 0;
}

/* Does `text` begin with the pattern? Captures are filled from `index` on. */
static bool fits(const char *pattern, const char *text, struct captures *captures)
{
	bool capture = strncmp(pattern, "{}", 2) == 0;

	if (!*pattern)
		return true;
	if (!capture && *pattern != '*')
		return *pattern == *text && fits(pattern + 1, text + 1, captures);
	for (size_t length = 0;; length++) {
		size_t before = captures->count;

		if (capture)
			captures->texts[captures->count++] =
				memory_copy_bytes(text, length);
		if (fits(pattern + (capture ? 2 : 1), text + length, captures))
			return true;
		while (captures->count > before)
			free(captures->texts[--captures->count]);
		/* What stands between quotation marks is one thing. */
		if (!text[length] || (capture && text[length] == '\''))
			return false;
	}
}

static bool fits_anywhere(const char *pattern, const char *text,
			  struct captures *captures)
{
	for (; *text; text++)
		if (fits(pattern, text, captures))
			return true;
	return false;
}

char *compiler_written_name(const char *name)
{
	size_t length = strlen(name);

	if (length > 5 && strcmp(name + length - 5, "_body") == 0)
		length -= 5;
	return memory_copy_bytes(name, length);
}

/* timeout (…) and task_group () are macros around what has that ending. */
static void add_name(struct text *text, const char *name)
{
	static const char ending[] = "_scope";
	size_t length;

	if (strcmp(name, "exit_stack_manager") == 0)
		name = "ExitStack";
	if (strcmp(name, "async_exit_stack_manager") == 0)
		name = "AsyncExitStack";
	length = strlen(name);

	if (length > sizeof(ending) - 1 &&
	    strcmp(name + length - (sizeof(ending) - 1), ending) == 0)
		length -= sizeof(ending) - 1;
	text_add_bytes(text, name, length);
}

static char *fill_in(const char *sentence, const struct captures *captures,
		     const char *function, const char *word)
{
	struct text text = { 0 };
	char *name = compiler_written_name(function ? function : "this function");

	while (*sentence) {
		size_t plain = strcspn(sentence, "{");

		text_add_bytes(&text, sentence, plain);
		sentence += plain;
		if (!*sentence)
			break;
		if (!sentence[1] || sentence[2] != '}') { /* is meant as it stands */
			text_add_bytes(&text, sentence++, 1);
			continue;
		}
		if (sentence[1] == 'f')
			text_add(&text, name);
		else if (sentence[1] == 'w')
			text_add(&text, word ? word : "it");
		else if ((size_t)(sentence[1] - '1') < captures->count)
			add_name(&text, captures->texts[sentence[1] - '1']);
		sentence += 3;
	}
	free(name);
	return text_take(&text);
}

/* What a compiler believes that was meant may be far off. */
static bool suggests_badly(const struct compiler_row *row,
			   const struct captures *captures)
{
	const char *suggested;

	if (!strstr(row->pattern, "did you mean '{}'"))
		return false;
	suggested = captures->texts[captures->count - 1];
	for (size_t i = 0; i + 1 < captures->count; i++)
		if (nearest_name(captures->texts[i], &suggested, 1) == 0)
			return false;
	return true;
}

/* A name with an underscore at its end was written by no learner. */
static bool names_what_is_within(const struct captures *captures)
{
	for (size_t i = 0; i < captures->count; i++) {
		size_t length = strlen(captures->texts[i]);

		if (length > 1 && captures->texts[i][length - 1] == '_')
			return true;
	}
	return false;
}

char *compiler_row_find(const struct compiler_row *rows, size_t count,
			const char *message, const char *function, const char *word,
			const char **row)
{
	for (size_t i = 0; i < count; i++) {
		struct captures captures = { 0 };
		char *sentence = NULL;

		if (fits_anywhere(rows[i].pattern, message, &captures) &&
		    !suggests_badly(&rows[i], &captures) &&
		    !names_what_is_within(&captures)) {
			sentence = fill_in(rows[i].sentence, &captures, function, word);
			*row = rows[i].name;
		}
		captures_free(&captures);
		if (sentence)
			return sentence;
	}
	return NULL;
}
