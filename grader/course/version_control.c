#include "course/version_control.h"

#include <stdlib.h>
#include <string.h>

#include "run/tool.h"
#include "text/memory.h"
#include "text/text.h"

enum { MOST_WORDS = 16 };

/* What git prints in the folder of the exercise; NULL unless it ends with 0. What it
 * complains of is nobody's concern. The words end with NULL. */
static char *git(const struct exercise *exercise, const char *const *words,
		 size_t *length)
{
	const char *arguments[MOST_WORDS + 5] = { "sh", "-c",
						  "exec git \"$@\" 2>/dev/null", "git" };
	struct tool_request request = {
		.arguments = (char *const *)arguments,
		.directory = exercise->folder,
		.bounds = { .real_seconds = 20,
			    .cpu_seconds = 20,
			    .file_bytes = (size_t)1 << 20,
			    .output_bytes = (size_t)4 << 20 },
	};
	struct tool_result result;

	for (size_t i = 0; words[i]; i++)
		arguments[4 + i] = words[i];
	tools_run(&request, 1, &result);
	if (result.end != TOOL_EXITED || result.status != 0) {
		free(result.output);
		return NULL;
	}
	if (length)
		*length = result.length;
	return result.output;
}

#define GIT(exercise, ...) git(exercise, (const char *const[]){ __VA_ARGS__, NULL }, NULL)

static char *solution_of(const struct exercise *exercise)
{
	return text_format("../../solutions/%s", exercise->name);
}

/* The address of who works here; NULL: who has none cannot have committed. */
static char *own_address(const struct exercise *exercise)
{
	char *identity = GIT(exercise, "var", "GIT_AUTHOR_IDENT");
	char *from = identity ? strchr(identity, '<') : NULL;
	char *to = from ? strchr(from, '>') : NULL;
	char *address = to ? memory_copy_bytes(from + 1, (size_t)(to - from - 1)) : NULL;

	free(identity);
	return address;
}

static bool is_whole(const struct exercise *exercise)
{
	char *shallow = GIT(exercise, "rev-parse", "--is-shallow-repository");
	bool whole = shallow && strncmp(shallow, "false", 5) == 0;

	free(shallow);
	return whole;
}

/* Are the exercise and its solution here as they are in that commit? */
static bool fits(const struct exercise *exercise, const char *commit)
{
	char *solution = solution_of(exercise);
	char *said = GIT(exercise, "diff", "--quiet", "--no-ext-diff", commit, "--",
			 "exercise.md", solution);
	bool same = said != NULL;

	free(said);
	free(solution);
	return same;
}

/* Each line is a commit's number, a blank, and the address of who made it: does it stand
 * among the author's, and is by another? */
static bool is_authors(const char *line, size_t length, const char *authors,
		       const char *own)
{
	size_t number = strcspn(line, " ");
	char *commit = memory_copy_bytes(line, number < length ? number : length);
	bool good = number < length && strstr(authors, commit);

	if (good && own)
		good = length - number - 1 != strlen(own) ||
		       strncmp(line + number + 1, own, strlen(own)) != 0;
	free(commit);
	return good;
}

static bool all_are_authors(const char *commits, const char *authors, const char *own)
{
	bool any = false;

	for (const char *line = commits; *line;) {
		size_t length = strcspn(line, "\n");

		if (!is_authors(line, length, authors, own))
			return false;
		any = true;
		line += length + (line[length] == '\n');
	}
	return any;
}

/* Has nobody but the author made the file what it is in that commit? */
static bool is_handed_out(const struct exercise *exercise,
			  const struct exercise_file *file, const char *commit)
{
	char *solution = solution_of(exercise), *own = own_address(exercise);
	char *commits = GIT(exercise, "log", "--format=%H %ae", commit, "--", file->name);
	char *authors = GIT(exercise, "log", "--format=%H", commit, "--", "exercise.md",
			    solution);
	bool good = commits && authors && all_are_authors(commits, authors, own);

	free(authors);
	free(commits);
	free(own);
	free(solution);
	return good;
}

/* The last commit that changed what the author alone changes; to be freed. */
static char *authors_last(const struct exercise *exercise)
{
	char *solution = solution_of(exercise);
	char *commit =
		GIT(exercise, "log", "-1", "--format=%H", "--", "exercise.md", solution);

	if (commit)
		commit[strcspn(commit, "\n")] = '\0';
	free(solution);
	return commit;
}

/* As it would be checked out. */
static char *content_in(const struct exercise *exercise, const struct exercise_file *file,
			const char *commit, size_t *length)
{
	char *object = text_format("%s:./%s", commit, file->name);
	const char *const words[] = { "cat-file", "--filters", object, NULL };
	char *bytes = git(exercise, words, length);

	free(object);
	return bytes;
}

char *version_control_handed_out(const struct exercise *exercise,
				 const struct exercise_file *file, size_t *length)
{
	char *last = is_whole(exercise) ? authors_last(exercise) : NULL;
	const char *const commits[] = { "HEAD", "@{upstream}", last };
	char *bytes = NULL;

	if (!last)
		return NULL;
	for (size_t i = 0; i < sizeof(commits) / sizeof(*commits) && !bytes; i++)
		if (*commits[i] && fits(exercise, commits[i]) &&
		    is_handed_out(exercise, file, commits[i]))
			bytes = content_in(exercise, file, commits[i], length);
	free(last);
	return bytes;
}
