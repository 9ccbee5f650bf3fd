#define _GNU_SOURCE
#include "class/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/json_report.h"
#include "show/json_text.h"
#include "show/text_report.h"
#include "text/digest.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* What is kept of what a program printed, and of what else it can make long. */
enum { MOST_LINES = 200, LONGEST_LINE = 500, LONGEST_TEXT = 16384 };

/* What the feedback is laid out for. */
enum { FEEDBACK_COLUMNS = 76 };

json_t *record_new(const struct student *student, const struct assignment *assignment)
{
	static const char *const kinds[] = {
		[HANDED_FOLDER] = "folder",   [HANDED_FILE] = "file",
		[HANDED_ARCHIVE] = "archive", [HANDED_OTHER] = "other",
		[HANDED_NOTHING] = "nothing", [HANDED_SEVERAL] = "several",
	};
	json_t *record = json_object();

	json_set_text(record, "student", student->name);
	json_set_text(record, "key", student->key);
	json_set_text(record, "handed_in", kinds[student_kind(student)]);
	json_object_set_new(record, "notes", json_array());
	json_object_set_new(record, "error", json_null());
	json_object_set_new(record, "exercises", json_array());
	json_set_text(record, "level", jail_level_name(assignment->level));
	json_object_set(record, "versions", assignment->versions);
	return record;
}

void record_set_hand_in(json_t *record, const struct hand_in *hand_in)
{
	json_t *notes = json_object_get(record, "notes");

	for (size_t i = 0; i < hand_in->note_count; i++) {
		char *seen = visible_copy(hand_in->notes[i], strlen(hand_in->notes[i]),
					  true, SPACES_PLAIN);

		json_array_append_new(notes, json_string(seen));
		free(seen);
	}
}

void record_set_error(json_t *record, const char *sentence)
{
	json_set_text(record, "error", sentence);
}

json_t *record_add_exercise(json_t *record, const struct exercise *exercise)
{
	json_t *entry = json_object();

	json_set_text(entry, "exercise", exercise->name);
	json_object_set_new(entry, "handed_in", json_false());
	json_object_set_new(entry, "files", json_array());
	json_object_set_new(entry, "verdict", json_null());
	json_object_set_new(entry, "message", json_null());
	json_object_set_new(entry, "cases", json_array());
	json_array_append_new(json_object_get(record, "exercises"), entry);
	return entry;
}

void record_set_files(json_t *entry, const struct match *match,
		      const struct submission *submission)
{
	json_t *files = json_object_get(entry, "files");

	json_object_set_new(entry, "handed_in", json_true());
	for (size_t i = 0; i < submission->count; i++) {
		const struct submission_file *file = &submission->files[i];
		const struct handed_file *handed = match->files[i];
		char *digest = digest_of(file->bytes, file->length);
		json_t *object = json_object();

		json_set_text(object, "name", file->file->name);
		if (handed)
			json_set_text(object, "from", handed->name);
		else
			json_object_set_new(object, "from", json_null());
		json_object_set_new(object, "bytes",
				    json_integer((json_int_t)file->length));
		json_set_text(object, "sha256", digest);
		json_array_append_new(files, object);
		free(digest);
	}
}

/* ---- bounds --------------------------------------------------------------------- */

/* Where a text may be cut, so that no character is. */
static size_t cut_at(const char *text, size_t length, size_t limit)
{
	size_t at = 0;
	unsigned point;

	while (at < length) {
		size_t size = utf8_decode(text + at, length - at, &point);

		size = size ? size : 1;
		if (at + size > limit)
			break;
		at += size;
	}
	return at;
}

static void bound_text(json_t *object, const char *name, size_t limit)
{
	const json_t *value = json_object_get(object, name);
	size_t length = json_is_string(value) ? json_string_length(value) : 0;

	if (length <= limit)
		return;
	length = cut_at(json_string_value(value), length, limit);
	json_object_set_new(object, name, json_stringn(json_string_value(value), length));
	json_object_set_new(object, "cut", json_true());
}

static void bound_lines(json_t *object, const char *name)
{
	json_t *lines = json_object_get(object, name), *line;
	size_t count = json_array_size(lines), index;

	if (count > MOST_LINES) {
		char *left_out = text_format("%s_left_out", name);

		while (json_array_size(lines) > MOST_LINES)
			json_array_remove(lines, json_array_size(lines) - 1);
		json_object_set_new(object, left_out,
				    json_integer((json_int_t)(count - MOST_LINES)));
		free(left_out);
	}
	json_array_foreach(lines, index, line) bound_text(line, "text", LONGEST_LINE);
}

static void bound_case(json_t *object)
{
	json_t *divergence = json_object_get(object, "divergence");

	bound_lines(object, "expected");
	bound_lines(object, "actual");
	bound_text(object, "errors", LONGEST_TEXT);
	bound_text(object, "compiler_log", LONGEST_TEXT);
	bound_text(object, "message", LONGEST_TEXT);
	bound_text(json_object_get(object, "where"), "source", LONGEST_LINE);
	bound_text(json_object_get(divergence, "expected"), "text", LONGEST_LINE);
	bound_text(json_object_get(divergence, "actual"), "text", LONGEST_LINE);
}

/* ---- cases ---------------------------------------------------------------------- */

/* What `course check` says, without how long it took. */
static char *feedback_of(const struct check_request *request, const struct check *check)
{
	struct check timeless = *check;
	struct terminal terminal = { .unicode = true, .columns = FEEDBACK_COLUMNS };
	char *text = NULL;
	size_t length;

	timeless.real_seconds = 0;
	terminal.stream = open_memstream(&text, &length);
	if (!terminal.stream)
		return memory_copy_text("");
	text_report(&terminal, request, &timeless);
	if (fclose(terminal.stream) == 0)
		return text;
	free(text);
	return memory_copy_text("");
}

/* Said once, of the exercise. */
static void remove_common(json_t *object)
{
	static const char *const members[] = {
		"exercise", "seed", "cases_passed", "compiler_log", "flags", "clock",
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		json_object_del(object, members[i]);
}

void record_add_case(json_t *entry, const struct check_request *request,
		     const struct check *check, char *picture)
{
	json_t *object = json_of_check(request, check);
	char *feedback = feedback_of(request, check);

	remove_common(object);
	bound_case(object);
	json_set_text(object, "feedback", feedback);
	if (picture)
		json_set_text(object, "picture", picture);
	json_array_append_new(json_object_get(entry, "cases"), object);
	free(feedback);
	free(picture);
}

/* The first case that was not passed says what the verdict is; NULL: none. */
static const json_t *first_failure(const json_t *entry)
{
	const json_t *cases = json_object_get(entry, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *one = json_array_get(cases, i);
		const char *verdict = json_string_value(json_object_get(one, "verdict"));

		if (verdict && strcmp(verdict, verdict_name(VERDICT_PASS)) != 0)
			return one;
	}
	return NULL;
}

static void take_members(json_t *entry, const json_t *from)
{
	static const char *const members[] = {
		"verdict", "message", "cause", "certain", "where",
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		json_object_set(entry, members[i], json_object_get(from, members[i]));
}

/* A heading is «A blocking sleep: `blocking_sleep`»: without the name of the folder. */
static char *title_of(const struct exercise_mistake *mistake)
{
	size_t length = strlen(mistake->title), tail = strlen(mistake->name) + 2;
	bool named = length > tail &&
		     strcmp(mistake->title + length - tail + 2, mistake->name) == 0 &&
		     mistake->title[length - tail] == ':';

	return memory_copy_bytes(mistake->title, named ? length - tail : length);
}

/* The title of the mistake in exercise.md whose sentence the message holds: that is what
 * many students' mistakes can be counted by. */
static void set_mistake(json_t *entry, const struct exercise *exercise)
{
	const char *verdict = json_string_value(json_object_get(entry, "verdict"));
	const char *message = json_string_value(json_object_get(entry, "message"));
	char *title;

	json_object_set_new(entry, "mistake", json_null());
	for (size_t i = 0; verdict && message && i < exercise->mistake_count; i++) {
		const struct exercise_mistake *mistake = &exercise->mistakes[i];

		if (strcmp(verdict_name(mistake->verdict), verdict) != 0 ||
		    !mistake->sentence ||
		    !exercise_sentence_is_in(mistake->sentence, message))
			continue;
		title = title_of(mistake);
		json_set_text(entry, "mistake", title);
		free(title);
		return;
	}
}

void record_conclude(json_t *entry, const struct check_request *request,
		     const struct check *check)
{
	static const char *const members[] = { "seed", "clock", "flags", "compiler_log" };
	json_t *whole = json_of_check(request, check);
	const json_t *failure = first_failure(entry);
	const json_t *documented = json_array_get(json_object_get(entry, "cases"), 0);
	char *feedback;

	bound_case(whole);
	take_members(entry,
		     failure && check->verdict.kind != VERDICT_JE ? failure : whole);
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		json_object_set(entry, members[i], json_object_get(whole, members[i]));
	set_mistake(entry, request->exercise);
	if (documented) {
		json_object_set(entry, "feedback",
				json_object_get(documented, "feedback"));
	} else {
		feedback = feedback_of(request, check);
		json_set_text(entry, "feedback", feedback);
		free(feedback);
	}
	json_decref(whole);
}

void record_set_unjudged(json_t *entry, const char *sentence)
{
	json_object_set_new(entry, "handed_in", json_true());
	json_set_text(entry, "verdict", verdict_name(VERDICT_JE));
	json_set_text(entry, "message", sentence);
}

char *record_text(const json_t *record)
{
	char *json = json_dumps(record, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
	char *text = text_format("%s\n", json ? json : "{}");

	free(json);
	return text;
}
