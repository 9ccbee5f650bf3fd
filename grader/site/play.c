#include "site/play.h"

#include <stdlib.h>

#include "rehearsal/recorded_runs.h"
#include "text/memory.h"
#include "text/text.h"

/* ---- making ---------------------------------------------------------------- */

/* What passes in no time, or in no lane, makes no picture. */
static char *picture_for_page(const struct picture *picture)
{
	struct text html = { 0 };

	if (!picture->sides[0].lanes.count || picture->until < 1000000)
		return NULL;
	picture_figure(picture, &html);
	return text_take(&html);
}

static void take(size_t index, const struct recording *recording, void *context)
{
	struct play *play = &((struct plays *)context)->plays[index];

	if (recording->report) {
		play->report = memory_copy_text(recording->report);
		return;
	}
	play->moments = picture_moments(&recording->picture);
	play->picture = picture_for_page(&recording->picture);
}

bool plays_make(const struct plays_request *request, struct plays *plays, char **error)
{
	struct rehearsals_request rehearsals = {
		.exhibits = &plays->exhibits,
		.toolchain = request->toolchain,
		.jobs = request->jobs,
		.progress = request->progress,
		.take = take,
		.context = plays,
	};
	struct recorded_runs runs;
	bool good;

	*plays = (struct plays){ 0 };
	exhibits_of_course(&plays->exhibits, request->curriculum);
	if (request->solutions)
		exhibits_add_solutions(&plays->exhibits, request->curriculum);
	plays->count = plays->exhibits.count;
	plays->plays = memory_new(plays->count + 1, sizeof(*plays->plays));
	plays->rehearsed = memory_new(plays->count + 1, sizeof(*plays->rehearsed));
	for (size_t i = 0; i < plays->count; i++)
		plays->plays[i] = (struct play){ .exhibit = &plays->exhibits.exhibits[i],
						 .rehearsed = &plays->rehearsed[i] };
	recorded_runs_open(&runs, request->curriculum->root, request->toolchain);
	rehearsals.runs = &runs;
	good = rehearse_all(&rehearsals, plays->rehearsed, error);
	recorded_runs_close(&runs);
	return good;
}

void plays_free(struct plays *plays)
{
	for (size_t i = 0; i < plays->count; i++) {
		free(plays->plays[i].moments);
		free(plays->plays[i].picture);
		free(plays->plays[i].report);
	}
	rehearsed_free(plays->rehearsed, plays->count);
	free(plays->rehearsed);
	free(plays->plays);
	exhibits_free(&plays->exhibits);
	*plays = (struct plays){ 0 };
}

/* ---- finding --------------------------------------------------------------- */

const struct play *plays_of_program(const struct plays *plays,
				    const struct lesson_program *program)
{
	for (size_t i = 0; i < plays->count; i++)
		if (plays->plays[i].exhibit->program == program)
			return &plays->plays[i];
	return NULL;
}

const struct play *plays_of_exercise(const struct plays *plays,
				     const struct exercise *exercise)
{
	for (size_t i = 0; i < plays->count; i++)
		if (plays->plays[i].exhibit->exercise == exercise &&
		    !plays->plays[i].exhibit->mistake)
			return &plays->plays[i];
	return NULL;
}

const struct play *plays_of_mistake(const struct plays *plays)
{
	for (size_t i = 0; i < plays->count; i++)
		if (plays->plays[i].exhibit->mistake)
			return &plays->plays[i];
	return NULL;
}
