#include "show/json_report.h"

#include <gnu/libc-version.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "show/json_text.h"
#include "text/version.h"
#include "text/text.h"
#include "text/visible.h"

/* To the microsecond: what is finer means nothing. */
static json_t *seconds(double value)
{
	return json_real((double)(long long)(value * 1e6 + 0.5) / 1e6);
}

static json_t *line_object(const struct output_line *line)
{
	json_t *object;

	if (!line)
		return json_null();
	object = json_object();
	json_object_set_new(object, "time", seconds((double)line->at / 1000));
	json_set_bytes(object, "text", line->text, line->length);
	if (!line->newline)
		json_object_set_new(object, "newline", json_false());
	if (line->cut)
		json_object_set_new(object, "cut", json_true());
	return object;
}

static json_t *output_array(const struct timed_output *output)
{
	json_t *array = json_array();

	for (size_t i = 0; i < output->count; i++)
		json_array_append_new(array, line_object(&output->lines[i]));
	return array;
}

static json_t *place_object(const struct place *place)
{
	json_t *object;

	if (!place->file)
		return json_null();
	object = json_object();
	json_set_text(object, "file", place->file);
	json_object_set_new(object, "line", json_integer(place->line));
	json_set_text(object, "source", place->source);
	return object;
}

static json_t *divergence_object(const struct divergence *divergence)
{
	json_t *object;

	if (divergence->kind == DIVERGENCE_NONE)
		return json_null();
	object = json_object();
	json_set_text(object, "kind", divergence_name(divergence->kind));
	json_object_set_new(object, "index", json_integer((json_int_t)divergence->index));
	json_object_set_new(object, "expected", line_object(divergence->expected));
	json_object_set_new(object, "actual", line_object(divergence->actual));
	return object;
}

static const char *end_name(enum program_end end)
{
	static const char *const names[] = {
		[PROGRAM_EXITED] = "exited",
		[PROGRAM_SIGNALED] = "signaled",
		[PROGRAM_DEADLOCK] = "deadlock",
		[PROGRAM_REAL_LIMIT] = "real limit",
		[PROGRAM_VIRTUAL_LIMIT] = "virtual limit",
		[PROGRAM_CPU_LIMIT] = "cpu limit",
		[PROGRAM_OUTPUT_LIMIT] = "output limit",
		[PROGRAM_MEMORY_LIMIT] = "memory limit",
		[PROGRAM_FORBIDDEN] = "forbidden",
		[PROGRAM_NOT_STARTED] = "not started",
		[PROGRAM_INTERRUPTED] = "interrupted",
	};

	return names[end];
}

static void set_run(json_t *report, const struct check_request *request,
		    const struct check *check)
{
	static const char *const clocks[] = {
		[CLOCK_VIRTUAL] = "virtual",
		[CLOCK_REAL] = "real",
		[CLOCK_SCALED] = "scaled",
	};

	json_object_set_new(report, "clock", json_string(clocks[request->clock]));
	if (!check->ran) {
		json_object_set_new(report, "end", json_null());
		json_object_set_new(report, "virtual_seconds", json_null());
		return;
	}
	json_object_set_new(report, "end", json_string(end_name(check->result.end)));
	json_object_set_new(report, "status", json_integer(check->result.status));
	json_object_set_new(
		report, "virtual_seconds",
		seconds((double)check->result.ended_at / NANOSECONDS_PER_SECOND));
	json_object_set_new(report, "time_is_real",
			    json_boolean(check->result.time_is_real));
}

static json_t *argument(const struct parameter *parameter, int64_t value)
{
	char *text;
	json_t *number;

	if (!parameter->decimals)
		return json_integer(value);
	text = parameter_value(parameter, value);
	number = json_real(strtod(text, NULL));
	free(text);
	return number;
}

static void set_case(json_t *report, const struct check_request *request,
		     const struct check *check)
{
	const struct exercise *exercise = request->exercise;
	bool seeded = request->cases && exercise->parameter_count;
	json_t *arguments = json_object();

	for (size_t i = 0; i < exercise->parameter_count; i++)
		json_object_set_new(
			arguments, exercise->parameters[i].name,
			argument(&exercise->parameters[i], check->inputs.values[i]));
	json_object_set_new(report, "seed",
			    seeded ? json_integer((json_int_t)request->seed)
				   : json_null());
	json_object_set_new(report, "case",
			    json_integer((json_int_t)check->inputs.number));
	json_object_set_new(report, "arguments", arguments);
	json_object_set_new(report, "cases_passed",
			    json_integer((json_int_t)check->cases_passed));
	json_object_set_new(report, "schedule",
			    check->schedule ? json_integer((json_int_t)check->schedule)
					    : json_null());
	json_object_set_new(report, "schedules_passed",
			    json_integer((json_int_t)check->schedules_passed));
}

json_t *json_of_versions(const struct toolchain *toolchain)
{
	json_t *versions = json_object();
	char *compiler = toolchain_version(toolchain);
	struct utsname system;

	json_set_text(versions, "course", COURSE_VERSION);
	json_set_text(versions, "compiler", compiler);
	json_set_text(versions, "libc", gnu_get_libc_version());
	if (uname(&system) == 0) {
		json_set_text(versions, "kernel", system.release);
		json_set_text(versions, "machine", system.machine);
	}
	free(compiler);
	return versions;
}

static void set_verdict(json_t *report, const struct verdict *verdict)
{
	json_set_text(report, "verdict", verdict_name(verdict->kind));
	json_set_text(report, "message", verdict->message);
	json_set_text(report, "cause", verdict->cause);
	json_object_set_new(report, "certain", json_boolean(verdict->certain));
	json_object_set_new(report, "where", place_object(&verdict->where));
	json_object_set_new(report, "divergence",
			    divergence_object(&verdict->divergence));
}

json_t *json_of_check(const struct check_request *request, const struct check *check)
{
	json_t *report = json_object();

	json_set_text(report, "exercise", request->exercise->name);
	set_verdict(report, &check->verdict);
	set_run(report, request, check);
	set_case(report, request, check);
	json_object_set_new(report, "expected", output_array(check->expected));
	json_object_set_new(report, "actual", output_array(&check->actual));
	json_set_bytes(report, "errors", check->errors, check->errors_length);
	json_set_text(report, "compiler_log", check->compiler_log);
	json_set_text(report, "flags", check->command);
	return report;
}

bool json_report(FILE *stream, const struct check_request *request,
		 const struct check *check)
{
	json_t *report = json_of_check(request, check);
	bool written;

	json_object_set_new(report, "real_seconds", seconds(check->real_seconds));
	json_object_set_new(report, "compile_seconds", seconds(check->compile_seconds));
	json_object_set_new(report, "versions", json_of_versions(request->toolchain));
	written =
		json_dumpf(report, stream, JSON_COMPACT | JSON_REAL_PRECISION(15)) == 0 &&
		fputc('\n', stream) != EOF;
	json_decref(report);
	return written;
}
