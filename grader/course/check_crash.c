#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>

#include "course/check_work.h"
#include "judge/crash_report.h"
#include "judge/diagnosis.h"
#include "text/memory.h"
#include "text/text.h"

bool work_read_crash(struct work *work, const char *errors, struct crash_report *report)
{
	char *executable = work_executable(work);
	bool found = crash_report_read(errors, executable, &work->evidence, report);

	free(executable);
	return found;
}

/* Compiles and runs it once more with sanitizers, which say where it crashed. */
static bool run_with_sanitizers(struct work *work, struct crash_report *report)
{
	struct compilation plan;
	struct program_result result;
	struct text errors = { 0 };
	bool found = false;

	compilation_plan(work, &plan, true, true);
	compile_all(work->request->toolchain, plan.requests, plan.count, plan.results);
	if (compilation_came_to_its_end(work, &plan.results[0]) && plan.results[0].made) {
		work_run(work, true, false, &result);
		work_gather_errors(&result, &errors);
		found = work_ran_again(work, &result) &&
			work_read_crash(work, errors.bytes, report);
		program_result_free(&result);
		text_free(&errors);
	}
	compilation_free(&plan);
	return found;
}

/* In a place of its own: the program itself stays, for its trace. */
bool work_find_crash(struct work *work, struct crash_report *report)
{
	char *place = memory_copy_text(work->place);
	bool found =
		work_renew_place(work, "sanitized") && run_with_sanitizers(work, report);

	free(work->place);
	work->place = place;
	return found;
}

bool work_crashed(const struct work *work)
{
	const struct program_result *result = &work->check->result;

	if (result->end != PROGRAM_SIGNALED)
		return false;
	switch (result->status) {
	case SIGSEGV:
	case SIGBUS:
	case SIGFPE:
	case SIGILL:
	case SIGTRAP:
	case SIGABRT: return true;
	default: return false;
	}
}

/* Where the sanitizers did not come by: the place alone is known. */
bool work_find_trap(const struct work *work, const struct trace *trace,
		    struct crash_report *report)
{
	char *executable = work_executable(work);
	bool found = crash_report_of_trace(trace, executable, &work->evidence, report);

	free(executable);
	return found;
}

void work_tell_crash(struct work *work, const struct crash_report *report)
{
	work->crash_told = true;
	work->evidence.crash = report;
	verdict_free(&work->check->verdict);
	diagnose(&work->evidence, &work->check->verdict);
}
