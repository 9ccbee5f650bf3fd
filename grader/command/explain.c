/* course explain: tells a mark in words, and gives it once more. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "class/assignment.h"
#include "class/explain.h"
#include "class/gradebook.h"
#include "class/grading.h"
#include "class/record.h"
#include "command/command.h"
#include "run/interrupt.h"
#include "show/terminal.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

struct settings {
	bool rerun;
};

/* ---- who is meant -------------------------------------------------------- */

/* Is it a name, an ID or a login that the roster has of them? */
static bool is_listed_as(const struct gradebook *gradebook, size_t index,
			 const char *named)
{
	json_t *listed = (json_t *)gradebook_listed(gradebook, index), *cell;
	const char *what;

	json_object_foreach(listed, what,
			    cell) if (json_is_string(cell) &&
				      strcmp(json_string_value(cell), named) == 0 &&
				      strcmp(what, "section") != 0) return true;
	return false;
}

/* By the name as it is on disk, as it is shown, by the key, or as the roster has it. */
static bool is_meant(const struct gradebook *gradebook, size_t index, const char *named,
		     const char *key)
{
	char *shown = gradebook_student(gradebook, index);
	bool meant = strcmp(gradebook_key(gradebook, index), key) == 0 ||
		     strcmp(gradebook_key(gradebook, index), named) == 0 ||
		     strcmp(shown, named) == 0 || is_listed_as(gradebook, index, named);

	free(shown);
	return meant;
}

/* False, with who may have been meant. */
static bool tell_nobody(const struct gradebook *gradebook, const char *named,
			char **error)
{
	size_t count = gradebook_student_count(gradebook), nearest;
	char **names = memory_new(count + 1, sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = gradebook_student(gradebook, i);
	nearest = nearest_name(named, (const char *const *)names, count);
	text_error(error,
		   nearest < count ? "there is no student «%s» in %s; did you mean %s?"
				   : "there is no student «%s» in %s",
		   named, gradebook->folder, nearest < count ? names[nearest] : "");
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return false;
}

static bool find_student(const struct gradebook *gradebook, const char *named,
			 size_t *index, char **error)
{
	size_t count = gradebook_student_count(gradebook);
	char *key = student_key(named);

	for (*index = 0; *index < count; (*index)++)
		if (is_meant(gradebook, *index, named, key))
			break;
	free(key);
	return *index < count || tell_nobody(gradebook, named, error);
}

static bool has_exercise(const struct gradebook *gradebook, const char *exercise,
			 char **error)
{
	for (size_t i = 0; i < gradebook_exercise_count(gradebook); i++)
		if (!exercise || strcmp(gradebook_exercise(gradebook, i), exercise) == 0)
			return true;
	return text_error(error, "the exercise %s was not graded in %s",
			  exercise ? exercise : "", gradebook->folder);
}

/* ---- once more ----------------------------------------------------------- */

static const char *setting(const struct gradebook *gradebook, const char *name)
{
	return text_member(gradebook->assignment, name);
}

/* As it was asked for then. The names are the gradebook's; the list is to be freed. */
static struct assignment_request request_of(const struct gradebook *gradebook)
{
	size_t count = gradebook_exercise_count(gradebook);
	char **names = memory_new(count, sizeof(char *));
	json_int_t seed =
		json_integer_value(json_object_get(gradebook->assignment, "seed"));
	json_int_t cases =
		json_integer_value(json_object_get(gradebook->assignment, "cases"));
	enum jail_level level = jail_level_of_name(setting(gradebook, "level"));

	for (size_t i = 0; i < count; i++)
		names[i] = (char *)gradebook_exercise(gradebook, i);
	return (struct assignment_request){
		.root = setting(gradebook, "root"),
		.folder = setting(gradebook, "folder"),
		.exercises = names,
		.exercise_count = count,
		.seed = seed > 0 ? (uint64_t)seed : 0,
		.cases = cases > 0 ? (size_t)cases : 0,
		.shards = 1,
		.level = level == JAIL_LEVEL_COUNT ? JAIL_STRONG : level,
	};
}

static const struct student *student_of(const struct roster *roster, const char *key)
{
	for (size_t i = 0; i < roster->count; i++)
		if (strcmp(roster->students[i].key, key) == 0)
			return &roster->students[i];
	return NULL;
}

static int compare(const struct assignment *assignment, const struct student *student,
		   const struct grade *grade)
{
	char *why = NULL, *before, *after;
	json_t *record = grade_student(assignment, student, &why);
	bool same;

	if (why) {
		json_decref(record);
		return command_fail_with(why);
	}
	before = record_text(grade->record);
	after = record_text(record);
	same = strcmp(before, after) == 0;
	puts(same ? "\n  Graded again: the same record, byte by byte."
		  : "\n  Graded again: ANOTHER RECORD.");
	free(before);
	free(after);
	json_decref(record);
	return same ? COMMAND_RIGHT : COMMAND_WRONG;
}

static int rerun(const struct gradebook *gradebook, const struct grade *grade)
{
	struct assignment_request request = request_of(gradebook);
	struct assignment assignment;
	struct roster roster;
	const struct student *student;
	char *error = NULL;
	int status;

	if (!roster_read(&roster, request.folder, &error)) {
		free((void *)request.exercises);
		return command_fail_with(error);
	}
	/* Who is in the class list alone still has nothing there. */
	if (!student_of(&roster, grade->key) &&
	    strcmp(text_member(grade->record, "handed_in"), "nothing") == 0)
		roster_add_missing(&roster, text_member(grade->record, "student"), NULL);
	student = student_of(&roster, grade->key);
	if (!student) {
		status = command_fail("%s is no longer in %s", grade->student,
				      request.folder);
	} else if (!assignment_make(&assignment, &request, &roster, &error)) {
		status = command_fail_with(error);
	} else {
		status = compare(&assignment, student, grade);
		assignment_free(&assignment);
	}
	roster_free(&roster);
	free((void *)request.exercises);
	return status;
}

/* ---- the command --------------------------------------------------------- */

static int explain_student(const struct settings *settings,
			   const struct gradebook *gradebook, size_t index,
			   const char *exercise)
{
	struct terminal terminal = terminal_of(stdout);
	struct grade grade;
	int status = COMMAND_RIGHT;

	grade_read(&grade, gradebook, index);
	explain_grade(&terminal, gradebook, &grade, exercise);
	if (!grade.record)
		status = COMMAND_UNABLE;
	else if (settings->rerun)
		status = rerun(gradebook, &grade);
	grade_free(&grade);
	return status;
}

static int explain_named(const struct settings *settings, char **operands, int count)
{
	struct gradebook gradebook;
	const char *exercise = count > 2 ? operands[2] : NULL;
	char *error = NULL;
	size_t index;
	int status;

	if (!gradebook_open(&gradebook, operands[0], &error))
		return command_fail_with(error);
	if (find_student(&gradebook, operands[1], &index, &error) &&
	    has_exercise(&gradebook, exercise, &error))
		status = explain_student(settings, &gradebook, index, exercise);
	else
		status = command_fail_with(error);
	gradebook_close(&gradebook);
	return status;
}

static const struct option options[] = {
	{ "FOLDER", OPTION_OPERAND, 0, NULL, "what course grade was given as --out" },
	{ "STUDENT", OPTION_OPERAND, 0, NULL,
	  "the name: that of the folder or file, as it is or as it is shown" },
	{ "EXERCISE", OPTION_OPERAND, 0, NULL, "only this one" },
	{ "rerun", OPTION_FLAG, offsetof(struct settings, rerun), NULL,
	  "grade it again, and say whether the record is the same: 0 if it is, 1 if "
	  "not" },
	{ 0 },
};

static int explain(int argc, char **argv)
{
	struct settings settings = { 0 };
	char *error = NULL;
	int status;

	interrupt_catch();
	if (!options_take(&argc, argv, options, &settings, &error))
		status = command_fail_with(error);
	else if (argc < 3 || argc > 4)
		status = command_fail("say whose marks are meant: course explain FOLDER "
				      "STUDENT [EXERCISE]");
	else
		status = explain_named(&settings, argv + 1, argc - 1);
	interrupt_deliver();
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.usage = "FOLDER STUDENT [EXERCISE] [OPTION]...",
	.summary = "tell in words how a mark came about",
	.about = "Tells what course grade has recorded of a student: which files were "
		 "graded, how they were compiled, the verdict and the points of each "
		 "case, "
		 "unseen ones among them, and what was said of each.",
	.options = options,
	.run = explain,
};
