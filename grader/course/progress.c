#define _GNU_SOURCE
#include "course/progress.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const char heading[] = "course progress 1";
static const char any_version[] = "course progress ";
static const size_t longest_file = (size_t)1 << 20;
static const char folder_name[] = PROGRESS_FOLDER;

enum { MOST_DAMAGED = 1000 };

/* How a file was found. */
enum state {
	STATE_GOOD, /* or not there */
	STATE_DAMAGED,
	STATE_LATER, /* of a later version: not ours to write */
};

static char *progress_path(const char *root)
{
	return text_format("%s/%s/progress", root, folder_name);
}

/* ---- reading ---------------------------------------------------------------- */

static struct exercise_progress *entry_of(struct progress *progress, const char *name)
{
	struct exercise_progress *entry;

	for (size_t i = 0; i < progress->count; i++)
		if (strcmp(progress->exercises[i].name, name) == 0)
			return &progress->exercises[i];
	progress->exercises = memory_resize(progress->exercises, progress->count + 1,
					    sizeof(*progress->exercises));
	entry = &progress->exercises[progress->count++];
	*entry = (struct exercise_progress){ .name = memory_copy_text(name) };
	return entry;
}

static void set_text(char **place, const char *text)
{
	free(*place);
	*place = memory_copy_text(text);
}

static bool is_name(const char *name)
{
	size_t length = 0;

	while (isalnum((unsigned char)name[length]) ||
	       (name[length] && strchr("_-.", name[length])))
		length++;
	return length && !name[length] && *name != '.';
}

static bool read_number(const char *text, unsigned *number)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (!isdigit((unsigned char)*text) || *end || value > 1000000000)
		return false;
	*number = (unsigned)value;
	return true;
}

static bool is_moment(const char *text)
{
	struct tm moment = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &moment);

	return end && !*end;
}

static bool read_member(struct exercise_progress *entry, const char *name,
			const char *value)
{
	if (strcmp(name, "tries") == 0)
		return read_number(value, &entry->tries);
	if (strcmp(name, "hints") == 0)
		return read_number(value, &entry->hints);
	if (strcmp(name, "passed") != 0 || !is_moment(value))
		return false;
	set_text(&entry->passed, value);
	return true;
}

/* «greetings tries 4 hints 2»; the words are cut where they stand. */
static bool read_exercise(struct progress *progress, char *words)
{
	char *rest = NULL, *word = strtok_r(words, " ", &rest), *value;
	struct exercise_progress *entry;

	if (!word || !is_name(word))
		return false;
	entry = entry_of(progress, word);
	while ((word = strtok_r(NULL, " ", &rest))) {
		value = strtok_r(NULL, " ", &rest);
		if (!value || !read_member(entry, word, value))
			return false;
	}
	return true;
}

static bool keep_other(struct progress *progress, const char *line)
{
	size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz");

	if (!length || line[length] != ' ')
		return false;
	for (const char *at = line; *at; at++)
		if ((unsigned char)*at < ' ')
			return false;
	progress->others = memory_resize(progress->others, progress->other_count + 1,
					 sizeof(*progress->others));
	progress->others[progress->other_count++] = memory_copy_text(line);
	return true;
}

static bool read_line(struct progress *progress, char *line)
{
	if (strncmp(line, "exercise ", 9) == 0)
		return read_exercise(progress, line + 9);
	if (strncmp(line, "current ", 8) != 0)
		return keep_other(progress, line);
	if (!is_name(line + 8))
		return false;
	set_text(&progress->current, line + 8);
	return true;
}

static bool read_lines(struct progress *progress, char *bytes, size_t length)
{
	bool good = strlen(bytes) == length && length && bytes[length - 1] == '\n';
	char *rest = NULL;

	if (strncmp(bytes, heading, strlen(heading)) != 0)
		return false;
	for (char *line = strtok_r(bytes + strlen(heading), "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		good &= read_line(progress, line);
	return good;
}

static enum state read_file(struct progress *progress, const char *path)
{
	size_t length = 0;
	char *bytes;
	enum state state = STATE_GOOD;

	*progress = (struct progress){ 0 };
	if (access(path, F_OK) != 0)
		return STATE_GOOD;
	bytes = file_read(path, longest_file, &length, NULL);
	if (!bytes)
		return STATE_DAMAGED;
	if (strncmp(bytes, any_version, strlen(any_version)) == 0 &&
	    strtol(bytes + strlen(any_version), NULL, 10) > 1)
		state = STATE_LATER;
	else if (!read_lines(progress, bytes, length))
		state = STATE_DAMAGED;
	free(bytes);
	return state;
}

void progress_read(struct progress *progress, const char *root, char **notice)
{
	char *path = progress_path(root);

	*notice = NULL;
	switch (read_file(progress, path)) {
	case STATE_GOOD: break;
	case STATE_DAMAGED:
		*notice =
			text_format("%s is damaged: what can be read of it counts", path);
		break;
	case STATE_LATER:
		*notice = text_format("%s was written by a later version of course, and "
				      "is left alone",
				      path);
		break;
	}
	free(path);
}

void progress_free(struct progress *progress)
{
	for (size_t i = 0; i < progress->count; i++) {
		free(progress->exercises[i].name);
		free(progress->exercises[i].passed);
	}
	for (size_t i = 0; i < progress->other_count; i++)
		free(progress->others[i]);
	free(progress->exercises);
	free(progress->others);
	free(progress->current);
	*progress = (struct progress){ 0 };
}

struct exercise_progress progress_of(const struct progress *progress,
				     const char *exercise)
{
	for (size_t i = 0; i < progress->count; i++)
		if (strcmp(progress->exercises[i].name, exercise) == 0)
			return progress->exercises[i];
	return (struct exercise_progress){ 0 };
}

/* ---- writing ---------------------------------------------------------------- */

static char *as_text(const struct progress *progress)
{
	struct text text = { 0 };

	text_add_format(&text, "%s\n", heading);
	if (progress->current)
		text_add_format(&text, "current %s\n", progress->current);
	for (size_t i = 0; i < progress->count; i++) {
		const struct exercise_progress *entry = &progress->exercises[i];

		text_add_format(&text, "exercise %s tries %u hints %u%s%s\n", entry->name,
				entry->tries, entry->hints,
				entry->passed ? " passed " : "",
				entry->passed ? entry->passed : "");
	}
	for (size_t i = 0; i < progress->other_count; i++)
		text_add_format(&text, "%s\n", progress->others[i]);
	return text_take(&text);
}

/* The file is there as it was, or as it is to be, whenever the power goes. */
static bool replace(const char *path, const char *bytes, char **error)
{
	char *fresh = text_format("%s.new", path);
	bool good = file_write(fresh, bytes, strlen(bytes), error);
	int descriptor = good ? open(fresh, O_RDONLY | O_CLOEXEC) : -1;

	if (good &&
	    (descriptor < 0 || fsync(descriptor) != 0 || rename(fresh, path) != 0))
		good = text_error(error, "%s cannot be written: %s", path,
				  strerror(errno));
	if (descriptor >= 0)
		close(descriptor);
	free(fresh);
	return good;
}

/* Gives a damaged file another name, and says which. */
static bool put_aside(const char *path, char **notice, char **error)
{
	for (int number = 1; number <= MOST_DAMAGED; number++) {
		char *aside = text_format("%s.damaged-%d", path, number);

		if (access(aside, F_OK) != 0 && rename(path, aside) == 0) {
			*notice = text_format("%s was damaged: it is kept as %s, and "
					      "what could be read of it counts",
					      path, aside);
			free(aside);
			return true;
		}
		free(aside);
	}
	return text_error(error, "%s is damaged, and cannot be put aside: %s", path,
			  strerror(errno));
}

/* The folder, locked; -1 with a sentence. Others wait for next to no time. */
static int lock(const char *root, char **error)
{
	char *folder = path_join(root, folder_name);
	int descriptor = -1;

	if (mkdir(folder, 0777) == 0 || errno == EEXIST)
		descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0 || access(folder, W_OK) != 0) {
		text_error(error, "progress is not kept: %s cannot be written: %s",
			   folder, strerror(errno));
		if (descriptor >= 0)
			close(descriptor);
		descriptor = -1;
	}
	while (descriptor >= 0 && flock(descriptor, LOCK_EX) != 0 && errno == EINTR)
		;
	free(folder);
	return descriptor;
}

static char *moment_now(void)
{
	char moment[32];
	time_t now = time(NULL);
	struct tm parts;

	gmtime_r(&now, &parts);
	strftime(moment, sizeof(moment), "%Y-%m-%dT%H:%M:%SZ", &parts);
	return memory_copy_text(moment);
}

static void apply(struct progress *progress, enum progress_event event,
		  const char *exercise, unsigned hint)
{
	struct exercise_progress *entry;

	if (event != PROGRESS_HINTED)
		set_text(&progress->current, exercise);
	if (event == PROGRESS_CHOSEN)
		return;
	entry = entry_of(progress, exercise);
	if (event == PROGRESS_HINTED)
		entry->hints = hint;
	else
		entry->tries++;
	if (event == PROGRESS_PASSED && !entry->passed)
		entry->passed = moment_now();
}

static bool update(const char *path, enum progress_event event, const char *exercise,
		   unsigned hint, char **notice, char **error)
{
	struct progress progress;
	enum state state = read_file(&progress, path);
	bool good = true;
	char *bytes;

	if (state == STATE_LATER)
		good = text_error(error,
				  "progress is not kept: %s was written by a later "
				  "version of course",
				  path);
	else if (state == STATE_DAMAGED)
		good = put_aside(path, notice, error);
	apply(&progress, event, exercise, hint);
	bytes = as_text(&progress);
	good = good && replace(path, bytes, error);
	free(bytes);
	progress_free(&progress);
	return good;
}

bool progress_note(const char *root, enum progress_event event, const char *exercise,
		   unsigned hint, char **notice, char **error)
{
	int folder = lock(root, error);
	char *path = progress_path(root);
	bool good = false;

	*notice = NULL;
	if (folder >= 0) {
		good = update(path, event, exercise, hint, notice, error);
		if (good)
			fsync(folder);
		close(folder);
	}
	free(path);
	return good;
}
