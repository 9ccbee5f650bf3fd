#include "site/play.h"

#include <stdlib.h>
#include <string.h>

#include "course/submission.h"
#include "run/parallel.h"
#include "site/kept_plays.h"
#include "site/play_run.h"
#include "text/memory.h"

/* Plays under way. */
struct making {
	struct plays *plays;
	const struct plays_request *request;
	struct kept_plays kept;
	size_t *unknown; /* indexes of those that have to be run */
	size_t unknown_count;
	size_t done;
};

/* ---- which ---------------------------------------------------------------- */

static void add_play(struct plays *plays, const struct play *play)
{
	plays->plays =
		memory_resize(plays->plays, plays->count + 1, sizeof(*plays->plays));
	plays->plays[plays->count++] = *play;
}

static void add_lesson(struct plays *plays, const struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->program_count; i++)
		if (lesson->programs[i].timed.text)
			add_play(plays,
				 &(struct play){ .lesson = lesson,
						 .program = &lesson->programs[i] });
}

/* The first that is about time: that is what no other report tells. */
static bool add_mistake(struct plays *plays, const struct exercise *exercise)
{
	for (size_t i = 0; i < exercise->mistake_count; i++)
		if (exercise->mistakes[i].verdict == VERDICT_TIME &&
		    exercise->kind != EXERCISE_PREDICT) {
			add_play(plays,
				 &(struct play){ .exercise = exercise,
						 .mistake = &exercise->mistakes[i] });
			return true;
		}
	return false;
}

static void find_plays(struct plays *plays, const struct plays_request *request)
{
	const struct curriculum *curriculum = request->curriculum;

	for (size_t i = 0; i < curriculum->lesson_count; i++)
		if (!curriculum->lessons[i].error)
			add_lesson(plays, &curriculum->lessons[i].lesson);
	for (size_t i = 0; request->solutions && i < curriculum->exercise_count; i++)
		if (!curriculum->exercises[i].error)
			add_play(
				plays,
				&(struct play){
					.exercise = &curriculum->exercises[i].exercise });
	for (size_t i = 0; i < curriculum->exercise_count; i++)
		if (!curriculum->exercises[i].error &&
		    add_mistake(plays, &curriculum->exercises[i].exercise))
			break;
}

/* ---- doing it ------------------------------------------------------------- */

static void run(size_t index, void *context, struct text *report)
{
	const struct making *making = context;

	play_run(&making->plays->plays[making->unknown[index]],
		 making->request->toolchain, report);
}

static void take(size_t index, const char *report, double seconds, const char *failure,
		 void *context)
{
	struct making *making = context;
	size_t which = making->unknown[index];

	(void)seconds;
	making->done++;
	if (failure || !play_read(&making->plays->plays[which], report, strlen(report)))
		making->plays->plays[which].fault = memory_copy_text(
			failure ? failure : "the course itself could not run it");
	else if (!making->plays->plays[which].fault)
		kept_plays_add(&making->kept, which, report);
	if (making->request->progress)
		making->request->progress(making->done, making->unknown_count);
}

static void find_unknown(struct making *making)
{
	making->unknown = memory_new(making->plays->count + 1, sizeof(size_t));
	for (size_t i = 0; i < making->plays->count; i++) {
		struct play *play = &making->plays->plays[i];
		size_t length = 0;
		const char *report = kept_plays_find(&making->kept, i, &length);

		play->kept = report && play_read(play, report, length);
		play->lack =
			play->kept ? NULL : play_lack(play, making->request->toolchain);
		if (!play->kept && !play->lack)
			making->unknown[making->unknown_count++] = i;
	}
}

/* Those that went wrong are forgotten, and unknown again. */
static void find_faulty(struct making *making)
{
	making->unknown_count = making->done = 0;
	for (size_t i = 0; i < making->plays->count; i++) {
		struct play *play = &making->plays->plays[i];

		if (!play->fault)
			continue;
		free(play->fault);
		free(play->moments);
		free(play->picture);
		play->fault = play->moments = play->picture = NULL;
		making->unknown[making->unknown_count++] = i;
	}
}

static bool run_unknown(struct making *making, unsigned workers, char **error)
{
	struct parallel_request request = {
		.count = making->unknown_count,
		.workers = workers,
		.work = run,
		.done = take,
		.context = making,
	};

	return !request.count || parallel_run(&request, error);
}

/* On a machine that is overloaded many times over, one may not come to its end in
 * time. So what went wrong is tried again, one after the other. */
bool plays_make(const struct plays_request *request, struct plays *plays, char **error)
{
	struct making making = { .plays = plays, .request = request };
	bool good;

	*plays = (struct plays){ 0 };
	find_plays(plays, request);
	kept_plays_open(&making.kept, request, plays);
	find_unknown(&making);
	good = run_unknown(&making, request->jobs, error);
	if (good) {
		find_faulty(&making);
		good = run_unknown(&making, 1, error);
	}
	kept_plays_close(&making.kept);
	free(making.unknown);
	return good;
}

void plays_free(struct plays *plays)
{
	for (size_t i = 0; i < plays->count; i++) {
		free(plays->plays[i].lack);
		free(plays->plays[i].fault);
		free(plays->plays[i].moments);
		free(plays->plays[i].picture);
	}
	free(plays->plays);
	*plays = (struct plays){ 0 };
}

const struct play *plays_of_program(const struct plays *plays,
				    const struct lesson_program *program)
{
	for (size_t i = 0; i < plays->count; i++)
		if (plays->plays[i].program == program)
			return &plays->plays[i];
	return NULL;
}

const struct play *plays_of_exercise(const struct plays *plays,
				     const struct exercise *exercise)
{
	for (size_t i = 0; i < plays->count; i++)
		if (plays->plays[i].exercise == exercise && !plays->plays[i].mistake)
			return &plays->plays[i];
	return NULL;
}

const struct play *plays_of_mistake(const struct plays *plays)
{
	for (size_t i = 0; i < plays->count; i++)
		if (plays->plays[i].mistake)
			return &plays->plays[i];
	return NULL;
}
