#include "class/merge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "class/assignment.h"
#include "class/grade.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* All students so far, in the order of their keys. */
struct merging {
	struct gradebook *gradebook;
	const json_t **students;
	size_t count;
};

static bool agree(const struct gradebook *first, const struct gradebook *other,
		  char **error)
{
	char *among = text_format("%s and %s", first->folder, other->folder);
	bool good = assignments_agree(first->assignment, other->assignment, among, error);

	if (good && !json_equal(json_object_get(first->assignment, "rubric"),
				json_object_get(other->assignment, "rubric")))
		good = text_error(error, "%s do not agree: another rubric", among);
	free(among);
	return good;
}

/* A file of theirs, as it is. What is not there is not graded yet. */
static bool copy(const struct gradebook *from, const struct gradebook *to,
		 const char *folder, const char *key, char **error)
{
	char *source = gradebook_path(from, folder, key, ".json");
	char *target = gradebook_path(to, folder, key, ".json");
	size_t length;
	char *bytes = file_read(source, SIZE_MAX - 1, &length, NULL);
	bool good = !bytes || file_write_safely(target, bytes, length, error);

	free(bytes);
	free(source);
	free(target);
	return good;
}

/* Is there another record of the same student already? */
static bool is_told_otherwise(const struct gradebook *gradebook,
			      const struct gradebook *other, const char *key)
{
	json_t *mine = gradebook_record(gradebook, key);
	json_t *theirs = gradebook_record(other, key);
	bool differ = mine && theirs && !json_equal(mine, theirs);

	json_decref(mine);
	json_decref(theirs);
	return differ;
}

static bool take_student(struct merging *merging, const struct gradebook *other,
			 const json_t *student, char **error)
{
	const char *key = text_member(student, "key");

	if (is_told_otherwise(merging->gradebook, other, key))
		return text_error(error,
				  "%s has a record of %s that differs from another's",
				  other->folder, key);
	merging->students[merging->count++] = student;
	return copy(other, merging->gradebook, "records", key, error) &&
	       copy(other, merging->gradebook, "times", key, error);
}

static bool take_students(struct merging *merging, const struct gradebook *other,
			  char **error)
{
	const json_t *students = json_object_get(other->assignment, "students");

	merging->students = memory_resize(merging->students,
					  merging->count + json_array_size(students),
					  sizeof(*merging->students));
	for (size_t i = 0; i < json_array_size(students); i++)
		if (!take_student(merging, other, json_array_get(students, i), error))
			return false;
	return true;
}

static int by_key(const void *one, const void *other)
{
	return strcmp(text_member(*(const json_t *const *)one, "key"),
		      text_member(*(const json_t *const *)other, "key"));
}

static size_t shard_member(const json_t *assignment, const char *name)
{
	json_int_t number = json_integer_value(
		json_object_get(json_object_get(assignment, "shard"), name));

	return number > 0 ? (size_t)number : 0;
}

/* All are shares of as many; false, with a sentence, if not. */
static bool are_shares_of_one(const struct gradebook *others, size_t count, char **error)
{
	size_t shards = shard_member(others[0].assignment, "of");

	for (size_t i = 1; i < count; i++)
		if (shard_member(others[i].assignment, "of") != shards)
			return text_error(
				error,
				"%s is a share of %zu, and %s of %zu: what is "
				"joined must be of one class that was shared out "
				"once",
				others[0].folder, shards, others[i].folder,
				shard_member(others[i].assignment, "of"));
	return true;
}

/* The numbers of the shares that are not there, from 1; NULL: there are none. */
static json_t *missing_shares(const struct gradebook *others, size_t count)
{
	size_t shards = shard_member(others[0].assignment, "of");
	bool *there = memory_new(shards, sizeof(*there));
	json_t *missing = json_array();

	for (size_t i = 0; i < count; i++)
		if (shard_member(others[i].assignment, "index") < shards)
			there[shard_member(others[i].assignment, "index")] = true;
	for (size_t i = 0; i < shards; i++)
		if (!there[i])
			json_array_append_new(missing, json_integer((json_int_t)i + 1));
	free(there);
	if (json_array_size(missing))
		return missing;
	json_decref(missing);
	return NULL;
}

/* As one machine would have written it: all students once, and no shard. */
static json_t *joint_assignment(const struct merging *merging,
				const struct gradebook *others, size_t count)
{
	json_t *joint = json_deep_copy(others[0].assignment);
	json_t *shard = json_object_get(joint, "shard"), *students = json_array();
	json_t *missing = missing_shares(others, count);

	if (missing) {
		json_object_set(shard, "shares", json_object_get(shard, "of"));
		json_object_set_new(shard, "missing", missing);
	}

	json_object_set_new(shard, "index", json_integer(0));
	json_object_set_new(shard, "of", json_integer(1));
	if (merging->count)
		qsort(merging->students, merging->count, sizeof(*merging->students),
		      by_key);
	for (size_t i = 0; i < merging->count; i++)
		if (i == 0 ||
		    by_key(&merging->students[i - 1], &merging->students[i]) != 0)
			json_array_append_new(students,
					      json_deep_copy(merging->students[i]));
	json_object_set_new(joint, "students", students);
	return joint;
}

/* A share that is written over is a share no more. */
static bool are_others(const struct gradebook *gradebook, char *const *folders,
		       size_t count, char **error)
{
	struct stat out, other;

	if (stat(gradebook->folder, &out) != 0)
		return true;
	for (size_t i = 0; i < count; i++)
		if (stat(folders[i], &other) == 0 && other.st_dev == out.st_dev &&
		    other.st_ino == out.st_ino)
			return text_error(error,
					  "%s is one of those that are joined: name "
					  "another --out",
					  gradebook->folder);
	return true;
}

static bool open_all(struct gradebook *others, char *const *folders, size_t count,
		     char **error)
{
	for (size_t i = 0; i < count; i++)
		if (!gradebook_open(&others[i], folders[i], error) ||
		    !agree(&others[0], &others[i], error))
			return false;
	return true;
}

bool gradebooks_merge(struct gradebook *gradebook, char *const *folders, size_t count,
		      char **error)
{
	struct gradebook *others = memory_new(count, sizeof(*others));
	struct merging merging = { .gradebook = gradebook };
	bool good;

	for (size_t i = 0; i < count; i++)
		others[i].lock = -1;
	good = are_others(gradebook, folders, count, error) &&
	       open_all(others, folders, count, error) &&
	       are_shares_of_one(others, count, error);
	for (size_t i = 0; good && i < count; i++)
		good = take_students(&merging, &others[i], error);
	good = good && gradebook_begin(gradebook,
				       joint_assignment(&merging, others, count), error);
	for (size_t i = 0; i < count; i++)
		gradebook_close(&others[i]);
	free(merging.students);
	free(others);
	return good;
}
