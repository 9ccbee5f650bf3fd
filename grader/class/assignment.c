#include "class/assignment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "class/hand_in.h"
#include "class/matching.h"
#include "course/root.h"
#include "course/verify.h"
#include "run/limits.h"
#include "show/json_report.h"
#include "show/json_text.h"
#include "text/digest.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

enum { FORMAT = 1 };

/* How often the jail is tried. */
enum { PROOFS = 3 };

/* ---- which exercises ---------------------------------------------------------- */

static bool add_exercise(struct assignment *assignment, const char *name, char **error)
{
	struct exercise exercise;

	for (size_t i = 0; i < assignment->count; i++)
		if (strcmp(assignment->exercises[i].name, name) == 0)
			return true;
	if (!root_open(assignment->root, name, &exercise, error))
		return false;
	assignment->exercises =
		memory_resize(assignment->exercises, assignment->count + 1,
			      sizeof(*assignment->exercises));
	assignment->exercises[assignment->count++] = exercise;
	return true;
}

/* Every exercise of the course that is sound. */
static size_t read_all(const char *root, struct exercise **exercises)
{
	struct names names;
	size_t count = 0;

	root_exercises(root, &names);
	*exercises = memory_new(names.count, sizeof(**exercises));
	for (size_t i = 0; i < names.count; i++)
		count += exercise_read(&(*exercises)[count], root, names.names[i], NULL);
	names_free(&names);
	return count;
}

static void look_through(const struct student *student, const struct exercise *all,
			 size_t count, bool *named)
{
	struct hand_in hand_in;

	if (!hand_in_read(&hand_in, student, NULL))
		return;
	for (size_t i = 0; i < count; i++)
		named[i] = named[i] || hand_in_names_exercise(&hand_in, &all[i]);
	hand_in_free(&hand_in);
}

/* Those that any of the class has handed in. */
static bool find_exercises(struct assignment *assignment, const struct roster *roster,
			   char **error)
{
	struct exercise *all;
	size_t count = read_all(assignment->root, &all);
	bool *named = memory_new(count, sizeof(*named));
	bool good = true;

	for (size_t i = 0; i < roster->count; i++)
		look_through(&roster->students[i], all, count, named);
	for (size_t i = 0; i < count; i++) {
		if (named[i] && good)
			good = add_exercise(assignment, all[i].name, error);
		exercise_free(&all[i]);
	}
	free(named);
	free(all);
	if (good && !assignment->count)
		return text_error(error,
				  "no file in %s has the name of one that an exercise "
				  "hands out: say which is graded, by --exercise NAME",
				  assignment->folder);
	return good;
}

static int by_name(const void *one, const void *other)
{
	return strcmp(((const struct exercise *)one)->name,
		      ((const struct exercise *)other)->name);
}

static bool choose_exercises(struct assignment *assignment,
			     const struct assignment_request *request,
			     const struct roster *roster, char **error)
{
	if (!request->exercise_count)
		return find_exercises(assignment, roster, error);
	for (size_t i = 0; i < request->exercise_count; i++)
		if (!add_exercise(assignment, request->exercises[i], error))
			return false;
	qsort(assignment->exercises, assignment->count, sizeof(*assignment->exercises),
	      by_name);
	return true;
}

/* ---- the rest ------------------------------------------------------------------ */

static bool read_rubric(struct assignment *assignment, const char *path, char **error)
{
	struct names names;
	bool good;

	if (!path) {
		rubric_default(&assignment->rubric);
		return true;
	}
	root_exercises(assignment->root, &names);
	names.names = memory_resize(names.names, names.count + 1, sizeof(char *));
	names.names[names.count] = NULL;
	good = rubric_read(&assignment->rubric, path, (const char *const *)names.names,
			   error);
	names_free(&names);
	return good;
}

static bool expect_all(struct assignment *assignment, char **error)
{
	assignment->unseen = memory_new(assignment->count, sizeof(*assignment->unseen));
	for (size_t i = 0; i < assignment->count; i++) {
		struct check_request request = {
			.exercise = &assignment->exercises[i],
			.toolchain = &assignment->toolchain,
			.jail = assignment->jail,
			.seed = assignment->seed,
			.cases = assignment->cases,
		};

		if (!check_expect(&request, &assignment->unseen[i], error))
			return false;
	}
	return true;
}

/* What the exercise needs and this machine has not; to be freed, or NULL. */
static char *lack_of(const struct assignment *assignment, const struct exercise *exercise)
{
	struct verification verification = { .toolchain = &assignment->toolchain };

	return verify_exercise_lack(&verification, exercise);
}

static bool judge_solution(const struct assignment *assignment,
			   const struct exercise *exercise,
			   const struct submission *solution, char **error)
{
	struct check_request request = {
		.exercise = exercise,
		.submission = solution,
		.toolchain = &assignment->toolchain,
		.jail = assignment->jail,
		.clock = CLOCK_VIRTUAL,
	};
	struct check check;
	bool passed;

	check_exercise(&request, &check);
	passed = check.verdict.kind == VERDICT_PASS;
	if (!passed)
		text_error(
			error,
			"the solution of %s does not pass here (%s: %s), so nothing is "
			"graded",
			exercise->name, verdict_name(check.verdict.kind),
			check.verdict.message);
	check_free(&check);
	return passed;
}

/* Where the solution does not pass, no other program would: that is nobody's zero. */
static bool try_solution(const struct assignment *assignment,
			 const struct exercise *exercise, char **error)
{
	char *lack = lack_of(assignment, exercise);
	struct submission solution;
	bool passed;

	if (lack) {
		text_error(error, "%s cannot be graded here: %s", exercise->name, lack);
		free(lack);
		return false;
	}
	if (!file_is_folder(exercise->solution))
		return true;
	if (!submission_read(&solution, exercise, exercise->solution, NULL, 0, error))
		return false;
	passed = judge_solution(assignment, exercise, &solution, error);
	submission_free(&solution);
	return passed;
}

static bool try_solutions(const struct assignment *assignment, char **error)
{
	for (size_t i = 0; i < assignment->count; i++)
		if (!try_solution(assignment, &assignment->exercises[i], error))
			return false;
	return true;
}

static bool find_folder(struct assignment *assignment, const char *folder, char **error)
{
	assignment->folder = realpath(folder, NULL);
	return assignment->folder || text_error(error, "the folder %s cannot be read: %s",
						folder, strerror(errno));
}

/* The first layer that is missing for the level; NULL: none. */
static const struct layer_proof *missing_layer(const struct jail_proof *proof,
					       enum jail_level level)
{
	for (size_t i = 0; i < JAIL_LAYER_COUNT; i++)
		if (!proof->layers[i].holds && proof->layers[i].level <= level)
			return &proof->layers[i];
	return NULL;
}

static bool is_trusted(struct assignment *assignment, enum jail_level asked,
		       const char *why, char **error)
{
	const struct layer_proof *missing;
	struct jail_proof proof;

	jail_prove(assignment->jail, why, &proof);
	assignment->level = proof.level;
	missing = missing_layer(&proof, asked);
	if (proof.level < asked)
		text_error(
			error,
			"the level of trust here is %s, and %s was asked for, so nothing "
			"is graded: %s: %s (see course doctor)",
			jail_level_name(proof.level), jail_level_name(asked),
			missing ? missing->name : "a layer",
			missing ? missing->proof : "is missing");
	jail_proof_free(&proof);
	return assignment->level >= asked;
}

/* Nothing is graded below the level that was asked for. On a machine that has much to do
 * a probe may come too late, and is given another chance. */
static bool open_jail(struct assignment *assignment, enum jail_level asked, char **error)
{
	char *why = NULL;
	bool trusted = asked == JAIL_NONE;

	if (trusted)
		return true;
	assignment->jail = jail_open(&why);
	for (int tries = 0; !trusted && tries < PROOFS; tries++) {
		free(*error);
		*error = NULL;
		trusted = is_trusted(assignment, asked, why, error);
	}
	if (trusted) {
		free(*error);
		*error = NULL;
	}
	free(why);
	return trusted;
}

bool assignment_make(struct assignment *assignment,
		     const struct assignment_request *request,
		     const struct roster *roster, char **error)
{
	*assignment = (struct assignment){
		.seed = request->seed,
		.cases = request->cases,
		.shard = request->shard,
		.shards = request->shards,
	};
	if (!limits_suffice(error) || !toolchain_find(&assignment->toolchain, error))
		return false;
	assignment->root = root_find(request->root, error);
	if (assignment->root && find_folder(assignment, request->folder, error) &&
	    open_jail(assignment, request->level, error) &&
	    choose_exercises(assignment, request, roster, error) &&
	    read_rubric(assignment, request->rubric, error) &&
	    try_solutions(assignment, error) && expect_all(assignment, error)) {
		assignment->versions = json_of_versions(&assignment->toolchain);
		return true;
	}
	assignment_free(assignment);
	return false;
}

void assignment_free(struct assignment *assignment)
{
	for (size_t i = 0; i < assignment->count; i++) {
		if (assignment->unseen)
			unseen_cases_free(&assignment->unseen[i]);
		exercise_free(&assignment->exercises[i]);
	}
	free(assignment->unseen);
	free(assignment->exercises);
	rubric_free(&assignment->rubric);
	toolchain_free(&assignment->toolchain);
	jail_close(assignment->jail);
	json_decref(assignment->versions);
	free(assignment->root);
	free(assignment->folder);
	*assignment = (struct assignment){ 0 };
}

/* ---- as JSON --------------------------------------------------------------------- */

static void add_file(struct text *text, const char *folder, const char *name)
{
	char *path = path_join(folder, name);
	size_t length = 0;
	char *bytes = file_read(path, SIZE_MAX - 1, &length, NULL);
	char *digest = digest_of(bytes ? bytes : "", length);

	text_add_format(text, "%s %s\n", digest, name);
	free(digest);
	free(bytes);
	free(path);
}

/* What of an exercise decides on verdicts, as a digest: the document, the files that are
 * handed out, the solution. To be freed. */
static char *exercise_digest(const struct exercise *exercise)
{
	struct text text = { 0 };
	char *digest;

	add_file(&text, exercise->folder, "exercise.md");
	for (size_t i = 0; i < exercise->file_count; i++) {
		add_file(&text, exercise->folder, exercise->files[i].name);
		add_file(&text, exercise->solution, exercise->files[i].name);
	}
	digest = digest_of(text.bytes, text.length);
	text_free(&text);
	return digest;
}

static json_t *exercises_to_json(const struct assignment *assignment)
{
	json_t *array = json_array();

	for (size_t i = 0; i < assignment->count; i++) {
		const struct exercise *exercise = &assignment->exercises[i];
		json_t *object = json_object();
		char *digest = exercise_digest(exercise);

		json_set_text(object, "name", exercise->name);
		json_set_text(object, "title", exercise->title);
		json_object_set_new(
			object, "unseen",
			json_integer((json_int_t)assignment->unseen[i].count));
		json_set_text(object, "sha256", digest);
		json_array_append_new(array, object);
		free(digest);
	}
	return array;
}

static json_t *students_to_json(const struct roster *roster)
{
	json_t *array = json_array();

	for (size_t i = 0; i < roster->count; i++) {
		json_t *object = json_object();

		json_set_text(object, "key", roster->students[i].key);
		json_set_text(object, "name", roster->students[i].name);
		if (roster->students[i].listed)
			json_object_set(object, "listed", roster->students[i].listed);
		json_array_append_new(array, object);
	}
	return array;
}

json_t *assignment_to_json(const struct assignment *assignment,
			   const struct roster *roster)
{
	json_t *json = json_object();
	json_t *shard = json_object();

	json_object_set_new(json, "format", json_integer(FORMAT));
	json_set_text(json, "folder", assignment->folder);
	json_set_text(json, "root", assignment->root);
	json_object_set_new(json, "exercises", exercises_to_json(assignment));
	json_object_set_new(json, "seed",
			    assignment->cases ? json_integer((json_int_t)assignment->seed)
					      : json_null());
	json_object_set_new(json, "cases", json_integer((json_int_t)assignment->cases));
	json_object_set_new(json, "rubric", rubric_to_json(&assignment->rubric));
	json_set_text(json, "level", jail_level_name(assignment->level));
	json_object_set(json, "versions", assignment->versions);
	json_object_set_new(shard, "index", json_integer(assignment->shard));
	json_object_set_new(shard, "of", json_integer(assignment->shards));
	json_object_set_new(json, "shard", shard);
	json_object_set_new(json, "students", students_to_json(roster));
	return json;
}

bool assignments_agree(const json_t *one, const json_t *other, const char *among,
		       char **error)
{
	static const struct {
		const char *name, *words;
	} members[] = {
		{ "format", "they were written by another version of the course" },
		{ "exercises", "other exercises, or other versions of them" },
		{ "seed", "another --seed" },
		{ "cases", "another number of --cases" },
	};
	static const char *const versions[] = { "course", "compiler", "libc" };
	const json_t *mine = json_object_get(one, "versions");
	const json_t *theirs = json_object_get(other, "versions");

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (!json_equal(json_object_get(one, members[i].name),
				json_object_get(other, members[i].name)))
			return text_error(error, "%s do not agree: %s", among,
					  members[i].words);
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
		if (!json_equal(json_object_get(mine, versions[i]),
				json_object_get(theirs, versions[i])))
			return text_error(error, "%s do not agree: another %s", among,
					  versions[i]);
	return true;
}
