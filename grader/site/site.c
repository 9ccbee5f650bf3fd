#define _GNU_SOURCE
#include "site/site.h"

#include <stdlib.h>
#include <string.h>

#include "course/document.h"
#include "site/folder.h"
#include "site/page.h"
#include "text/file.h"
#include "text/memory.h"
#include "web/asset.h"

/* ---- the name -------------------------------------------------------------- */

/* The title of a document, or NULL. */
static char *title_of(const char *root, const char *name)
{
	char *path = path_join(root, name), *title = NULL;
	struct document document;

	if (document_read(&document, path, NULL)) {
		cmark_node *node = document_title(&document);

		title = node ? document_text(node) : NULL;
		document_free(&document);
	}
	free(path);
	return title;
}

/* «Name: what it is», of the course's own README, or of that of its lessons. */
static void name_site(struct site *site)
{
	const char *root = site->curriculum->root;
	char *title = title_of(root, "README.md"), *colon;

	if (!title)
		title = title_of(root, "lessons/README.md");
	if (!title)
		title = memory_copy_text("The course");
	colon = strstr(title, ": ");
	site->about = memory_copy_text(colon ? colon + 2 : "");
	if (colon)
		*colon = '\0';
	site->name = title;
}

/* ---- pages ----------------------------------------------------------------- */

static void put_assets(struct folder *folder)
{
	struct text style = { 0 };

	text_add(&style, asset_palette);
	text_add(&style, asset_style);
	text_add(&style, asset_lanes_style);
	folder_put(folder, "style.css", style.bytes, style.length);
	folder_put(folder, "script.js", asset_script, strlen(asset_script));
	text_free(&style);
}

static void put_articles(struct site *site)
{
	const struct curriculum *curriculum = site->curriculum;

	for (size_t i = 0; i < curriculum->lesson_count; i++)
		if (!curriculum->lessons[i].error)
			lesson_page(site, i);
	for (size_t i = 0; i < curriculum->exercise_count; i++)
		if (!curriculum->exercises[i].error)
			exercise_page(site, i);
}

static void put_all(struct site *site)
{
	put_assets(site->folder);
	front_page(site);
	put_articles(site);
	search_page(site);
	search_index(site);
}

/* ---- what is not right ------------------------------------------------------ */

static void add_unreadable(struct text *faults, const struct curriculum *curriculum)
{
	for (size_t i = 0; i < curriculum->lesson_count; i++)
		if (curriculum->lessons[i].error)
			text_add_format(faults, "%s\n", curriculum->lessons[i].error);
	for (size_t i = 0; i < curriculum->exercise_count; i++)
		if (curriculum->exercises[i].error)
			text_add_format(faults, "%s\n", curriculum->exercises[i].error);
}

static const char *document_of(const struct exhibit *exhibit)
{
	return exhibit->lesson ? exhibit->lesson->name : exhibit->exercise->name;
}

static const char *program_of(const struct exhibit *exhibit)
{
	return exhibit->program   ? exhibit->program->name
	       : exhibit->mistake ? exhibit->mistake->name
				  : "the solution";
}

static void take_plays(const struct site_request *request, const struct plays *plays,
		       struct site_result *result)
{
	struct text faults = { 0 }, lacks = { 0 };

	add_unreadable(&faults, request->curriculum);
	result->plays = plays->count;
	for (size_t i = 0; i < plays->count; i++) {
		const struct exhibit *exhibit = plays->plays[i].exhibit;
		const struct rehearsed *rehearsed = plays->plays[i].rehearsed;

		result->run += !rehearsed->recorded && !rehearsed->lack;
		if (rehearsed->fault)
			text_add_format(&faults, "%s: %s does not do what is shown. %s\n",
					document_of(exhibit), program_of(exhibit),
					rehearsed->fault);
		if (rehearsed->lack)
			text_add_format(&lacks, "%s: %s. %s\n", document_of(exhibit),
					program_of(exhibit), rehearsed->lack);
	}
	result->faults = text_take(&faults);
	result->lacks = text_take(&lacks);
}

/* ---- the whole -------------------------------------------------------------- */

static bool make(const struct site_request *request, struct folder *folder,
		 struct site_result *result, char **error)
{
	struct plays_request plays_request = {
		.curriculum = request->curriculum,
		.toolchain = request->toolchain,
		.solutions = request->solutions,
		.jobs = request->jobs,
		.progress = request->progress,
	};
	struct plays plays;
	struct site site = {
		.curriculum = request->curriculum,
		.plays = &plays,
		.solutions = request->solutions,
		.folder = folder,
	};
	bool good = plays_make(&plays_request, &plays, error);

	if (good) {
		name_site(&site);
		take_plays(request, &plays, result);
		put_all(&site);
		result->pages = folder->pages;
		good = folder_write(folder, error);
	}
	text_free(&site.index);
	free(site.name);
	free(site.about);
	plays_free(&plays);
	return good;
}

bool site_make(const struct site_request *request, struct site_result *result,
	       char **error)
{
	struct folder folder;
	bool good;

	*result = (struct site_result){ 0 };
	good = folder_open(&folder, request->folder, error) &&
	       make(request, &folder, result, error);
	result->largest = folder.largest;
	result->largest_name = folder.largest_name;
	folder.largest_name = NULL;
	folder_free(&folder);
	return good;
}

void site_result_free(struct site_result *result)
{
	free(result->largest_name);
	free(result->faults);
	free(result->lacks);
	*result = (struct site_result){ 0 };
}
