#define _GNU_SOURCE
#include "course/saves.h"

#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "text/file.h"

/* When a file is whole: its writer has closed it, or it got its name. */
static const uint32_t written = IN_CLOSE_WRITE | IN_MOVED_TO;
static const char task_name[] = "exercise.md";
static const size_t longest_task = (size_t)4 << 20;
static const uint32_t folder_gone = IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF;

static void watch_folder(struct saves *saves)
{
	if (saves->descriptor >= 0 && saves->watch < 0)
		saves->watch =
			inotify_add_watch(saves->descriptor, saves->exercise->folder,
					  written | IN_DELETE_SELF | IN_MOVE_SELF);
}

/* ---- contents --------------------------------------------------------------- */

static const uint64_t fingerprint_start = UINT64_C(14695981039346656037);

/* FNV-1a: fast, and nobody attacks their own verdict. */
static uint64_t fingerprint_add(uint64_t hash, const char *bytes, size_t length)
{
	hash = (hash ^ length) * UINT64_C(1099511628211);
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
	return hash ? hash : 1;
}

static uint64_t fingerprint_of_files(const struct submission *submission)
{
	uint64_t hash = fingerprint_start;

	for (size_t i = 0; i < submission->count; i++)
		hash = fingerprint_add(hash, submission->files[i].bytes,
				       submission->files[i].length);
	return hash;
}

/* Some editors empty a file first, and write it then: an empty one is believed when the
 * next look still finds it. */
static bool is_emptied(const struct submission *submission)
{
	for (size_t i = 0; i < submission->count; i++)
		if (!submission->files[i].length)
			return true;
	return false;
}

/* 0: it is not there, which is said when it is needed. */
static uint64_t fingerprint_of_task(const struct exercise *exercise)
{
	char *path = path_join(exercise->folder, task_name);
	size_t length = 0;
	char *bytes = file_read(path, longest_task, &length, NULL);
	uint64_t hash = bytes ? fingerprint_add(fingerprint_start, bytes, length) : 0;

	free(bytes);
	free(path);
	return hash;
}

/* Is it one that was not handed over, and whole? Then it is handed over now. */
static bool take_content(struct saves_content *content, bool heard, uint64_t now)
{
	/* A look may come in the middle of writing: the next one tells. */
	bool whole = heard || !content->given || now == content->seen;

	content->seen = now;
	if (!whole || now == content->given)
		return false;
	content->given = now;
	return true;
}

void saves_begin(struct saves *saves, const struct exercise *exercise)
{
	*saves = (struct saves){
		.exercise = exercise,
		.descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK),
		.watch = -1,
	};
	watch_folder(saves);
	saves->task.given = saves->task.seen = fingerprint_of_task(exercise);
}

void saves_end(struct saves *saves)
{
	if (saves->exercise && saves->descriptor >= 0)
		close(saves->descriptor);
	*saves = (struct saves){ .descriptor = -1 };
}

int saves_descriptor(const struct saves *saves)
{
	return saves->descriptor;
}

/* ---- events ----------------------------------------------------------------- */

/* What was written, as events tell. */
enum heard { HEARD_NOTHING = 0, HEARD_FILES = 1, HEARD_TASK = 2, HEARD_ALL = 3 };

static enum heard name_heard(const struct saves *saves, const char *name)
{
	if (strcmp(name, task_name) == 0)
		return HEARD_TASK;
	return exercise_find_file(saves->exercise, name) ? HEARD_FILES : HEARD_NOTHING;
}

/* An overflow of events may hide anything. */
static enum heard hear_event(struct saves *saves, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW)
		return HEARD_ALL;
	if (event->mask & folder_gone) {
		if (event->mask & IN_MOVE_SELF)
			inotify_rm_watch(saves->descriptor, saves->watch);
		saves->watch = -1;
		return HEARD_NOTHING;
	}
	return event->mask & written && event->len ? name_heard(saves, event->name)
						   : HEARD_NOTHING;
}

static enum heard hear_events(struct saves *saves)
{
	char bytes[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
	enum heard heard = HEARD_NOTHING;
	ssize_t got;

	if (saves->descriptor < 0)
		return HEARD_NOTHING;
	while ((got = read(saves->descriptor, bytes, sizeof(bytes))) > 0)
		for (char *at = bytes; at < bytes + got;) {
			const struct inotify_event *event =
				(const struct inotify_event *)at;

			heard |= hear_event(saves, event);
			at += sizeof(*event) + event->len;
		}
	return heard;
}

/* ---- looks ------------------------------------------------------------------ */

/* An editor may be about to put it there. */
static enum saves_news not_there(struct saves *saves, bool due, char *error,
				 char **sentence)
{
	bool tell = due && saves->missing && !saves->said_missing;

	saves->missing |= due;
	if (!tell) {
		free(error);
		return SAVES_NOTHING;
	}
	saves->said_missing = true;
	*sentence = error;
	return SAVES_MISSING;
}

static enum saves_news judge_content(struct saves *saves, bool heard, uint64_t content)
{
	bool back = saves->said_missing && content == saves->files.given;

	saves->missing = false;
	if (take_content(&saves->files, heard, content)) {
		saves->said_missing = false;
		return SAVES_NEW;
	}
	if (back)
		saves->said_missing = false;
	return back ? SAVES_BACK : SAVES_NOTHING;
}

static bool task_is_new(struct saves *saves, bool heard)
{
	uint64_t now = fingerprint_of_task(saves->exercise);

	return now && take_content(&saves->task, heard, now);
}

enum saves_news saves_take(struct saves *saves, bool due, struct submission *submission,
			   char **sentence)
{
	enum heard heard = hear_events(saves);
	enum saves_news news;
	char *error = NULL;

	watch_folder(saves);
	if (!heard && !due && saves->files.given)
		return SAVES_NOTHING;
	if (task_is_new(saves, heard & HEARD_TASK))
		return SAVES_TASK;
	if (!submission_read(submission, saves->exercise, saves->exercise->folder, NULL,
			     0, &error))
		return not_there(saves, due, error, sentence);
	news = judge_content(saves, heard & HEARD_FILES && !is_emptied(submission),
			     fingerprint_of_files(submission));
	if (news != SAVES_NEW)
		submission_free(submission);
	return news;
}
