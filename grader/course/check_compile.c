#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "clock/machine_time.h"
#include "course/check_work.h"
#include "judge/compiler_diagnosis.h"
#include "judge/source_encoding.h"
#include "text/file.h"
#include "run/jailed.h"
#include "run/turn.h"
#include "text/memory.h"
#include "text/text.h"

void compilation_plan(struct work *work, struct compilation *plan, bool sanitize,
		      bool only_main)
{
	const struct submission *submission = work->request->submission;

	*plan = (struct compilation){
		.requests = memory_new(submission->count, sizeof(*plan->requests)),
		.results = memory_new(submission->count, sizeof(*plan->results)),
	};
	for (size_t i = 0; i < submission->count; i++) {
		const struct evidence_source *file = &work->files[i];
		const char *path = submission->files[i].path;
		char *folder;

		if (!file->program || (only_main && !file->main))
			continue;
		if (file->main)
			plan->main = plan->count;
		folder = path ? path_folder(path) : NULL;
		plan->requests[plan->count++] = (struct compile_request){
			.source = file->name,
			.directory = work->sources,
			/* What else lies there is not for strangers to read. */
			.quoted = folder && !work->request->jail ? realpath(folder, NULL)
								 : NULL,
			.jail = work->request->jail,
			.output = text_format("../%s/%s", path_base(work->place),
					      file->program),
			.kind = file->runtime ? COMPILE_RUNTIME : COMPILE_PLAIN,
			.sanitize = sanitize,
		};
		free(folder);
	}
}

void compilation_free(struct compilation *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		free((char *)plan->requests[i].quoted);
		free((char *)plan->requests[i].output);
		compile_result_free(&plan->results[i]);
	}
	free(plan->requests);
	free(plan->results);
}

bool compilation_came_to_its_end(struct work *work, const struct compile_result *result)
{
	if (result->interrupted)
		return work_unable(work, memory_copy_text("interrupted while compiling"));
	if (result->failure && !result->at_fault)
		return work_unable(work, memory_copy_text(result->failure));
	return true;
}

static bool judge_compilation(struct work *work, const struct compile_result *result)
{
	if (result->made)
		return true;
	if (!compilation_came_to_its_end(work, result))
		return false;
	compiler_diagnose(result, &work->evidence, &work->check->verdict);
	return false;
}

/* All that the compiler said, without the name of a folder that is about to go
 * and is another one each time. */
static void keep_log(struct work *work, const struct compilation *plan)
{
	struct text log = { 0 };
	char *folder = text_format("%s/", work->sources);

	for (size_t i = 0; i < plan->count; i++) {
		const char *rest = plan->results[i].log, *found;

		while ((found = strstr(rest, folder))) {
			text_add_bytes(&log, rest, (size_t)(found - rest));
			rest = found + strlen(folder);
		}
		text_add(&log, rest);
	}
	free(folder);
	work->check->compiler_log = text_take(&log);
}

/* Without what the compilers had to wait for: their jails, and their turn. */
static double compiling_clock(void)
{
	return machine_seconds() - jailed_seconds() - turn_waited();
}

/* What is no text of C is not compiled: a compiler would complain of each byte. */
static bool judge_encodings(struct work *work)
{
	const struct submission *submission = work->request->submission;
	struct verdict *verdict = &work->check->verdict;
	const char *cause = NULL;

	for (size_t i = 0; i < submission->count && !verdict->message; i++)
		if (work->files[i].program)
			verdict->message = source_encoding_unreadable(
				work->files[i].name, submission->files[i].bytes,
				submission->files[i].length, &cause);
	if (!verdict->message)
		return true;
	verdict->kind = VERDICT_COMPILE;
	verdict->cause = memory_copy_text(cause);
	verdict->certain = true;
	return false;
}

static bool compile_planned(struct work *work, struct compilation *plan)
{
	double start = compiling_clock();
	bool good = true;

	compile_all(work->request->toolchain, plan->requests, plan->count, plan->results);
	work->check->compile_seconds = compiling_clock() - start;
	keep_log(work, plan);
	for (size_t i = 0; i < plan->count && good; i++)
		good = judge_compilation(work, &plan->results[i]);
	return good;
}

bool work_compile(struct work *work)
{
	struct compilation plan;
	bool good;

	compilation_plan(work, &plan, work->request->sanitize, false);
	work->check->command =
		compile_command(work->request->toolchain, &plan.requests[plan.main]);
	good = judge_encodings(work) && compile_planned(work, &plan);
	compilation_free(&plan);
	return good;
}
