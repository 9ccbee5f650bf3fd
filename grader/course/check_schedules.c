#define _GNU_SOURCE
#include <inttypes.h>
#include <stdlib.h>

#include "course/check_work.h"
#include "text/text.h"

void work_name_schedules(struct work *work)
{
	const struct check_request *request = work->request;
	struct check *check = work->check;
	char *message;

	if (check->verdict.kind == VERDICT_JE)
		return;
	if (check->verdict.kind != VERDICT_PASS && check->schedule)
		message = text_format(
			"What is ready at the same moment may run in any order, and one "
			"of them goes wrong (course check %s --schedule %" PRIu64
			" runs it again): %s",
			request->exercise->name, check->schedule, check->verdict.message);
	else if (check->verdict.kind == VERDICT_PASS && check->schedules_passed)
		message = text_format("%s It passes under %zu other schedule%s, too.",
				      check->verdict.message, check->schedules_passed,
				      check->schedules_passed == 1 ? "" : "s");
	else
		return;
	free(check->verdict.message);
	check->verdict.message = message;
}

/* In a folder of its own, by the documented case. */
static void judge_schedule(struct work *work, uint64_t schedule)
{
	char *name = text_format("schedule_%" PRIu64, schedule);

	work_forget_run(work);
	work->check->schedule = schedule;
	if (work_change_place(work, name))
		work_run_and_judge(work);
	free(name);
}

bool work_judge_schedules(struct work *work)
{
	const struct check_request *request = work->request;
	struct check *check = work->check;

	if (request->exercise->order == ORDER_AS_STARTED ||
	    exercise_prediction_file(request->exercise))
		return true;
	for (size_t i = 0; i < request->schedules; i++) {
		judge_schedule(work, request->first_schedule + i);
		if (check->verdict.kind != VERDICT_PASS)
			return false;
		check->schedules_passed++;
	}
	check->schedule = request->schedule;
	return true;
}
