#include "command/seed_option.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "course/check.h"
#include "course/parameter.h"
#include "text/text.h"

enum { USUAL_CASES = 3 };

static bool read_number(const char *text, uint64_t *number)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*number = strtoumax(text, &end, 10);
	return !*end && errno == 0 && *number <= INT64_MAX;
}

bool seed_option(const char *seed, const char *cases, uint64_t *number, size_t *count,
		 char **error)
{
	uint64_t wanted = USUAL_CASES;

	*number = 0;
	*count = 0;
	if (!seed)
		return !cases ||
		       text_error(error, "--cases needs a --seed to draw them from");
	if (!read_number(seed, number))
		return text_error(error, "--seed «%s» is not a number from 0 to %" PRId64,
				  seed, INT64_MAX);
	if (cases && (!read_number(cases, &wanted) || wanted < 1 || wanted > MOST_CASES))
		return text_error(error, "--cases «%s» is not a number from 1 to %d",
				  cases, MOST_CASES);
	*count = (size_t)wanted;
	return true;
}

bool schedule_option(const char *schedule, const char *schedules, const char *seed,
		     struct check_request *request, char **error)
{
	uint64_t count = 0;

	if (schedule && schedules)
		return text_error(error, "--schedule says one schedule, --schedules how "
					 "many: say one of them");
	if (schedule &&
	    (!read_number(schedule, &request->schedule) || !request->schedule))
		return text_error(error,
				  "--schedule «%s» is not a number from 1 to %" PRId64,
				  schedule, INT64_MAX);
	if (schedules &&
	    (!read_number(schedules, &count) || count < 1 || count > MOST_SCHEDULES))
		return text_error(error, "--schedules «%s» is not a number from 1 to %d",
				  schedules, MOST_SCHEDULES);
	if (seed)
		read_number(seed, &request->first_schedule);
	if (!request->first_schedule)
		request->first_schedule = 1;
	request->schedules = (size_t)count;
	return true;
}
