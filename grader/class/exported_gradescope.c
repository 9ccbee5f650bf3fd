/* What Gradescope writes beside the submissions that it exports:
 *
 *	submission_9001:
 *	  :submitters:
 *	  - :name: Ada Lovelace
 *	    :sid: '101'
 *	    :email: ada@example.org
 *	  :created_at: …
 */
#include <stdlib.h>
#include <string.h>

#include "class/exported.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

const char exported_metadata[] = "submission_metadata.yml";

enum { LONGEST_METADATA = 256 << 20 };

/* A file that is being read. */
struct reading {
	struct submitters *submitters;
	const char *submission; /* that the lines are of; NULL: none */
	size_t length;          /* of its name */
	bool listed;            /* below «:submitters:» */
};

/* The value of a line: plain, or in quotes of either kind. To be freed. */
static char *value_of(const char *text, size_t length)
{
	struct text value = { 0 };
	char quote = length >= 2 && (*text == '\'' || *text == '"') ? *text : '\0';

	if (quote && text[length - 1] == quote) {
		text++;
		length -= 2;
	} else {
		quote = '\0';
	}
	for (size_t i = 0; i < length; i++) {
		/* '' in the one kind, \" and \\ in the other. */
		if (quote && i + 1 < length && text[i] == (quote == '"' ? '\\' : '\'') &&
		    (text[i + 1] == quote || text[i + 1] == '\\'))
			i++;
		text_add_bytes(&value, text + i, 1);
	}
	return text_take(&value);
}

/* Behind «:name: », if that stands there. */
static const char *behind(const char *line, size_t length, const char *key)
{
	size_t tail = strlen(key);

	return length >= tail && strncmp(line, key, tail) == 0 ? line + tail : NULL;
}

static void add_submitter(const struct reading *reading)
{
	struct submitters *all = reading->submitters;

	all->each = memory_resize(all->each, all->count + 1, sizeof(*all->each));
	all->each[all->count++] = (struct submitter){
		.submission = memory_copy_bytes(reading->submission, reading->length),
		.exported = { .system = SYSTEM_GRADESCOPE },
	};
}

/* One of «- :name: Ada», «  :sid: '101'». */
static void take_member(const struct reading *reading, const char *line, size_t length)
{
	const char *end = line + length, *value;
	struct exported *exported;
	char **place;

	if (*line == '-')
		add_submitter(reading);
	if (!reading->submitters->count)
		return;
	exported = &reading->submitters->each[reading->submitters->count - 1].exported;
	line += 2;
	length -= 2;
	if ((value = behind(line, length, ":name: ")))
		place = &exported->whose;
	else if ((value = behind(line, length, ":sid: ")))
		place = &exported->number;
	else if ((value = behind(line, length, ":email: ")))
		place = &exported->email;
	else
		return;
	free(*place);
	*place = value_of(value, (size_t)(end - value));
}

static void take_line(struct reading *reading, const char *line, size_t length)
{
	while (length && (line[length - 1] == '\r' || line[length - 1] == ' '))
		length--;
	if (length && *line != ' ' && *line != '#') {
		reading->listed = false;
		reading->submission = line[length - 1] == ':' ? line : NULL;
		reading->length = length - 1;
	} else if (reading->submission && length > 4 && strncmp(line, "  ", 2) == 0) {
		if (line[2] == ':')
			reading->listed = length == strlen("  :submitters:") &&
					  behind(line, length, "  :submitters:");
		else if (reading->listed &&
			 (strncmp(line + 2, "- ", 2) == 0 ||
			  (strncmp(line + 2, "  ", 2) == 0 && line[4] == ':')))
			take_member(reading, line + 2, length - 2);
	}
}

void submitters_read(struct submitters *submitters, const char *folder)
{
	struct reading reading = { .submitters = submitters };
	char *path = path_join(folder, exported_metadata);
	char *bytes = file_read(path, LONGEST_METADATA, NULL, NULL);

	*submitters = (struct submitters){ 0 };
	for (const char *line = bytes; line && *line;) {
		size_t length = strcspn(line, "\n");

		take_line(&reading, line, length);
		line += length + (line[length] == '\n');
	}
	free(bytes);
	free(path);
}

void submitters_free(struct submitters *submitters)
{
	for (size_t i = 0; i < submitters->count; i++) {
		free(submitters->each[i].submission);
		exported_free(&submitters->each[i].exported);
	}
	free(submitters->each);
	*submitters = (struct submitters){ 0 };
}
