#include "command/run_json.h"

#include <jansson.h>
#include <string.h>

#include "show/json_text.h"

static const char *const end_names[] = {
	[PROGRAM_EXITED] = "exited",
	[PROGRAM_SIGNALED] = "signaled",
	[PROGRAM_DEADLOCK] = "deadlock",
	[PROGRAM_REAL_LIMIT] = "real_limit",
	[PROGRAM_VIRTUAL_LIMIT] = "virtual_limit",
	[PROGRAM_CPU_LIMIT] = "cpu_limit",
	[PROGRAM_OUTPUT_LIMIT] = "output_limit",
	[PROGRAM_MEMORY_LIMIT] = "memory_limit",
	[PROGRAM_FORBIDDEN] = "forbidden",
	[PROGRAM_NOT_STARTED] = "not_started",
	[PROGRAM_INTERRUPTED] = "interrupted",
};

/* To the microsecond: what is finer means nothing. */
static json_t *seconds(nanoseconds time)
{
	nanoseconds microseconds = time / 1000;

	return json_real((double)microseconds / 1e6);
}

static json_t *lines_of(const struct program_result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; i < result->line_count; i++) {
		const struct timed_line *line = &result->lines[i];
		json_t *object = json_object();

		json_object_set_new(object, "time", seconds(line->at));
		json_set_bytes(object, "text", line->text, line->length);
		if (!line->newline)
			json_object_set_new(object, "newline", json_false());
		if (line->cut)
			json_object_set_new(object, "cut", json_true());
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *calls_of(const struct program_result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; i < result->blocking_call_count; i++) {
		const struct blocking_call *call = &result->blocking_calls[i];
		json_t *object = json_object();

		json_object_set_new(object, "time", seconds(call->at));
		json_object_set_new(object, "seconds", seconds(call->duration));
		json_object_set_new(object, "call", json_string(call->name));
		json_object_set_new(object, "process", json_integer(call->process));
		json_set_text(object, "program", call->program);
		json_set_text(object, "object", call->object);
		json_object_set_new(object, "offset",
				    json_integer((json_int_t)call->offset));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *clock_of(const struct program_request *request)
{
	static const char *const names[] = {
		[CLOCK_VIRTUAL] = "virtual",
		[CLOCK_REAL] = "real",
		[CLOCK_SCALED] = "scaled",
	};

	return json_string(names[request->clock]);
}

bool run_json(FILE *stream, const struct program_request *request,
	      const struct program_result *result, const char *message)
{
	json_t *object = json_object();
	bool written;

	json_set_text(object, "program", request->arguments[0]);
	json_object_set_new(object, "clock", clock_of(request));
	json_object_set_new(object, "end", json_string(end_names[result->end]));
	json_object_set_new(object, "status", json_integer(result->status));
	json_set_text(object, "message", message);
	json_object_set_new(object, "virtual_seconds", seconds(result->ended_at));
	json_object_set_new(object, "real_seconds",
			    seconds((nanoseconds)(result->real_seconds * 1e9)));
	json_object_set_new(object, "time_is_real", json_boolean(result->time_is_real));
	json_set_text(object, "unreached", result->unreached);
	json_object_set_new(object, "advances",
			    json_integer((json_int_t)result->advances));
	json_object_set_new(object, "lines", lines_of(result));
	json_object_set_new(object, "blocking_calls", calls_of(result));
	written = json_dumpf(object, stream, JSON_COMPACT) == 0 &&
		  fputc('\n', stream) != EOF;
	json_decref(object);
	return written;
}
