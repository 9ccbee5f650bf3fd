#include "course/snippet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

/* A line without the white space at its ends; not owned. */
struct line {
	const char *bytes;
	size_t length;
	int number; /* from 0 */
};

struct lines {
	struct line *lines;
	size_t count;
};

/* Without empty lines. */
static struct lines split(const char *text)
{
	struct lines lines = { 0 };

	for (int number = 0; *text; number++) {
		size_t whole = strcspn(text, "\n"), length = whole;
		const char *bytes = text;

		while (length && isspace((unsigned char)*bytes))
			bytes++, length--;
		while (length && isspace((unsigned char)bytes[length - 1]))
			length--;
		text += whole + (text[whole] == '\n');
		if (!length)
			continue;
		lines.lines =
			memory_resize(lines.lines, lines.count + 1, sizeof(*lines.lines));
		lines.lines[lines.count++] = (struct line){ bytes, length, number };
	}
	return lines;
}

static bool is_ellipsis(const struct line *line)
{
	static const char *const forms[] = {
		"\u2026",    "...",    "/* \u2026 */", "/* ... */",
		"// \u2026", "// ...", "# \u2026",
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (strlen(forms[i]) == line->length &&
		    memcmp(forms[i], line->bytes, line->length) == 0)
			return true;
	return false;
}

static bool same(const struct line *one, const struct line *other)
{
	return one->length == other->length &&
	       memcmp(one->bytes, other->bytes, one->length) == 0;
}

/* How many lines of the snippet, up to an ellipsis, follow each other in the
 * program from `at` on. */
static size_t followed(const struct lines *snippet, size_t from,
		       const struct lines *program, size_t at)
{
	size_t count = 0;

	while (from + count < snippet->count && at + count < program->count &&
	       !is_ellipsis(&snippet->lines[from + count]) &&
	       same(&snippet->lines[from + count], &program->lines[at + count]))
		count++;
	return count;
}

static size_t piece_length(const struct lines *snippet, size_t from)
{
	size_t length = 0;

	while (from + length < snippet->count &&
	       !is_ellipsis(&snippet->lines[from + length]))
		length++;
	return length;
}

/* Finds the piece at or after *at, which is moved behind it. If it is not there,
 * returns false, and *best is how much of it is, at most. */
static bool find_piece(const struct lines *snippet, size_t from,
		       const struct lines *program, size_t *at, size_t *best)
{
	size_t length = piece_length(snippet, from);

	*best = 0;
	for (size_t start = *at; start <= program->count; start++) {
		size_t count = followed(snippet, from, program, start);

		if (count == length) {
			*at = start + length;
			return true;
		}
		if (count > *best)
			*best = count;
	}
	return false;
}

/* Each piece at the first place where it stands: if that leaves no room for the
 * next one, no other place does. */
bool snippet_is_part(const char *snippet, const char *program, int *missing)
{
	struct lines shown = split(snippet), whole = split(program);
	size_t at = 0, best = 0, from = 0;
	bool part = shown.count > 0;

	*missing = 0;
	while (part && from < shown.count) {
		part = find_piece(&shown, from, &whole, &at, &best);
		if (!part)
			*missing = shown.lines[from + best].number;
		from += piece_length(&shown, from);
		while (from < shown.count && is_ellipsis(&shown.lines[from]))
			from++;
	}
	free(shown.lines);
	free(whole.lines);
	return part;
}
