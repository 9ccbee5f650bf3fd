#define _GNU_SOURCE
#include "rehearsal/rehearsals.h"

#include <stdlib.h>

#include "rehearsal/rehearsal.h"
#include "run/parallel.h"
#include "text/memory.h"

/* Rehearsals under way. */
struct rehearsing {
	const struct rehearsals_request *request;
	struct rehearsed *rehearsed;
	size_t *unknown; /* indexes of those that have to be run */
	size_t unknown_count;
	size_t done;
};

static void take(const struct rehearsing *rehearsing, size_t which,
		 const struct recording *recording)
{
	if (rehearsing->request->take)
		rehearsing->request->take(which, recording, rehearsing->request->context);
}

static bool take_recorded(const struct rehearsing *rehearsing, size_t which)
{
	const struct exhibit *exhibit = &rehearsing->request->exhibits->exhibits[which];
	struct recording recording;
	size_t length;
	const char *bytes =
		recorded_runs_find(rehearsing->request->runs, exhibit, &length);

	if (!bytes || !recording_read(bytes, length, exhibit_title(exhibit), &recording))
		return false;
	take(rehearsing, which, &recording);
	recording_free(&recording);
	return true;
}

static void find_unknown(struct rehearsing *rehearsing)
{
	const struct exhibits *exhibits = rehearsing->request->exhibits;

	for (size_t i = 0; i < exhibits->count; i++) {
		struct rehearsed *rehearsed = &rehearsing->rehearsed[i];

		*rehearsed =
			(struct rehearsed){ .recorded = take_recorded(rehearsing, i) };
		if (!rehearsed->recorded)
			rehearsed->lack =
				exhibit_lack(&exhibits->exhibits[i],
					     &rehearsing->request->toolchain->parts);
		if (!rehearsed->recorded && !rehearsed->lack)
			rehearsing->unknown[rehearsing->unknown_count++] = i;
	}
}

static void work(size_t index, void *context, struct text *report)
{
	const struct rehearsing *rehearsing = context;
	const struct rehearsals_request *request = rehearsing->request;

	rehearse(&request->exhibits->exhibits[rehearsing->unknown[index]],
		 request->toolchain, report);
}

static void take_run(size_t index, const char *report, size_t length, double seconds,
		     const char *failure, void *context)
{
	struct rehearsing *rehearsing = context;
	const struct rehearsals_request *request = rehearsing->request;
	size_t which = rehearsing->unknown[index];
	const struct exhibit *exhibit = &request->exhibits->exhibits[which];
	char **fault = &rehearsing->rehearsed[which].fault;
	struct recording recording;

	(void)seconds;
	rehearsing->done++;
	if (failure ||
	    !recording_read(report, length, exhibit_title(exhibit), &recording)) {
		*fault = memory_copy_text(failure ? failure
						  : "the course itself could not run it");
	} else {
		if (recording.well) {
			take(rehearsing, which, &recording);
			recorded_runs_add(request->runs, exhibit, report, length);
		} else {
			*fault = memory_copy_text(recording.message ? recording.message
								    : "It failed.");
		}
		recording_free(&recording);
	}
	if (request->progress)
		request->progress(rehearsing->done, rehearsing->unknown_count);
}

/* Those that went wrong are forgotten, and unknown again. */
static void find_faulty(struct rehearsing *rehearsing)
{
	rehearsing->unknown_count = rehearsing->done = 0;
	for (size_t i = 0; i < rehearsing->request->exhibits->count; i++) {
		struct rehearsed *rehearsed = &rehearsing->rehearsed[i];

		if (!rehearsed->fault)
			continue;
		free(rehearsed->fault);
		rehearsed->fault = NULL;
		rehearsing->unknown[rehearsing->unknown_count++] = i;
	}
}

static bool run_unknown(struct rehearsing *rehearsing, unsigned workers, char **error)
{
	struct parallel_request request = {
		.count = rehearsing->unknown_count,
		.workers = workers,
		.work = work,
		.done = take_run,
		.context = rehearsing,
	};

	return !request.count || parallel_run(&request, error);
}

/* On a machine that is overloaded many times over, one may not come to its end in
 * time. So what went wrong is tried again, one after the other. */
bool rehearse_all(const struct rehearsals_request *request, struct rehearsed *rehearsed,
		  char **error)
{
	struct rehearsing rehearsing = { .request = request, .rehearsed = rehearsed };
	bool good;

	rehearsing.unknown = memory_new(request->exhibits->count + 1, sizeof(size_t));
	find_unknown(&rehearsing);
	good = run_unknown(&rehearsing, request->jobs, error);
	if (good) {
		find_faulty(&rehearsing);
		good = run_unknown(&rehearsing, 1, error);
	}
	free(rehearsing.unknown);
	return good;
}

void rehearsed_free(struct rehearsed *rehearsed, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rehearsed[i].lack);
		free(rehearsed[i].fault);
	}
}
