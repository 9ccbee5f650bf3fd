#include "class/matching.h"

#include <stdlib.h>
#include <string.h>

#include "class/other_name.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* In notes: both are in the student's favour. */
#define TAKEN_FOR "» was taken for "
#define MISSING   " is missing; the one that was handed out is taken."
#define NO_OTHER  ": there is no other."

/* What is matched with what. */
struct matching {
	struct hand_in *hand_in;
	const struct exercise *exercises;
	size_t count;
	struct match *matches;
};

static bool is_to_be_handed_in(const struct exercise *exercise,
			       const struct exercise_file *file)
{
	if (exercise->kind == EXERCISE_PREDICT)
		return file->kind == FILE_PREDICTION;
	return exercise_file_is_source(file);
}

static size_t depth_of(const char *path)
{
	size_t depth = 0;

	for (; *path; path++)
		depth += *path == '/';
	return depth;
}

/* Is one of the folders above the file called so? */
static bool lies_in(const char *path, const char *folder)
{
	size_t length = strlen(folder);
	const char *slash;

	for (; (slash = strchr(path, '/')); path = slash + 1)
		if ((size_t)(slash - path) == length &&
		    strncmp(path, folder, length) == 0)
			return true;
	return false;
}

/* The exercise's file that would have this one's name, or NULL. */
static const struct exercise_file *namesake(const struct exercise *exercise,
					    const struct handed_file *file)
{
	const struct exercise_file *found =
		exercise_find_file(exercise, path_base(file->name));

	return found && is_to_be_handed_in(exercise, found) ? found : NULL;
}

static bool lies_in_another(const struct matching *matching, size_t exercise,
			    const struct handed_file *file)
{
	for (size_t i = 0; i < matching->count; i++)
		if (i != exercise && lies_in(file->name, matching->exercises[i].name))
			return true;
	return false;
}

static size_t namesakes(const struct matching *matching, const struct handed_file *file)
{
	size_t count = 0;

	for (size_t i = 0; i < matching->count; i++)
		count += namesake(&matching->exercises[i], file) != NULL;
	return count;
}

static bool belongs(const struct matching *matching, size_t exercise,
		    const struct handed_file *file)
{
	if (!namesake(&matching->exercises[exercise], file))
		return false;
	if (lies_in(file->name, matching->exercises[exercise].name))
		return true;
	return !lies_in_another(matching, exercise, file) &&
	       namesakes(matching, file) == 1;
}

/* Of two for the same place, the one that lies in the exercise's folder, or else less
 * deep; files are in the order of their names. */
static bool is_better(const struct exercise *exercise, const struct handed_file *file,
		      const struct handed_file *than)
{
	bool inside = lies_in(file->name, exercise->name);

	if (inside != lies_in(than->name, exercise->name))
		return inside;
	return depth_of(file->name) < depth_of(than->name);
}

static void take(const struct matching *matching, size_t index,
		 const struct handed_file *file)
{
	const struct exercise *exercise = &matching->exercises[index];
	struct match *match = &matching->matches[index];
	size_t place = (size_t)(namesake(exercise, file) - exercise->files);
	const struct handed_file **taken = &match->files[place];

	match->handed_in += *taken == NULL;
	if (!*taken || is_better(exercise, file, *taken))
		*taken = file;
}

/* The only file not yet used that may have been called so once, or NULL. */
static const struct handed_file *only_other_name(const struct matching *matching,
						 size_t exercise, const char *wanted,
						 const bool *used)
{
	const struct hand_in *hand_in = matching->hand_in;
	const struct handed_file *only = NULL;

	for (size_t i = 0; i < hand_in->count; i++) {
		const struct handed_file *file = &hand_in->files[i];

		if (used[i] || !is_other_name(path_base(file->name), wanted) ||
		    lies_in_another(matching, exercise, file))
			continue;
		if (only)
			return NULL;
		only = file;
	}
	return only;
}

/* What came under another name than it was handed in by. */
static void match_other_names(const struct matching *matching, size_t index, bool *used)
{
	const struct exercise *exercise = &matching->exercises[index];
	struct match *match = &matching->matches[index];

	for (size_t i = 0; i < exercise->file_count; i++) {
		const char *wanted = exercise->files[i].name;
		const struct handed_file *file;

		if (match->files[i] || !is_to_be_handed_in(exercise, &exercise->files[i]))
			continue;
		file = only_other_name(matching, index, wanted, used);
		if (!file)
			continue;
		match->files[i] = file;
		match->handed_in++;
		used[file - matching->hand_in->files] = true;
		hand_in_note(matching->hand_in,
			     text_format("«%s" TAKEN_FOR "%s.", file->name, wanted));
	}
}

/* The exercise's only file that is to be handed in, or NULL. */
static const struct exercise_file *only_file(const struct exercise *exercise)
{
	const struct exercise_file *only = NULL;

	for (size_t i = 0; i < exercise->file_count; i++) {
		if (!is_to_be_handed_in(exercise, &exercise->files[i]))
			continue;
		if (only)
			return NULL;
		only = &exercise->files[i];
	}
	return only;
}

static bool has_ending(const char *name, const char *ending)
{
	size_t length = strlen(name), tail = strlen(ending);

	return length > tail && strcmp(name + length - tail, ending) == 0;
}

/* The only file with the ending of the one that is wanted, or NULL. */
static const struct handed_file *only_handed(const struct hand_in *hand_in,
					     const char *wanted)
{
	const char *ending = strrchr(wanted, '.');
	const struct handed_file *only = NULL;

	for (size_t i = 0; i < hand_in->count; i++) {
		if (ending && !has_ending(hand_in->files[i].name, ending))
			continue;
		if (only)
			return NULL;
		only = &hand_in->files[i];
	}
	return only;
}

/* Whatever it is called, if there is nothing else that could be meant. */
static void match_only(const struct matching *matching)
{
	const struct exercise *exercise = matching->exercises;
	const struct exercise_file *wanted = only_file(exercise);
	struct match *match = matching->matches;
	const struct handed_file *file;

	if (matching->count != 1 || match->handed_in || !wanted)
		return;
	file = only_handed(matching->hand_in, wanted->name);
	if (!file)
		return;
	match->files[wanted - exercise->files] = file;
	match->handed_in = 1;
	hand_in_note(matching->hand_in, text_format("«%s" TAKEN_FOR "%s" NO_OTHER,
						    file->name, wanted->name));
}

static void note_missing(const struct matching *matching, size_t index)
{
	const struct exercise *exercise = &matching->exercises[index];
	const struct match *match = &matching->matches[index];

	for (size_t i = 0; match->handed_in && i < exercise->file_count; i++)
		if (is_to_be_handed_in(exercise, &exercise->files[i]) && !match->files[i])
			hand_in_note(matching->hand_in,
				     text_format("%s: %s" MISSING, exercise->name,
						 exercise->files[i].name));
}

/* Somebody means it to be looked into. */
static bool is_unread_archive(const char *name)
{
	static const char *const endings[] = { ".7z",  ".rar", ".xz",  ".bz2",
					       ".zst", ".gz",  ".iso", ".cab" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (has_ending(name, endings[i]))
			return true;
	return false;
}

/* The file that this one may once have been called like, if it does not count; *taken:
 * another one is taken for it. NULL if there is none. */
static const char *meant_for(const struct matching *matching,
			     const struct handed_file *file, bool *taken)
{
	for (size_t i = 0; i < matching->count; i++) {
		const struct exercise *exercise = &matching->exercises[i];

		for (size_t k = 0; k < exercise->file_count; k++) {
			*taken = matching->matches[i].files[k];
			if (is_to_be_handed_in(exercise, &exercise->files[k]) &&
			    is_other_name(path_base(file->name), exercise->files[k].name))
				return exercise->files[k].name;
		}
	}
	return NULL;
}

static char *extra_note(const struct matching *matching, const struct handed_file *file)
{
	bool taken;
	const char *meant = meant_for(matching, file, &taken);

	for (size_t k = 0; k < matching->count; k++)
		if (belongs(matching, k, file))
			return text_format("«%s» does not count: there is another file "
					   "of that name.",
					   file->name);
	if (meant)
		return text_format(taken ? "«%s» does not count: there is another %s. "
					   "Was this one meant?"
					 : "«%s» does not count: it may be meant for %s, "
					   "and so may another file.",
				   file->name, meant);
	return text_format(is_unread_archive(file->name)
				   ? "«%s» was not read: of archives only zip, tar and "
				     "tar.gz are."
				   : "«%s» is extra: it is no file of an exercise, and "
				     "was not looked at.",
			   file->name);
}

static void note_extra(const struct matching *matching, const bool *used)
{
	struct hand_in *hand_in = matching->hand_in;

	for (size_t i = 0; i < hand_in->count; i++)
		if (!used[i])
			hand_in_note(hand_in, extra_note(matching, &hand_in->files[i]));
}

static void mark_used(const struct matching *matching, bool *used)
{
	const struct handed_file *first = matching->hand_in->files;

	for (size_t i = 0; i < matching->count; i++)
		for (size_t k = 0; k < matching->exercises[i].file_count; k++)
			if (matching->matches[i].files[k])
				used[matching->matches[i].files[k] - first] = true;
}

void match_all(struct hand_in *hand_in, const struct exercise *exercises, size_t count,
	       struct match *matches, bool *used)
{
	struct matching matching = { hand_in, exercises, count, matches };

	for (size_t i = 0; i < count; i++)
		matches[i] = (struct match){
			.files = memory_new(exercises[i].file_count,
					    sizeof(*matches[i].files)),
		};
	for (size_t k = 0; k < hand_in->count; k++)
		for (size_t i = 0; i < count; i++)
			if (belongs(&matching, i, &hand_in->files[k]))
				take(&matching, i, &hand_in->files[k]);
	mark_used(&matching, used);
	for (size_t i = 0; i < count; i++)
		match_other_names(&matching, i, used);
	match_only(&matching);
	mark_used(&matching, used);
	for (size_t i = 0; i < count; i++)
		note_missing(&matching, i);
	note_extra(&matching, used);
}

void match_free(struct match *match)
{
	free(match->files);
	*match = (struct match){ 0 };
}

bool match_note_is_kind(const char *note)
{
	return strstr(note, TAKEN_FOR) || strstr(note, MISSING);
}

bool match_note_is_guess(const char *note)
{
	return strstr(note, TAKEN_FOR) && strstr(note, NO_OTHER);
}

bool match_submission(const struct match *match, const struct exercise *exercise,
		      struct submission *submission, char **error)
{
	if (!submission_read(submission, exercise, exercise->folder, NULL, 0, error))
		return false;
	for (size_t i = 0; i < submission->count; i++) {
		struct submission_file *file = &submission->files[i];
		const struct handed_file *handed = match->files[i];

		/* Its folder is no place to look for headers, for it may have none. */
		free(file->path);
		file->path = NULL;
		if (!handed)
			continue;
		free(file->bytes);
		file->bytes = memory_copy_bytes(handed->bytes, handed->length);
		file->length = handed->length;
	}
	return true;
}

static bool was_namesake(const struct exercise *exercise, const struct handed_file *file)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (is_to_be_handed_in(exercise, &exercise->files[i]) &&
		    is_other_name(path_base(file->name), exercise->files[i].name))
			return true;
	return false;
}

bool hand_in_names_exercise(const struct hand_in *hand_in,
			    const struct exercise *exercise)
{
	for (size_t i = 0; i < hand_in->count; i++)
		if (namesake(exercise, &hand_in->files[i]) ||
		    lies_in(hand_in->files[i].name, exercise->name) ||
		    was_namesake(exercise, &hand_in->files[i]))
			return true;
	return false;
}
