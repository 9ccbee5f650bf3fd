#include "class/explain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "class/marks_page.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* How much of a digest is enough to tell files apart by eye. */
enum { SHOWN_OF_DIGEST = 16 };

/* Columns of the cases: what a case is called, and its verdict. */
enum { CASE_NAME = 22, CASE_WORD = 10 };

static void say(const struct terminal *terminal, enum style style, char *words)
{
	terminal_write_and_free(terminal, style, words);
}

/* A text of several lines, each set in. */
static void show_block(const struct terminal *terminal, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		terminal_write(terminal, STYLE_PLAIN, length ? "    " : "");
		say(terminal, STYLE_PLAIN, memory_copy_bytes(text, length));
		terminal_write(terminal, STYLE_PLAIN, "\n");
		text += length + (text[length] == '\n');
	}
}

static enum style style_of(enum verdict_kind kind)
{
	if (kind == VERDICT_PASS)
		return STYLE_GOOD;
	return kind == VERDICT_JE || kind == VERDICT_COUNT ? STYLE_DOUBT : STYLE_BAD;
}

static void show_files(const struct terminal *terminal, const json_t *entry)
{
	const json_t *files = json_object_get(entry, "files");

	for (size_t i = 0; i < json_array_size(files); i++) {
		const json_t *file = json_array_get(files, i);
		const char *from = text_member(file, "from");

		char *words = text_format(
			"%s, %" PRId64 " bytes, SHA-256 %.*s…, %s%s",
			text_member(file, "name"),
			(int64_t)json_integer_value(json_object_get(file, "bytes")),
			SHOWN_OF_DIGEST, text_member(file, "sha256"),
			*from ? "handed in as " : "as handed out", from);

		terminal_write(terminal, STYLE_PLAIN, "    ");
		terminal_wrap(terminal, STYLE_FAINT, 6, words);
		free(words);
	}
}

/* «limit 7, delay 0.3», to be freed; "" if there are none. */
static char *arguments_of(const json_t *entry)
{
	json_t *arguments = json_object_get(entry, "arguments"), *value;
	struct text text = { 0 };
	const char *name;

	json_object_foreach(arguments, name, value)
		text_add_format(&text, "%s%s %.15g", text.length ? ", " : "", name,
				json_number_value(value));
	return text_take(&text);
}

static void show_case(const struct terminal *terminal, const struct case_grade *one)
{
	char *name = case_name(one);
	char *mark = marks_page_mark(true, one->earned, one->possible);
	char *arguments = arguments_of(one->entry);
	char *with = text_format("%s%s", *arguments ? "   with " : "", arguments);
	size_t width = CASE_NAME + CASE_WORD + strlen(mark) + strlen(with);

	say(terminal, STYLE_PLAIN, text_format("    %-*s", CASE_NAME - 4, name));
	say(terminal, style_of(one->kind),
	    text_format("%-*s", CASE_WORD, case_word(one)));
	say(terminal, STYLE_PLAIN, text_format("%s", mark));
	if (width > terminal->columns)
		say(terminal, STYLE_PLAIN, text_format("\n%*s", CASE_NAME - 3, ""));
	terminal_write(terminal, STYLE_FAINT, with);
	terminal_write(terminal, STYLE_PLAIN, "\n");
	free(with);
	free(arguments);
	free(mark);
	free(name);
}

/* What was not told with the documented case already. */
static void show_feedback(const struct terminal *terminal,
			  const struct exercise_grade *exercise)
{
	const char *feedback = text_member(exercise->entry, "feedback");

	if (*feedback) {
		terminal_write(terminal, STYLE_PLAIN, "\n");
		show_block(terminal, feedback);
	}
	for (size_t i = 1; i < exercise->case_count; i++) {
		const struct case_grade *one = &exercise->cases[i];

		if (!one->entry || one->kind == VERDICT_PASS)
			continue;
		terminal_write(terminal, STYLE_PLAIN, "\n");
		show_block(terminal, text_member(one->entry, "feedback"));
	}
}

static void show_how(const struct terminal *terminal,
		     const struct exercise_grade *exercise)
{
	const json_t *seed = json_object_get(exercise->entry, "seed");
	const char *flags = text_member(exercise->entry, "flags");

	if (json_is_integer(seed))
		say(terminal, STYLE_FAINT,
		    text_format("    Unseen cases are drawn from the seed %" PRId64 ".\n",
				(int64_t)json_integer_value(seed)));
	if (*flags) {
		char *words = text_format("Compiled by: %s", flags);

		terminal_write(terminal, STYLE_FAINT, "    ");
		terminal_wrap(terminal, STYLE_FAINT, 6, words);
		free(words);
	}
}

static void show_exercise(const struct terminal *terminal,
			  const struct exercise_grade *exercise)
{
	char *mark =
		marks_page_mark(exercise->marked, exercise->earned, exercise->possible);

	terminal_write(terminal, STYLE_PLAIN, "\n");
	say(terminal, STYLE_STRONG, text_format("  %s: %s  ", exercise->name, mark));
	terminal_write(terminal, style_of(exercise->kind), exercise_word(exercise));
	terminal_write(terminal, STYLE_PLAIN, "\n");
	free(mark);
	show_files(terminal, exercise->entry);
	if (exercise->kind == VERDICT_COUNT)
		return;
	if (!exercise->marked) {
		terminal_write(terminal, STYLE_PLAIN, "    ");
		terminal_wrap(terminal, STYLE_DOUBT, 4,
			      text_member(exercise->entry, "message"));
		return;
	}
	for (size_t i = 0; i < exercise->case_count; i++)
		show_case(terminal, &exercise->cases[i]);
	show_feedback(terminal, exercise);
	terminal_write(terminal, STYLE_PLAIN, "\n");
	show_how(terminal, exercise);
}

static void show_notes(const struct terminal *terminal, const json_t *notes)
{
	for (size_t i = 0; i < json_array_size(notes); i++) {
		const char *note = json_string_value(json_array_get(notes, i));

		terminal_write(terminal, STYLE_PLAIN, "  ");
		terminal_wrap(terminal, STYLE_DOUBT, 2, note ? note : "");
	}
}

/* «, in 0.412 s», to be freed. */
static char *duration(const struct gradebook *gradebook, const struct grade *grade)
{
	char *path = gradebook_path(gradebook, "times", grade->key, ".json");
	size_t length;
	char *bytes = file_read(path, 65536, &length, NULL);
	json_t *times = bytes ? json_loadb(bytes, length, 0, NULL) : NULL;
	char *words =
		times ? text_format(", in %.3f s",
				    json_number_value(json_object_get(times, "seconds")))
		      : memory_copy_text("");

	json_decref(times);
	free(bytes);
	free(path);
	return words;
}

static void show_versions(const struct terminal *terminal,
			  const struct gradebook *gradebook, const struct grade *grade)
{
	const json_t *versions = json_object_get(grade->record, "versions");
	char *time = duration(gradebook, grade);
	char *words = text_format(
		"Graded with course %s at the level of trust %s, %s, C library %s, Linux "
		"%s on %s%s.",
		text_member(versions, "course"), text_member(grade->record, "level"),
		text_member(versions, "compiler"), text_member(versions, "libc"),
		text_member(versions, "kernel"), text_member(versions, "machine"), time);

	terminal_write(terminal, STYLE_PLAIN, "\n  ");
	terminal_wrap(terminal, STYLE_FAINT, 2, words);
	free(words);
	free(time);
}

void explain_grade(const struct terminal *terminal, const struct gradebook *gradebook,
		   const struct grade *grade, const char *exercise)
{
	char *mark = marks_page_mark(grade->marked, grade->earned, grade->possible);

	say(terminal, STYLE_STRONG, text_format("%s: %s\n", grade->student, mark));
	free(mark);
	if (!grade->record) {
		terminal_write(terminal, STYLE_DOUBT, "  It has not been graded yet.\n");
		return;
	}
	show_notes(terminal, json_object_get(grade->record, "notes"));
	for (size_t i = 0; i < grade->count; i++)
		if (!exercise || strcmp(exercise, grade->exercises[i].name) == 0)
			show_exercise(terminal, &grade->exercises[i]);
	show_versions(terminal, gradebook, grade);
}
