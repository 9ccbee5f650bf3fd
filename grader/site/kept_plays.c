#define _GNU_SOURCE
#include "site/kept_plays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "run/start.h"
#include "site/play_run.h"
#include "text/cache.h"
#include "text/digest.h"
#include "text/file.h"
#include "text/memory.h"

static const size_t longest_file = (size_t)64 << 20;

/* ---- digests -------------------------------------------------------------- */

/* The optional parts of the runtime, with their libraries. */
static void add_parts(struct digest *digest, const struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++) {
		const struct part *part = &parts->parts[i];

		digest_add(digest, part->header);
		digest_add(digest, part->there ? "there" : "missing");
		for (char **word = part->words; *word; word++) {
			digest_add(digest, *word);
			if (**word == '/')
				digest_add_file(digest, *word);
		}
	}
}

/* The compiler is known by where it is, how long it is and since when: to read it
 * would take as long as to run it. */
static void add_compiler(struct digest *digest, const struct toolchain *toolchain)
{
	char *path = toolchain_path(toolchain);
	struct stat status;

	digest_add(digest, path);
	if (path && stat(path, &status) == 0) {
		digest_add_bytes(digest, (char *)&status.st_size, sizeof(status.st_size));
		digest_add_bytes(digest, (char *)&status.st_mtim, sizeof(status.st_mtim));
	}
	free(path);
}

/* What every play follows from. */
static struct digest digest_of_tools(const struct toolchain *toolchain)
{
	struct digest digest = digest_new();
	char *library = start_find_library(NULL);

	add_compiler(&digest, toolchain);
	add_parts(&digest, &toolchain->parts);
	digest_add_file(&digest, toolchain->library);
	if (library)
		digest_add_file(&digest, library);
	digest_add_file(&digest, "/proc/self/exe");
	free(library);
	return digest;
}

static void add_program(struct digest *digest, const struct lesson_program *program)
{
	digest_add(digest, program->name);
	digest_add(digest, program->source);
}

static void add_run(struct digest *digest, const struct play *play)
{
	const struct lesson_program *program = play->program;

	add_program(digest, program);
	digest_add(digest, program->timed.text);
	digest_add(digest, play->lesson->placeholder);
	for (size_t i = 0; i < program->beside_count; i++) {
		const char *name = program->beside[i];
		const struct lesson_program *other =
			lesson_find_program(play->lesson, name);
		const struct lesson_data *data = lesson_find_data(play->lesson, name);

		digest_add(digest, name);
		if (other)
			add_program(digest, other);
		else if (data)
			digest_add_bytes(digest, data->bytes, data->length);
	}
}

static void add_exercise(struct digest *digest, const struct play *play)
{
	struct submission submission;

	digest_add(digest, play->exercise->name);
	digest_add(digest, play->mistake ? play->mistake->name : NULL);
	digest_add_file(digest, play->exercise->document.path);
	if (!play_submission(play, &submission, NULL))
		return;
	for (size_t i = 0; i < submission.count; i++)
		digest_add_bytes(digest, submission.files[i].bytes,
				 submission.files[i].length);
	submission_free(&submission);
}

static char *digest_of_play(const struct digest *tools, const struct play *play)
{
	struct digest digest = *tools;

	if (play->program)
		add_run(&digest, play);
	else
		add_exercise(&digest, play);
	return digest_text(&digest);
}

/* ---- the file ------------------------------------------------------------- */

static char *path_of(const struct plays_request *request)
{
	struct digest digest = digest_new();
	char *root = realpath(request->curriculum->root, NULL);
	char *known, *name, *path;

	digest_add(&digest, root);
	digest_add(&digest, request->solutions ? "solutions" : "");
	known = digest_text(&digest);
	name = text_format("plays-%s", known);
	path = cache_path(name);
	free(name);
	free(known);
	free(root);
	return path;
}

void kept_plays_open(struct kept_plays *kept, const struct plays_request *request,
		     const struct plays *plays)
{
	*kept = (struct kept_plays){ .path = path_of(request), .count = plays->count };
	kept->digests = memory_new(plays->count + 1, sizeof(char *));
	kept->reports = memory_new(plays->count + 1, sizeof(char *));
	if (!kept->path)
		return;
	kept->bytes = file_read(kept->path, longest_file, &kept->length, NULL);
	struct digest tools = digest_of_tools(request->toolchain);

	for (size_t i = 0; i < plays->count; i++)
		kept->digests[i] = digest_of_play(&tools, &plays->plays[i]);
}

/* Each entry is «DIGEST LENGTH», a line end, and so many bytes. */
const char *kept_plays_find(const struct kept_plays *kept, size_t index, size_t *length)
{
	const char *at = kept->bytes, *end = at ? at + kept->length : NULL;

	while (at && at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		char digest[65];
		size_t size;

		if (!line || sscanf(at, "%64s %zu", digest, &size) != 2 ||
		    size > (size_t)(end - line - 1))
			return NULL;
		if (strcmp(digest, kept->digests[index]) == 0) {
			*length = size;
			return line + 1;
		}
		at = line + 1 + size;
	}
	return NULL;
}

void kept_plays_add(struct kept_plays *kept, size_t index, const char *report)
{
	kept->reports[index] = memory_copy_text(report);
}

static void write_kept(const struct kept_plays *kept)
{
	struct text text = { 0 };
	bool is_new = false;

	for (size_t i = 0; i < kept->count; i++) {
		const char *report = kept->reports[i];
		size_t length = report ? strlen(report) : 0;

		is_new = is_new || report;
		if (!report)
			report = kept_plays_find(kept, i, &length);
		if (!report)
			continue;
		text_add_format(&text, "%s %zu\n", kept->digests[i], length);
		text_add_bytes(&text, report, length);
	}
	if (is_new)
		cache_keep(kept->path, text.bytes ? text.bytes : "", text.length);
	text_free(&text);
}

void kept_plays_close(struct kept_plays *kept)
{
	if (kept->path)
		write_kept(kept);
	for (size_t i = 0; i < kept->count; i++) {
		free(kept->digests[i]);
		free(kept->reports[i]);
	}
	free(kept->digests);
	free(kept->reports);
	free(kept->bytes);
	free(kept->path);
}
