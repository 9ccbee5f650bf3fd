#define _GNU_SOURCE
#include "class/gradebook.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "class/record.h"
#include "run/interrupt.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* No file of ours is longer. */
static const size_t longest = (size_t)64 << 20;

static json_t *read_json(const char *path)
{
	size_t length;
	char *bytes = file_read(path, longest, &length, NULL);
	json_t *json = bytes ? json_loadb(bytes, length, JSON_ALLOW_NUL, NULL) : NULL;

	free(bytes);
	return json;
}

/* A part of file names, as we make them; a share may have come from anywhere. */
static bool is_file_name(const json_t *word)
{
	const char *text = json_string_value(word);

	return text && *text && *text != '.' && !strchr(text, '/');
}

static bool all_are_file_names(const json_t *array, const char *name)
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (!is_file_name(json_object_get(json_array_get(array, i), name)))
			return false;
	return json_is_array(array);
}

static bool is_sound(const json_t *assignment)
{
	return all_are_file_names(json_object_get(assignment, "students"), "key") &&
	       all_are_file_names(json_object_get(assignment, "exercises"), "name");
}

static void take_assignment(struct gradebook *gradebook)
{
	char *path = path_join(gradebook->folder, "assignment.json");
	json_t *json = read_json(path);

	free(path);
	if (json && is_sound(json) &&
	    rubric_of_json(&gradebook->rubric, json_object_get(json, "rubric")))
		gradebook->assignment = json;
	else
		json_decref(json);
}

/* The bytes of the file that are locked. */
enum { GRADER = 0, WORKERS = 1 };

/* Who holds the lock, for a sentence. */
static int locked(const struct gradebook *gradebook, char **error)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = GRADER, .l_len = 1
	};

	if (fcntl(gradebook->lock, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK &&
	    lock.l_pid > 0)
		return text_error(error,
				  "the process %d is grading into %s: wait for it, or "
				  "name another --out",
				  (int)lock.l_pid, gradebook->folder);
	return text_error(error,
			  "somebody else is grading into %s: wait, or name another --out",
			  gradebook->folder);
}

/* The grader's own byte is the process's (POSIX): what it forks off does not hold it, and
 * it goes with it, however it ends. */
static bool lock_grader(const struct gradebook *gradebook, char **error)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = GRADER, .l_len = 1
	};

	if (fcntl(gradebook->lock, F_SETLK, &lock) == 0)
		return true;
	if (errno == EACCES || errno == EAGAIN)
		return locked(gradebook, error);
	return text_error(error, "%s cannot be locked: %s", gradebook->folder,
			  strerror(errno));
}

/* Workers have this byte by the descriptor that they inherit. Those of a grader that was
 * killed are killed as well, but a moment later, and until then they write. */
static bool wait_for_workers(const struct gradebook *gradebook, char **error)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = WORKERS, .l_len = 1
	};

	while (fcntl(gradebook->lock, F_OFD_SETLKW, &lock) != 0) {
		if (errno != EINTR)
			return text_error(error, "%s cannot be locked: %s",
					  gradebook->folder, strerror(errno));
		if (interrupt_requested())
			return text_error(error, "interrupted");
	}
	return true;
}

static bool take_lock(struct gradebook *gradebook, char **error)
{
	char *path = path_join(gradebook->folder, "lock");

	gradebook->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (gradebook->lock < 0)
		text_error(error, "%s cannot be written: %s", path, strerror(errno));
	free(path);
	return gradebook->lock >= 0 && lock_grader(gradebook, error) &&
	       wait_for_workers(gradebook, error);
}

static bool make_folders(const struct gradebook *gradebook, char **error)
{
	static const char *const names[] = { "records", "times" };
	bool good = true;

	for (size_t i = 0; good && i < sizeof(names) / sizeof(*names); i++) {
		char *path = path_join(gradebook->folder, names[i]);

		good = folder_make(path, error);
		free(path);
	}
	return good;
}

static void remove_parts(const char *folder)
{
	struct names names;

	folder_names(folder, ".part", &names);
	for (size_t i = 0; i < names.count; i++) {
		char *path = path_join(folder, names.names[i]);

		unlink(path);
		free(path);
	}
	names_free(&names);
}

void gradebook_sweep(const struct gradebook *gradebook)
{
	char *records = path_join(gradebook->folder, "records");

	remove_parts(gradebook->folder);
	remove_parts(records);
	free(records);
}

bool gradebook_lock(struct gradebook *gradebook, const char *folder, char **error)
{
	*gradebook = (struct gradebook){ .folder = memory_copy_text(folder), .lock = -1 };
	if (folder_make(folder, error) && take_lock(gradebook, error) &&
	    make_folders(gradebook, error)) {
		gradebook_sweep(gradebook);
		take_assignment(gradebook);
		return true;
	}
	gradebook_close(gradebook);
	return false;
}

bool gradebook_open(struct gradebook *gradebook, const char *folder, char **error)
{
	*gradebook = (struct gradebook){ .folder = memory_copy_text(folder), .lock = -1 };
	take_assignment(gradebook);
	if (gradebook->assignment)
		return true;
	text_error(error,
		   "no class was graded into %s: there is no %s/assignment.json that can "
		   "be read",
		   folder, folder);
	gradebook_close(gradebook);
	return false;
}

bool gradebook_begin(struct gradebook *gradebook, json_t *assignment, char **error)
{
	char *path = path_join(gradebook->folder, "assignment.json");
	char *text = record_text(assignment);
	bool written = file_write_safely(path, text, strlen(text), error);

	free(text);
	free(path);
	json_decref(gradebook->assignment);
	rubric_free(&gradebook->rubric);
	gradebook->assignment = assignment;
	return rubric_of_json(&gradebook->rubric,
			      json_object_get(assignment, "rubric")) &&
	       written;
}

void gradebook_close(struct gradebook *gradebook)
{
	if (gradebook->lock >= 0)
		close(gradebook->lock);
	json_decref(gradebook->assignment);
	rubric_free(&gradebook->rubric);
	free(gradebook->folder);
	*gradebook = (struct gradebook){ .lock = -1 };
}

/* ---- what is asked --------------------------------------------------------------- */

static const json_t *exercise_at(const struct gradebook *gradebook, size_t index)
{
	return json_array_get(json_object_get(gradebook->assignment, "exercises"), index);
}

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

size_t gradebook_exercise_count(const struct gradebook *gradebook)
{
	return json_array_size(json_object_get(gradebook->assignment, "exercises"));
}

const char *gradebook_exercise(const struct gradebook *gradebook, size_t index)
{
	return member(exercise_at(gradebook, index), "name");
}

const char *gradebook_title(const struct gradebook *gradebook, size_t index)
{
	return member(exercise_at(gradebook, index), "title");
}

size_t gradebook_unseen(const struct gradebook *gradebook, size_t index)
{
	json_int_t count = json_integer_value(
		json_object_get(exercise_at(gradebook, index), "unseen"));

	return count > 0 ? (size_t)count : 0;
}

size_t gradebook_student_count(const struct gradebook *gradebook)
{
	return json_array_size(json_object_get(gradebook->assignment, "students"));
}

static const json_t *student_at(const struct gradebook *gradebook, size_t index)
{
	return json_array_get(json_object_get(gradebook->assignment, "students"), index);
}

const char *gradebook_key(const struct gradebook *gradebook, size_t index)
{
	return member(student_at(gradebook, index), "key");
}

char *gradebook_student(const struct gradebook *gradebook, size_t index)
{
	const char *name = member(student_at(gradebook, index), "name");

	return visible_copy(name, strlen(name), true, SPACES_PLAIN);
}

const json_t *gradebook_listed(const struct gradebook *gradebook, size_t index)
{
	return json_object_get(student_at(gradebook, index), "listed");
}

/* ---- records ---------------------------------------------------------------------- */

char *gradebook_path(const struct gradebook *gradebook, const char *folder,
		     const char *key, const char *ending)
{
	return text_format("%s/%s/%s%s", gradebook->folder, folder, key, ending);
}

json_t *gradebook_record(const struct gradebook *gradebook, const char *key)
{
	char *path = gradebook_path(gradebook, "records", key, ".json");
	json_t *record = read_json(path);

	free(path);
	if (record && strcmp(member(record, "key"), key) == 0 &&
	    json_is_array(json_object_get(record, "exercises")))
		return record;
	json_decref(record);
	return NULL;
}

bool gradebook_put(const struct gradebook *gradebook, const char *key,
		   const json_t *record, char **error)
{
	char *path = gradebook_path(gradebook, "records", key, ".json");
	char *text = record_text(record);
	bool written = file_write_safely(path, text, strlen(text), error);

	free(text);
	free(path);
	return written;
}
