/* course alike: programs of a class that look alike, for the teacher to ask about. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "class/assignment.h"
#include "class/matching.h"
#include "command/alike.h"
#include "command/command.h"
#include "show/terminal.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

enum { USUAL_PERCENT = 75 };

static const size_t longest_file = (size_t)4 << 20;

struct settings {
	struct option_list exercises;
	const char *percent, *format, *root;
};

/* What somebody has written for one exercise: as it is built, and word for word. */
struct writing {
	struct structure built, lines;
};

/* ---- reading ---------------------------------------------------------------- */

/* What everybody has been given is nobody's. */
static struct writing handed_out(const struct exercise *exercise)
{
	struct writing writing = { 0 };

	for (size_t i = 0; i < exercise->file_count; i++) {
		char *path = path_join(exercise->folder, exercise->files[i].name);
		char *source = exercise_file_is_source(&exercise->files[i])
				       ? file_read(path, longest_file, NULL, NULL)
				       : NULL;

		if (source) {
			structure_add(&writing.built, source, true);
			structure_add_lines(&writing.lines, source);
		}
		free(source);
		free(path);
	}
	structure_finish(&writing.built);
	structure_finish(&writing.lines);
	return writing;
}

static void writing_free(struct writing *writing)
{
	structure_free(&writing->built);
	structure_free(&writing->lines);
}

static void add_match(struct class_work *work, size_t student, const struct match *match,
		      const struct writing *given)
{
	struct structure *structure = &work->structures[student];
	struct structure *lines = &work->lines[student];

	for (size_t i = 0; i < work->exercise->file_count; i++)
		if (match->files[i] &&
		    exercise_file_is_source(&work->exercise->files[i])) {
			char *source = memory_copy_bytes(match->files[i]->bytes,
							 match->files[i]->length);

			structure_add(structure, source, false);
			structure_add_lines(lines, source);
			free(source);
		}
	structure_finish(structure);
	structure_finish(lines);
	structure_take_off(structure, &given->built);
	structure_take_off(lines, &given->lines);
	work->handed_in += match->handed_in > 0;
}

/* What cannot be read is left out: `grade` says why. */
static void read_student(struct class_work *works, const struct writing *given,
			 const struct assignment *assignment, size_t index)
{
	const struct student *student = &works->roster->students[index];
	struct match *matches = memory_new(assignment->count, sizeof(*matches));
	struct hand_in hand_in;
	bool *used;

	if (!hand_in_read(&hand_in, student, NULL)) {
		free(matches);
		return;
	}
	used = memory_new(hand_in.count + 1, sizeof(*used));
	match_all(&hand_in, assignment->exercises, assignment->count, matches, used);
	for (size_t i = 0; i < assignment->count; i++) {
		add_match(&works[i], index, &matches[i], &given[i]);
		match_free(&matches[i]);
	}
	free(used);
	hand_in_free(&hand_in);
	free(matches);
}

static struct class_work *read_class(const struct assignment *assignment,
				     const struct roster *roster)
{
	struct class_work *works = memory_new(assignment->count, sizeof(*works));
	struct writing *given = memory_new(assignment->count, sizeof(*given));

	for (size_t i = 0; i < assignment->count; i++) {
		struct class_work *work = &works[i];

		work->exercise = &assignment->exercises[i];
		work->roster = roster;
		work->structures = memory_new(roster->count, sizeof(*work->structures));
		work->lines = memory_new(roster->count, sizeof(*work->lines));
		given[i] = handed_out(work->exercise);
		known_answers_read(&work->known, work->exercise, &given[i].lines);
	}
	for (size_t i = 0; i < roster->count; i++)
		read_student(works, given, assignment, i);
	for (size_t i = 0; i < assignment->count; i++)
		writing_free(&given[i]);
	free(given);
	return works;
}

static void free_class(struct class_work *works, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < works[i].roster->count; j++) {
			structure_free(&works[i].structures[j]);
			structure_free(&works[i].lines[j]);
		}
		free(works[i].structures);
		free(works[i].lines);
		known_answers_free(&works[i].known);
	}
	free(works);
}
/* ---- telling ---------------------------------------------------------------- */

static void find(struct found *found, const struct class_work *work, unsigned percent)
{
	size_t count = work->roster->count;

	look_alikes_find(&found->pairs, work->structures, count, percent);
	rings_find(&found->rings, work->structures, count, &work->known.usual, percent);
	same_lines_find(&found->same, work->lines, count, &work->known);
}

static bool tell(const struct class_work *works, size_t count, unsigned percent,
		 bool as_json)
{
	struct terminal terminal = terminal_of(stdout);
	json_t *all = json_array();
	bool written = true;

	for (size_t i = 0; i < count; i++) {
		struct found found;

		find(&found, &works[i], percent);
		if (as_json)
			json_array_append_new(all, alike_to_json(&works[i], &found));
		else
			alike_tell(&works[i], &found, &terminal);
		same_lines_free(&found.same);
		rings_free(&found.rings);
		look_alikes_free(&found.pairs);
	}
	if (as_json)
		written = json_dumpf(all, stdout, JSON_COMPACT) == 0 && puts("") != EOF;
	json_decref(all);
	return written;
}

/* ---- the command ------------------------------------------------------------ */

static bool read_percent(const char *text, unsigned *percent, char **error)
{
	char *end;
	long value = text ? strtol(text, &end, 10) : USUAL_PERCENT;

	*percent = (unsigned)value;
	if (!text || (end != text && !*end && value >= 1 && value <= 100))
		return true;
	return text_error(error, "--percent «%s» is not a number from 1 to 100", text);
}

static int compare_class(const struct settings *settings, const char *folder,
			 unsigned percent)
{
	struct assignment_request request = {
		.root = settings->root,
		.folder = folder,
		.exercises = settings->exercises.texts,
		.exercise_count = settings->exercises.count,
		.shards = 1,
	};
	struct assignment assignment;
	struct class_work *works;
	struct roster roster;
	char *error = NULL;
	bool written;

	if (!roster_read(&roster, folder, &error))
		return command_fail_with(error);
	if (!assignment_make(&assignment, &request, &roster, &error)) {
		roster_free(&roster);
		return command_fail_with(error);
	}
	works = read_class(&assignment, &roster);
	written = tell(works, assignment.count, percent,
		       settings->format && strcmp(settings->format, "json") == 0);
	free_class(works, assignment.count);
	assignment_free(&assignment);
	roster_free(&roster);
	return written ? COMMAND_RIGHT : command_fail("the list could not be written");
}

static const struct option options[] = {
	{ "FOLDER", OPTION_OPERAND, 0, NULL, "what was handed in, as for course grade" },
	{ "exercise", OPTION_LIST, offsetof(struct settings, exercises), "EXERCISE",
	  "compare this exercise; may be given several times. Without it: those that "
	  "anybody has handed in" },
	{ "percent", OPTION_TEXT, offsetof(struct settings, percent), "P",
	  "list those that agree in so many percent of their pieces; by default 75" },
	{ "format", OPTION_TEXT, offsetof(struct settings, format), "text|json",
	  "text (the default), or json: one array on one line" },
	{ "root", OPTION_TEXT, offsetof(struct settings, root), "FOLDER",
	  "the folder of the course; by default the nearest one above this folder that "
	  "holds exercises/" },
	{ 0 },
};

static int alike(int argc, char **argv)
{
	struct settings settings = { 0 };
	unsigned percent = USUAL_PERCENT;
	char *error = NULL;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error) ||
	    !read_percent(settings.percent, &percent, &error))
		status = command_fail_with(error);
	else if (settings.format && strcmp(settings.format, "text") != 0 &&
		 strcmp(settings.format, "json") != 0)
		status = command_fail("there is no format «%s»: say text or json",
				      settings.format);
	else if (argc != 2)
		status = command_fail("say one folder of submissions: course alike "
				      "FOLDER");
	else
		status = compare_class(&settings, argv[1], percent);
	free(settings.exercises.texts);
	return status;
}

const struct command command_alike = {
	.name = "alike",
	.usage = "FOLDER [OPTION]...",
	.summary = "programs of a class that look alike, as a question for the teacher",
	.about =
		"Compares what a class has handed in by its structure: names, numbers, "
		"texts, comments, layout and the order of functions do not matter, and "
		"what was handed out is taken off. Listed are pairs that share much, and "
		"much that hardly anybody else has; rings, who share what is neither "
		"usual for "
		"the exercise nor for the class; groups who have lines that nobody "
		"else "
		"has, names and all; and programs that agree line by line with the "
		"course's own solution or another of its right answers. That is a "
		"question to be asked, and "
		"no answer: no mark depends on it, and no report for students tells it.",
	.options = options,
	.run = alike,
};
