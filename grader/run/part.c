#include "run/part.h"

#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const size_t longest_table = 65536;

/* ---- the table ---- */

/* The next word of a line, which is moved behind it; NULL: there is none. */
static char *take_word(char **line)
{
	char *word = *line + strspn(*line, " ");
	size_t length = strcspn(word, " ");

	*line = word + length;
	return length ? memory_copy_bytes(word, length) : NULL;
}

static void add_word(struct part *part, size_t count, char *word)
{
	part->words = memory_resize(part->words, count + 2, sizeof(*part->words));
	part->words[count] = word;
	part->words[count + 1] = NULL;
}

/* An archive lies beside the table, wherever that is. */
static char *place_word(const char *folder, char *word)
{
	char *path;

	if (strncmp(word, "libasync_", strlen("libasync_")) != 0)
		return word;
	path = path_join(folder, word);
	free(word);
	return path;
}

static void free_part(struct part *part)
{
	for (size_t i = 0; part->words && part->words[i]; i++)
		free(part->words[i]);
	free(part->words);
	free(part->header);
	free(part->name);
}

static void read_row(struct parts *parts, const char *folder, char *line)
{
	struct part part = { .header = take_word(&line), .name = take_word(&line) };
	char *state = take_word(&line), *word;

	part.there = state && strcmp(state, "there") == 0;
	free(state);
	for (size_t i = 0; (word = take_word(&line)); i++)
		add_word(&part, i, part.there ? place_word(folder, word) : word);
	if (!part.words) {
		free_part(&part);
		return;
	}
	parts->parts =
		memory_resize(parts->parts, parts->count + 1, sizeof(*parts->parts));
	parts->parts[parts->count++] = part;
}

void parts_read(struct parts *parts, const char *folder)
{
	char *path = path_join(folder, "parts");
	char *table = file_read(path, longest_table, NULL, NULL);
	char *rest = table, *line;

	*parts = (struct parts){ 0 };
	while ((line = strsep(&rest, "\n")))
		read_row(parts, folder, line);
	free(table);
	free(path);
}

void parts_free(struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		free_part(&parts->parts[i]);
	free(parts->parts);
	*parts = (struct parts){ 0 };
}

/* ---- what a program needs ---- */

static const char *skip(const char *at, const char *word)
{
	size_t length = strlen(word);

	at += strspn(at, " \t");
	return strncmp(at, word, length) == 0 ? at + length : NULL;
}

/* What follows `async/` in a line that includes such a header; else NULL. */
static const char *included(const char *line)
{
	const char *at = skip(line, "#");

	at = at ? skip(at, "include") : NULL;
	if (!at)
		return NULL;
	at += strspn(at, " \t");
	return *at == '<' || *at == '"' ? skip(at + 1, "async/") : NULL;
}

static const struct part *find_part(const struct parts *parts, const char *header)
{
	size_t length = strcspn(header, ">\"\n");

	for (size_t i = 0; i < parts->count; i++)
		if (strlen(parts->parts[i].header) == length &&
		    memcmp(parts->parts[i].header, header, length) == 0)
			return &parts->parts[i];
	return NULL;
}

static bool is_among(const struct part *part, const struct part **needed, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(needed[i]->name, part->name) == 0)
			return true;
	return false;
}

size_t parts_needed(const struct parts *parts, const char *source,
		    const struct part **needed)
{
	size_t count = 0;

	for (const char *line = source; parts->count && line && *line;) {
		const char *header = included(line), *end = strchr(line, '\n');
		const struct part *part = header ? find_part(parts, header) : NULL;

		if (part && !is_among(part, needed, count))
			needed[count++] = part;
		line = end ? end + 1 : NULL;
	}
	return count;
}

static char *sentence(const struct part *part)
{
	struct text text = { 0 };

	text_add_format(&text,
			"<async/%s> is not there, since the runtime was built without ",
			part->header);
	for (size_t i = 0; part->words[i]; i++)
		text_add_format(&text, "%s%s", i ? " and " : "", part->words[i]);
	text_add(&text, ": run `make setup-library`, then `make`");
	return text_take(&text);
}

char *parts_lack(const struct parts *parts, const char *source)
{
	const struct part **needed = memory_new(parts->count, sizeof(*needed));
	size_t count = parts_needed(parts, source, needed);
	char *lack = NULL;

	for (size_t i = 0; i < count && !lack; i++)
		if (!needed[i]->there)
			lack = sentence(needed[i]);
	free(needed);
	return lack;
}
