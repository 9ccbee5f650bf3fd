#include "judge/verdict.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *meaning;
} kinds[VERDICT_COUNT] = {
	[VERDICT_PASS] = { "PASS", "every line at its moment" },
	[VERDICT_WRONG] = { "WRONG", "a line is not as expected" },
	[VERDICT_TIME] = { "TIME", "the right line at the wrong moment" },
	[VERDICT_PROTOCOL] = { "PROTOCOL", "right lines, but not by the protocol" },
	[VERDICT_COMPILE] = { "COMPILE", "it does not compile" },
	[VERDICT_CRASH] = { "CRASH", "it crashed, or used memory that it does not have" },
	[VERDICT_DEADLOCK] = { "DEADLOCK",
			       "everything waits, for nothing that could come" },
	[VERDICT_CPU] = { "CPU", "it computed for longer than it may" },
	[VERDICT_WALL] = { "WALL", "it went on for longer than it may" },
	[VERDICT_MEMORY] = { "MEMORY", "it took more memory than it may" },
	[VERDICT_OUTPUT] = { "OUTPUT", "it printed more than it may" },
	[VERDICT_FORBIDDEN] = { "FORBIDDEN", "it did what a program here may not do" },
	[VERDICT_JE] = { "JE",
			 "it could not be judged, through no fault of the program" },
};

const char *verdict_name(enum verdict_kind kind)
{
	return kinds[kind].name;
}

enum verdict_kind verdict_of_name(const char *name)
{
	enum verdict_kind kind = 0;

	while (kind < VERDICT_COUNT && strcmp(kinds[kind].name, name) != 0)
		kind++;
	return kind;
}

const char *verdict_meaning(enum verdict_kind kind)
{
	return kinds[kind].meaning;
}

void place_free(struct place *place)
{
	free(place->file);
	free(place->source);
	*place = (struct place){ 0 };
}

void verdict_free(struct verdict *verdict)
{
	free(verdict->message);
	free(verdict->cause);
	place_free(&verdict->where);
	*verdict = (struct verdict){ 0 };
}
