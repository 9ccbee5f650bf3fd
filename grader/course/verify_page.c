/*
 * Pages beside the lessons: the README.md of the course, and of each folder.
 *
 * In that of lessons/, the lessons stand in one line. In each of its tables the cells of a column «Lesson» name lessons and those of
 * a column «Exercise» name exercises, set apart by commas, as `name` or as
 * [name](a link). None may be empty, and each lesson must be in one of them.
 */
#include "course/verify.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/facts.h"
#include "text/file.h"
#include "text/memory.h"

static const size_t longest = (size_t)4 << 20;

/* A table under reading: what each of its columns names. */
enum { MOST_COLUMNS = 16 };

enum column {
	COLUMN_FREE,
	COLUMN_LESSON,
	COLUMN_EXERCISE,
};

struct reading {
	const struct curriculum *curriculum;
	const char *path;
	bool *seen; /* each lesson: is it named? */
	int line;
	int row; /* of the table: 0 is its head, 1 the rule below it */
	enum column columns[MOST_COLUMNS];
};

static enum column column_of(const char *head)
{
	if (strcasecmp(head, "lesson") == 0 || strcasecmp(head, "lessons") == 0)
		return COLUMN_LESSON;
	if (strcasecmp(head, "exercise") == 0 || strcasecmp(head, "exercises") == 0)
		return COLUMN_EXERCISE;
	return COLUMN_FREE;
}

/* The name in «`name`», «[name](link)» or «[`name`](link)». */
static char *bare_name(const char *word)
{
	word += strspn(word, "[` ");
	return memory_copy_bytes(word, strcspn(word, "]`"));
}

static void hold_name(const struct reading *reading, enum column column, const char *word,
		      struct faults *faults)
{
	const struct curriculum *curriculum = reading->curriculum;
	char *name = bare_name(word);
	size_t lesson = curriculum_find_lesson(curriculum, name);
	size_t exercise = curriculum_find_exercise(curriculum, name);

	if (column == COLUMN_LESSON && lesson < curriculum->lesson_count)
		reading->seen[lesson] = true;
	else if (column == COLUMN_LESSON)
		faults_add(faults, reading->path, reading->line,
			   "there is no lesson «%s»", name);
	else if (exercise == curriculum->exercise_count && strcmp(name, "TODO") != 0)
		faults_add(faults, reading->path, reading->line,
			   "there is no exercise «%s»", name);
	free(name);
}

static void hold_cell(struct reading *reading, size_t index, const char *cell,
		      struct faults *faults)
{
	enum column column = reading->columns[index];
	size_t count;
	char **names;

	if (reading->row == 0)
		reading->columns[index] = column_of(cell);
	if (reading->row < 2 || column == COLUMN_FREE)
		return;
	names = words_split(cell, &count);
	if (!count)
		faults_add(faults, reading->path, reading->line, "the row names no %s",
			   column == COLUMN_LESSON ? "lesson" : "exercise");
	for (size_t i = 0; i < count; i++)
		hold_name(reading, column, names[i], faults);
	words_free(names, count);
}

/* One line «| cell | cell |». */
static void hold_row(struct reading *reading, const char *line, size_t length,
		     struct faults *faults)
{
	const char *end = line + length;

	line++;
	for (size_t index = 0; line < end && index < MOST_COLUMNS; index++) {
		const char *bar = memchr(line, '|', (size_t)(end - line));
		const char *stop = bar ? bar : end, *last = stop;
		char *cell;

		while (line < last && *line == ' ')
			line++;
		while (last > line && (last[-1] == ' ' || last[-1] == '\r'))
			last--;
		cell = memory_copy_bytes(line, (size_t)(last - line));
		if (bar || *cell)
			hold_cell(reading, index, cell, faults);
		free(cell);
		line = stop + 1;
	}
	reading->row++;
}

static void hold_tables(struct reading *reading, const char *text, struct faults *faults)
{
	for (reading->line = 1; *text; reading->line++) {
		size_t length = strcspn(text, "\n");

		if (*text == '|') {
			hold_row(reading, text, length, faults);
		} else {
			reading->row = 0;
			memset(reading->columns, 0, sizeof(reading->columns));
		}
		text += length + (text[length] == '\n');
	}
}

static void hold_all_named(const struct reading *reading, struct faults *faults)
{
	for (size_t i = 0; i < reading->curriculum->lesson_count; i++)
		if (!reading->seen[i])
			faults_add(faults, reading->path, 0,
				   "no table names the lesson %s",
				   reading->curriculum->lessons[i].name);
}

static void hold_lessons_page(const struct curriculum *curriculum, const char *path,
			      struct faults *faults)
{
	struct reading reading = { .curriculum = curriculum, .path = path };
	char *text = file_read(path, longest, NULL, NULL);

	if (!text)
		return;
	reading.seen = memory_new(curriculum->lesson_count, sizeof(bool));
	hold_tables(&reading, text, faults);
	hold_all_named(&reading, faults);
	free(reading.seen);
	free(text);
}

static bool is_lessons_page(const char *page)
{
	return strcmp(page, "lessons/README.md") == 0;
}

static void hold_page(const struct trial *trial, const struct verification *verification,
		      struct faults *faults)
{
	const struct curriculum *curriculum = verification->curriculum;
	char *path = path_join(curriculum->root, trial->name), *error = NULL;
	struct document document;

	if (document_read(&document, path, &error)) {
		verify_links(&document, faults);
		document_free(&document);
		if (is_lessons_page(trial->name))
			hold_lessons_page(curriculum, path, faults);
	} else {
		faults_add_sentence(faults, error);
	}
	free(error);
	free(path);
}

void verify_page(struct trials *trials, const char *page)
{
	trials_add(trials, &(struct trial){ .hold = hold_page, .name = page });
}

static void add_page(struct names *pages, const char *root, char *page)
{
	char *path = path_join(root, page);

	if (file_is_plain(path)) {
		pages->names = memory_resize(pages->names, pages->count + 1,
					     sizeof(*pages->names));
		pages->names[pages->count++] = page;
	} else {
		free(page);
	}
	free(path);
}

void verify_pages(const struct curriculum *curriculum, struct names *pages)
{
	struct names folders;

	*pages = (struct names){ 0 };
	add_page(pages, curriculum->root, memory_copy_text("README.md"));
	folder_names(curriculum->root, "", &folders);
	for (size_t i = 0; i < folders.count; i++)
		add_page(pages, curriculum->root,
			 path_join(folders.names[i], "README.md"));
	names_free(&folders);
}
