#define _GNU_SOURCE
#include "rehearsal/recorded_runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "run/beside.h"
#include "run/start.h"
#include "text/cache.h"
#include "text/digest.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* More is read by nobody; and a cache that has grown so far begins anew. */
static const size_t longest_file = (size_t)64 << 20;

enum { DIGEST_LENGTH = 64 };

struct recorded_run {
	char what[DIGEST_LENGTH + 1], with[DIGEST_LENGTH + 1];
	char *name;
	const char *bytes; /* of a fresh one: to be freed */
	size_t length;
};

/* ---- digests -------------------------------------------------------------- */

/* The optional parts of the runtime, with their libraries. Those of ours lie elsewhere
 * once they are installed, and are the same. */
static void add_parts(struct digest *digest, const struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++) {
		const struct part *part = &parts->parts[i];

		digest_add(digest, part->header);
		digest_add(digest, part->there ? "there" : "missing");
		for (char **word = part->words; *word; word++) {
			digest_add(digest, path_base(*word));
			if (**word == '/')
				digest_add_file(digest, *word);
		}
	}
}

static void add_headers(struct digest *digest, const char *folder, const char *below)
{
	char *path = path_join(folder, below);
	struct names names = { 0 };

	folder_names(path, ".h", &names);
	for (size_t i = 0; i < names.count; i++) {
		char *header = path_join(path, names.names[i]);

		digest_add(digest, names.names[i]);
		digest_add_file(digest, header);
		free(header);
	}
	names_free(&names);
	free(path);
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

/* What every run follows from. */
static char *digest_of_tools(const struct toolchain *toolchain)
{
	struct digest digest = digest_new();
	char *library = start_find_library(NULL);

	add_compiler(&digest, toolchain);
	add_headers(&digest, toolchain->include, ".");
	add_headers(&digest, toolchain->include, "async");
	add_parts(&digest, &toolchain->parts);
	digest_add_file(&digest, toolchain->library);
	if (library)
		digest_add_file(&digest, library);
	digest_add_file(&digest, "/proc/self/exe");
	free(library);
	return digest_text(&digest);
}

static char *digest_of_exhibit(const struct exhibit *exhibit)
{
	struct digest digest = digest_new();

	exhibit_digest(exhibit, &digest);
	return digest_text(&digest);
}

/* ---- a file ----------------------------------------------------------------- */

static struct recorded_file file_of(char *path)
{
	struct recorded_file file = { .path = path };

	if (path)
		file.bytes = file_read(path, longest_file, &file.length, NULL);
	return file;
}

static void free_file(struct recorded_file *file)
{
	free(file->path);
	free(file->bytes);
}

/* Each entry is «WHAT WITH LENGTH NAME», a line end, and so many bytes. Returns what
 * follows the one at this place, or NULL if there is none. The name is to be freed. */
static const char *read_entry(const struct recorded_file *file, const char *at,
			      struct recorded_run *run)
{
	const char *end = file->bytes + file->length, *line;
	int name = 0;

	*run = (struct recorded_run){ 0 };
	line = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
	if (!line ||
	    sscanf(at, "%64s %64s %zu %n", run->what, run->with, &run->length, &name) !=
		    3 ||
	    name == 0 || name > line - at || run->length > (size_t)(end - line - 1))
		return NULL;
	run->name = memory_copy_bytes(at + name, (size_t)(line - at - name));
	run->bytes = line + 1;
	return run->bytes + run->length;
}

static void add_entry(struct text *text, const struct recorded_run *run)
{
	text_add_format(text, "%s %s %zu %s\n", run->what, run->with, run->length,
			run->name);
	text_add_bytes(text, run->bytes, run->length);
}

static const char *find_in(const struct recorded_file *file, const char *what,
			   const char *with, size_t *length)
{
	const char *at = file->bytes, *found = NULL;
	struct recorded_run run;

	while (at && !found && (at = read_entry(file, at, &run))) {
		if (strcmp(run.what, what) == 0 && (!with || strcmp(run.with, with) == 0))
			found = run.bytes;
		*length = run.length;
		free(run.name);
	}
	return found;
}

/* ---- opening and finding ------------------------------------------------------ */

static char *path_in_cache(const char *root)
{
	struct digest digest = digest_new();
	char *whole = realpath(root, NULL), *known, *name, *path;

	digest_add(&digest, whole);
	known = digest_text(&digest);
	name = text_format("runs-%s", known);
	path = cache_path(name);
	free(name);
	free(known);
	free(whole);
	return path;
}

void recorded_runs_open(struct recorded_runs *runs, const char *root,
			const struct toolchain *toolchain)
{
	*runs = (struct recorded_runs)
	{
		.built = file_of(beside_find("recorded_runs")),
		.kept = file_of(path_in_cache(root)),
		.with = toolchain ? digest_of_tools(toolchain) : NULL,
	};
}

void recorded_runs_open_file(struct recorded_runs *runs, const char *path,
			     const struct toolchain *toolchain)
{
	*runs = (struct recorded_runs)
	{
		.built = file_of(memory_copy_text(path)),
		.with = digest_of_tools(toolchain),
	};
}

static const char *find_fresh(const struct recorded_runs *runs, const char *what,
			      size_t *length)
{
	for (size_t i = 0; i < runs->fresh_count; i++)
		if (strcmp(runs->fresh[i].what, what) == 0) {
			*length = runs->fresh[i].length;
			return runs->fresh[i].bytes;
		}
	return NULL;
}

static const char *find(const struct recorded_runs *runs, const char *what,
			size_t *length)
{
	const char *found = find_fresh(runs, what, length);

	if (!found)
		found = find_in(&runs->built, what, runs->with, length);
	return found ? found : find_in(&runs->kept, what, runs->with, length);
}

const char *recorded_runs_find(const struct recorded_runs *runs,
			       const struct exhibit *exhibit, size_t *length)
{
	char *what = digest_of_exhibit(exhibit);
	const char *found = find(runs, what, length);

	free(what);
	return found;
}

/* ---- adding and writing -------------------------------------------------------- */

static struct recorded_run run_of(const struct recorded_runs *runs,
				  const struct exhibit *exhibit)
{
	struct recorded_run run = { .name = exhibit_name(exhibit) };
	char *what = digest_of_exhibit(exhibit);

	snprintf(run.what, sizeof(run.what), "%s", what);
	snprintf(run.with, sizeof(run.with), "%s", runs->with ? runs->with : "unknown");
	free(what);
	return run;
}

void recorded_runs_add(struct recorded_runs *runs, const struct exhibit *exhibit,
		       const char *recording, size_t length)
{
	struct recorded_run run = run_of(runs, exhibit);

	run.bytes = memory_copy_bytes(recording, length);
	run.length = length;
	runs->fresh = memory_resize(runs->fresh, runs->fresh_count + 1, sizeof(run));
	runs->fresh[runs->fresh_count++] = run;
}

bool recorded_runs_write(const struct recorded_runs *runs,
			 const struct exhibits *exhibits, const char *path, char **error)
{
	struct text text = { 0 };
	bool good;

	for (size_t i = 0; i < exhibits->count; i++) {
		struct recorded_run run = run_of(runs, &exhibits->exhibits[i]);

		run.bytes = find(runs, run.what, &run.length);
		if (run.bytes)
			add_entry(&text, &run);
		free(run.name);
	}
	good = file_write_safely(path, text.bytes ? text.bytes : "", text.length, error);
	text_free(&text);
	return good;
}

static bool has_fresh(const struct recorded_runs *runs, const char *name)
{
	for (size_t i = 0; i < runs->fresh_count; i++)
		if (strcmp(runs->fresh[i].name, name) == 0)
			return true;
	return false;
}

/* What was there already, but for what has a newer run now. */
static void add_kept(const struct recorded_runs *runs, struct text *text)
{
	const char *at = runs->kept.bytes;
	struct recorded_run run;

	while (at && (at = read_entry(&runs->kept, at, &run))) {
		if (!has_fresh(runs, run.name))
			add_entry(text, &run);
		free(run.name);
	}
}

static void keep(const struct recorded_runs *runs)
{
	struct text text = { 0 };

	for (size_t i = 0; i < runs->fresh_count; i++)
		add_entry(&text, &runs->fresh[i]);
	if (text.length + runs->kept.length <= longest_file)
		add_kept(runs, &text);
	cache_keep(runs->kept.path, text.bytes, text.length);
	text_free(&text);
}

void recorded_runs_close(struct recorded_runs *runs)
{
	if (runs->fresh_count && runs->kept.path)
		keep(runs);
	for (size_t i = 0; i < runs->fresh_count; i++) {
		free(runs->fresh[i].name);
		free((char *)runs->fresh[i].bytes);
	}
	free(runs->fresh);
	free(runs->with);
	free_file(&runs->built);
	free_file(&runs->kept);
	*runs = (struct recorded_runs){ 0 };
}
