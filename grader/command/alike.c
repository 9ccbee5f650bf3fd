/* course alike: programs of a class that look alike, for the teacher to ask about. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "class/assignment.h"
#include "class/known_answer.h"
#include "class/look_alikes.h"
#include "class/matching.h"
#include "class/same_lines.h"
#include "command/command.h"
#include "show/json_text.h"
#include "show/terminal.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

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

/* What each student has written for one exercise. */
struct class_work {
	const struct exercise *exercise;
	const struct roster *roster;
	struct structure *structures; /* of each student; empty: nothing was handed in */
	struct structure *lines;      /* the same */
	struct known_answers known;
	size_t handed_in;
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

static char *name_of(const struct class_work *work, size_t student,
		     const struct terminal *terminal)
{
	const char *name = work->roster->students[student].name;

	return visible_copy(name, strlen(name), terminal->unicode, SPACES_PLAIN);
}

static void tell_pair(const struct class_work *work, const struct look_alike *pair,
		      const struct terminal *terminal)
{
	char *one = name_of(work, pair->one, terminal);
	char *other = name_of(work, pair->other, terminal);
	char *question =
		text_format("agree in %u %% of what they wrote themselves; %zu of "
			    "the %zu pieces that they share are found in hardly "
			    "any other program. Did they work together?",
			    pair->percent, pair->rare, pair->shared);

	terminal_write_and_free(terminal, STYLE_STRONG,
				text_format("  %s and %s\n    ", one, other));
	terminal_wrap(terminal, STYLE_PLAIN, 4, question);
	free(question);
	free(one);
	free(other);
}

static void ask(const struct terminal *terminal, const char *who, const char *question)
{
	terminal_write(terminal, STYLE_PLAIN, "  ");
	terminal_wrap(terminal, STYLE_STRONG, 2, who);
	terminal_write(terminal, STYLE_PLAIN, "    ");
	terminal_wrap(terminal, STYLE_PLAIN, 4, question);
}

/* «ann, bob and cid», to be freed. */
static char *names_of(const struct class_work *work, const struct same_lines *group,
		      const struct terminal *terminal)
{
	struct text names = { 0 };

	for (size_t i = 0; i < group->count; i++) {
		char *name = name_of(work, group->members[i], terminal);

		text_add_format(&names, "%s%s",
				i == 0                  ? ""
				: i + 1 == group->count ? " and "
							: ", ",
				name);
		free(name);
	}
	return text_take(&names);
}

static void tell_group(const struct class_work *work, const struct same_lines *group,
		       const struct terminal *terminal)
{
	char *names = names_of(work, group, terminal);
	char *question = text_format("have %zu lines that nobody else has written, names "
				     "and all. Do they come from one of them?",
				     group->lines);

	ask(terminal, names, question);
	free(question);
	free(names);
}

static char *answer_name(const struct known_answer *answer)
{
	return answer->name ? text_format("the course's right answer %s", answer->name)
			    : memory_copy_text("the course's own solution");
}

static void tell_copy(const struct class_work *work, size_t student,
		      const struct known_copy *copy, const struct terminal *terminal)
{
	char *name = name_of(work, student, terminal),
	     *answer = answer_name(copy->answer);
	char *who = text_format("%s and %s", name, answer);
	char *question =
		text_format("agree in %zu of the %zu lines that were not handed out, "
			    "names and all. Was it taken from there?",
			    copy->shared, copy->lines);

	ask(terminal, who, question);
	free(question);
	free(who);
	free(answer);
	free(name);
}

/* What many have is taught, not copied: not worth a question to each. */
static void tell_many(const struct class_work *work, const struct known_copy *copies,
		      size_t count, const struct terminal *terminal)
{
	struct text words = { 0 };
	const char *comma = "";

	text_add_format(&words,
			"%zu agree line by line with what the course has, names and all: "
			"that may just be the way that was taught. Or was it taken from "
			"there? They are ",
			count);
	for (size_t i = 0; i < work->roster->count; i++) {
		char *name = copies[i].answer ? name_of(work, i, terminal) : NULL;

		if (name) {
			text_add_format(&words, "%s%s (%zu of %zu lines)", comma, name,
					copies[i].shared, copies[i].lines);
			comma = ", ";
		}
		free(name);
	}
	text_add(&words, ".");
	terminal_write(terminal, STYLE_PLAIN, "  ");
	terminal_wrap(terminal, STYLE_PLAIN, 2, words.bytes);
	text_free(&words);
}

static void tell_copies(const struct class_work *work, const struct terminal *terminal)
{
	struct known_copy *copies = memory_new(work->roster->count + 1, sizeof(*copies));
	size_t count = 0;

	for (size_t i = 0; i < work->roster->count; i++)
		count += known_answers_find(&work->known, &work->lines[i], &copies[i]);
	if (count > look_alikes_few(work->roster->count))
		tell_many(work, copies, count, terminal);
	else
		for (size_t i = 0; i < work->roster->count; i++)
			if (copies[i].answer)
				tell_copy(work, i, &copies[i], terminal);
	free(copies);
}

static void tell_exercise(const struct class_work *work, const struct look_alikes *found,
			  const struct same_lines_list *same,
			  const struct terminal *terminal)
{
	terminal_write_and_free(terminal, STYLE_HEADING,
				text_format("%s: %zu of %zu students have handed it in\n",
					    work->exercise->name, work->handed_in,
					    work->roster->count));
	if (!found->count && !same->count)
		terminal_write(
			terminal, STYLE_PLAIN,
			"  No two of them agree more than chance would have it.\n");
	for (size_t i = 0; i < found->count; i++)
		tell_pair(work, &found->pairs[i], terminal);
	for (size_t i = 0; i < same->count; i++)
		tell_group(work, &same->groups[i], terminal);
	tell_copies(work, terminal);
}

static json_t *pair_to_json(const struct class_work *work, const struct look_alike *pair)
{
	json_t *object = json_object();

	json_set_text(object, "one", work->roster->students[pair->one].name);
	json_set_text(object, "other", work->roster->students[pair->other].name);
	json_object_set_new(object, "percent", json_integer(pair->percent));
	json_object_set_new(object, "shared", json_integer((json_int_t)pair->shared));
	json_object_set_new(object, "rare", json_integer((json_int_t)pair->rare));
	return object;
}

static json_t *copies_to_json(const struct class_work *work)
{
	json_t *copies = json_array();
	struct known_copy copy;

	for (size_t i = 0; i < work->roster->count; i++) {
		json_t *object;

		if (!known_answers_find(&work->known, &work->lines[i], &copy))
			continue;
		object = json_pack("{s:I,s:I}", "shared", (json_int_t)copy.shared,
				   "lines", (json_int_t)copy.lines);
		json_set_text(object, "student", work->roster->students[i].name);
		json_set_text(object, "answer",
			      copy.answer->name ? copy.answer->name : "solution");
		json_array_append_new(copies, object);
	}
	return copies;
}

static json_t *groups_to_json(const struct class_work *work,
			      const struct same_lines_list *same)
{
	json_t *groups = json_array();

	for (size_t i = 0; i < same->count; i++) {
		const struct same_lines *group = &same->groups[i];
		json_t *students = json_array();

		for (size_t k = 0; k < group->count; k++) {
			json_t *object = json_object();

			json_set_text(object, "student",
				      work->roster->students[group->members[k]].name);
			json_array_append_new(students, object);
		}
		json_array_append_new(groups,
				      json_pack("{s:o,s:I}", "students", students,
						"lines", (json_int_t)group->lines));
	}
	return groups;
}

static json_t *exercise_to_json(const struct class_work *work,
				const struct look_alikes *found,
				const struct same_lines_list *same)
{
	json_t *pairs = json_array();

	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(pairs, pair_to_json(work, &found->pairs[i]));
	return json_pack("{s:s,s:I,s:o,s:o,s:o}", "exercise", work->exercise->name,
			 "handed_in", (json_int_t)work->handed_in, "pairs", pairs,
			 "groups", groups_to_json(work, same), "answers",
			 copies_to_json(work));
}

static bool tell(const struct class_work *works, size_t count, unsigned percent,
		 bool as_json)
{
	struct terminal terminal = terminal_of(stdout);
	json_t *all = json_array();
	bool written = true;

	for (size_t i = 0; i < count; i++) {
		struct look_alikes found;
		struct same_lines_list same;

		look_alikes_find(&found, works[i].structures, works[i].roster->count,
				 percent);
		same_lines_find(&same, works[i].lines, works[i].roster->count,
				&works[i].known);
		if (as_json)
			json_array_append_new(all,
					      exercise_to_json(&works[i], &found, &same));
		else
			tell_exercise(&works[i], &found, &same, &terminal);
		same_lines_free(&same);
		look_alikes_free(&found);
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
		"much that hardly anybody else has; groups who have lines that nobody "
		"else "
		"has, names and all; and programs that agree line by line with the "
		"course's own solution or another of its right answers. That is a "
		"question to be asked, and "
		"no answer: no mark depends on it, and no report for students tells it.",
	.options = options,
	.run = alike,
};
