#define _GNU_SOURCE
#include "stage/reading.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "course/root.h"
#include "stage/inlines.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

/* From here on an exercise says what the learner is to find out. */
static const char hints[] = "Hints";

/* By its whole name, its number, or the name without the number. */
static bool names_lesson(const char *lesson, const char *given)
{
	char *end;
	long number = strtol(given, &end, 10);

	return strcmp(lesson, given) == 0 ||
	       strcmp(lesson + strspn(lesson, "0123456789_"), given) == 0 ||
	       (*given && !*end && strtol(lesson, NULL, 10) == number);
}

/* The lesson's whole name; NULL if there is none. */
static char *find_lesson(const char *root, const char *given)
{
	struct names names = { 0 };
	char *found = NULL;

	lesson_names(root, &names);
	for (size_t i = 0; i < names.count && !found; i++)
		if (names_lesson(names.names[i], given))
			found = memory_copy_text(names.names[i]);
	names_free(&names);
	return found;
}

static bool open_lesson(struct reading *reading, char **error)
{
	if (!lesson_read(&reading->lesson, reading->root, reading->name, error))
		return false;
	reading->is_lesson = true;
	reading->path = memory_copy_text(reading->lesson.document.path);
	reading->title = memory_copy_text(reading->lesson.title);
	return true;
}

/* Exercises begin with a letter, lessons with their number. */
static bool unknown_lesson(const struct reading *reading, char **error)
{
	struct names names = { 0 };
	size_t nearest;

	lesson_names(reading->root, &names);
	nearest = nearest_name(reading->name, (const char *const *)names.names,
			       names.count);
	if (nearest < names.count)
		text_error(error, "there is no lesson «%s»: did you mean %s?",
			   reading->name, names.names[nearest]);
	else
		text_error(error, "there is no lesson «%s»: course list shows all %zu",
			   reading->name, names.count);
	names_free(&names);
	return false;
}

static bool open_exercise(struct reading *reading, char **error)
{
	struct exercise exercise;

	if (isdigit((unsigned char)*reading->name))
		return unknown_lesson(reading, error);
	if (!root_open(reading->root, reading->name, &exercise, error))
		return false;
	reading->path =
		text_format("%s/exercises/%s/exercise.md", reading->root, reading->name);
	reading->title = memory_copy_text(exercise.title);
	exercise_free(&exercise);
	return true;
}

bool reading_open(struct reading *reading, const char *root, const char *name,
		  char **error)
{
	char *lesson = find_lesson(root, name);
	bool open;

	*reading = (struct reading){ .root = memory_copy_text(root) };
	reading->name = lesson ? lesson : memory_copy_text(name);
	open = lesson ? open_lesson(reading, error) : open_exercise(reading, error);
	if (!open)
		reading_close(reading);
	return open;
}

void reading_close(struct reading *reading)
{
	if (reading->is_lesson)
		lesson_free(&reading->lesson);
	free(reading->root);
	free(reading->name);
	free(reading->path);
	free(reading->title);
	*reading = (struct reading){ 0 };
}

/* ---- links ---------------------------------------------------------------- */

/* The lesson or exercise that an address leads to, as a name; NULL: none of them has
 * such an address. To be freed. */
static char *name_in_address(const char *address)
{
	char *file = memory_copy_bytes(address, strcspn(address, "#")), *name = NULL;
	size_t length = strlen(file);

	if (!strstr(file, "://") && length > 3 && strcmp(file + length - 3, ".md") == 0) {
		char *folder = path_folder(file);
		bool task = strcmp(path_base(file), "exercise.md") == 0;

		name = memory_copy_text(path_base(task ? folder : file));
		name[strcspn(name, ".")] = '\0';
		free(folder);
	}
	free(file);
	return name;
}

static bool is_document(const struct reading *reading, const char *name)
{
	char *lesson = text_format("%s/lessons/%s.md", reading->root, name);
	char *task = text_format("%s/exercises/%s/exercise.md", reading->root, name);
	bool is = *name && !strchr(name, '/') &&
		  (file_is_plain(lesson) || file_is_plain(task));

	free(lesson);
	free(task);
	return is && strcmp(name, reading->name) != 0;
}

static void set_address(cmark_node *link, const char *name)
{
	char *address = text_format(COURSE_LINK "%s", name);

	cmark_node_set_url(link, address);
	free(address);
}

static void point_link(const struct reading *reading, cmark_node *link)
{
	const char *address = cmark_node_get_url(link);
	char *name = name_in_address(address ? address : "");

	if (name && is_document(reading, name))
		set_address(link, name);
	free(name);
}

/* The name of a lesson or an exercise, written as code, leads to it. */
static void point_code(const struct reading *reading, cmark_node *code)
{
	const char *name = cmark_node_get_literal(code);
	cmark_node *link;

	if (cmark_node_get_type(cmark_node_parent(code)) == CMARK_NODE_LINK ||
	    !is_document(reading, name))
		return;
	link = cmark_node_new(CMARK_NODE_LINK);
	set_address(link, name);
	cmark_node_replace(code, link);
	cmark_node_append_child(link, code);
}

/* «needs: one, two», which is not in code: written anew, each name as a link. */
static void point_names(const struct reading *reading, cmark_node *paragraph, char *names)
{
	const char *between = "";

	for (char *name; (name = strsep(&names, ","));) {
		cmark_node *text = cmark_node_new(CMARK_NODE_TEXT), *link = NULL;

		name += strspn(name, " ");
		cmark_node_set_literal(text, between);
		cmark_node_append_child(paragraph, text);
		text = cmark_node_new(CMARK_NODE_TEXT);
		cmark_node_set_literal(text, name);
		if (is_document(reading, name)) {
			link = cmark_node_new(CMARK_NODE_LINK);
			set_address(link, name);
			cmark_node_append_child(link, text);
		}
		cmark_node_append_child(paragraph, link ? link : text);
		between = ", ";
	}
}

static void point_needs(const struct reading *reading, cmark_node *paragraph)
{
	static const char needs[] = "needs: ";
	char *text = document_text(paragraph);
	cmark_node *child;

	if (strncmp(text, needs, strlen(needs)) == 0) {
		while ((child = cmark_node_first_child(paragraph)))
			cmark_node_free(child);
		child = cmark_node_new(CMARK_NODE_TEXT);
		cmark_node_set_literal(child, needs);
		cmark_node_append_child(paragraph, child);
		point_names(reading, paragraph, text + strlen(needs));
	}
	free(text);
}

/* How the lines of one instant are compared is said to the grader, in its words. */
static bool is_for_the_grader(cmark_node *paragraph)
{
	static const char order[] = "order: ";
	char *text = document_text(paragraph);
	bool is = strncmp(text, order, strlen(order)) == 0;

	free(text);
	return is;
}

/* The facts are the list before the first section. */
static void point_facts(const struct reading *reading, cmark_node *root)
{
	cmark_node *list = cmark_node_first_child(root), *item, *next;

	while (list && cmark_node_get_type(list) != CMARK_NODE_LIST)
		list = cmark_node_next(list);
	for (item = list ? cmark_node_first_child(list) : NULL; item; item = next) {
		next = cmark_node_next(item);
		if (!cmark_node_first_child(item))
			continue;
		if (is_for_the_grader(cmark_node_first_child(item)))
			cmark_node_free(item);
		else
			point_needs(reading, cmark_node_first_child(item));
	}
}

static void point_links(const struct reading *reading, cmark_node *root)
{
	cmark_iter *walk = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(walk);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (cmark_node_get_type(node) == CMARK_NODE_LINK)
			point_link(reading, node);
		else if (cmark_node_get_type(node) == CMARK_NODE_CODE)
			point_code(reading, node);
	}
	cmark_iter_free(walk);
}

bool reading_lay_out(const struct reading *reading, const struct terminal *terminal,
		     struct lesson_page *page, char **error)
{
	struct document document;

	if (!document_read(&document, reading->path, error))
		return false;
	point_facts(reading, document.root);
	point_links(reading, document.root);
	lesson_page_lay_out(page, &document, terminal, reading->is_lesson ? NULL : hints);
	document_free(&document);
	return true;
}

char *reading_neighbour(const struct reading *reading, int step)
{
	struct names names = { 0 };
	char *found = NULL;

	lesson_names(reading->root, &names);
	for (size_t i = 0; reading->is_lesson && i < names.count; i++) {
		size_t other = i + (size_t)step;

		if (strcmp(names.names[i], reading->name) == 0 && other < names.count)
			found = memory_copy_text(names.names[other]);
	}
	names_free(&names);
	return found;
}
