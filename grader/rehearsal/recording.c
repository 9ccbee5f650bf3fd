#define _GNU_SOURCE
#include "rehearsal/recording.h"

#include <async/trace.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/visible.h"

enum { VERSION = 2 };

/* ---- writing ------------------------------------------------------------- */

static json_t *lines_of(const struct program_result *result)
{
	json_t *lines = json_array();

	for (size_t i = 0; i < result->line_count; i++) {
		const struct timed_line *line = &result->lines[i];
		char *text = visible_copy(line->text, line->length, true, SPACES_PLAIN);

		json_array_append_new(lines, json_pack("[I,i,s]", (json_int_t)line->at,
						       (int)line->stream, text));
		free(text);
	}
	return lines;
}

static json_t *blocking_of(const struct program_result *result)
{
	json_t *calls = json_array();

	for (size_t i = 0; i < result->blocking_call_count; i++) {
		const struct blocking_call *call = &result->blocking_calls[i];

		json_array_append_new(calls,
				      json_pack("[s,b,I,I]", call->name,
						call->main_thread, (json_int_t)call->at,
						(json_int_t)call->duration));
	}
	return calls;
}

static char *head_of(const struct check *check, bool well, const char *message,
		     const char *report)
{
	const struct program_result *result = &check->result;
	bool ran = check->ran;
	json_t *head =
		json_pack("{s:i,s:b,s:b,s:s,s:s,s:I,s:I,s:o,s:o}", "version", VERSION,
			  "ran", ran, "well", well, "message", message ? message : "",
			  "report", report ? report : "", "ended_at",
			  (json_int_t)(ran ? result->ended_at : 0), "clock_start",
			  (json_int_t)(ran ? result->clock_start : 0), "lines",
			  ran ? lines_of(result) : json_array(), "blocking",
			  ran ? blocking_of(result) : json_array());
	char *text = head ? json_dumps(head, JSON_COMPACT) : NULL;

	json_decref(head);
	return text;
}

/* The memory for a trace is large, and only its beginning was ever written: so much of
 * it as its own header says. */
static size_t used_of(int trace)
{
	off_t written = trace >= 0 ? lseek(trace, 0, SEEK_HOLE) : 0;
	struct trace_header header;

	if (written <= 0 || pread(trace, &header, sizeof(header), 0) != sizeof(header))
		return 0;
	return header.used < (uint64_t)written ? (size_t)header.used : (size_t)written;
}

static void add_trace(struct text *bytes, int trace)
{
	size_t used = used_of(trace);
	char *copy = memory_new(used + 1, 1);
	ssize_t got = used ? pread(trace, copy, used, 0) : 0;

	if (got > 0)
		text_add_bytes(bytes, copy, (size_t)got);
	free(copy);
}

void recording_write(struct text *bytes, const struct check *check, bool well,
		     const char *message, const char *report)
{
	char *head = head_of(check, well, message, report);

	if (head)
		text_add_format(bytes, "%s\n", head);
	if (head && check->ran)
		add_trace(bytes, check->result.trace_descriptor);
	free(head);
}

/* ---- reading ------------------------------------------------------------- */

static void read_lines(struct recording *recording, json_t *lines)
{
	struct program_result *result = &recording->result;
	size_t count = json_array_size(lines);

	result->lines = memory_new(count + 1, sizeof(*result->lines));
	for (size_t i = 0; i < count; i++) {
		json_int_t at;
		int stream;
		const char *text;

		if (json_unpack(json_array_get(lines, i), "[I,i,s]", &at, &stream,
				&text) != 0)
			continue;
		result->lines[result->line_count++] = (struct timed_line){
			.at = at,
			.stream = stream ? STREAM_ERROR : STREAM_OUTPUT,
			.text = memory_copy_text(text),
			.length = strlen(text),
			.newline = true,
		};
	}
}

static void read_blocking(struct recording *recording, json_t *calls)
{
	struct program_result *result = &recording->result;
	size_t count = json_array_size(calls);

	result->blocking_calls = memory_new(count + 1, sizeof(*result->blocking_calls));
	recording->names = memory_new(count + 1, sizeof(*recording->names));
	for (size_t i = 0; i < count; i++) {
		json_int_t at, duration;
		const char *name;
		int main_thread;

		if (json_unpack(json_array_get(calls, i), "[s,b,I,I]", &name,
				&main_thread, &at, &duration) != 0)
			continue;
		recording->names[result->blocking_call_count] = memory_copy_text(name);
		result->blocking_calls[result->blocking_call_count] =
			(struct blocking_call){
				.name = recording->names[result->blocking_call_count],
				.main_thread = main_thread != 0,
				.at = at,
				.duration = duration,
			};
		result->blocking_call_count++;
	}
}

/* The trace has a descriptor of its own, as that of a run. */
static int trace_of(const char *bytes, size_t length)
{
	int trace = length ? memfd_create("trace", MFD_CLOEXEC) : -1;

	if (trace >= 0 && pwrite(trace, bytes, length, 0) != (ssize_t)length) {
		close(trace);
		trace = -1;
	}
	return trace;
}

static char *copy_if_any(const char *text)
{
	return *text ? memory_copy_text(text) : NULL;
}

static bool read_head(struct recording *recording, json_t *head)
{
	json_t *lines, *blocking;
	json_int_t ended_at, clock_start;
	const char *message, *report;
	int version, ran, well;

	if (json_unpack(head, "{s:i,s:b,s:b,s:s,s:s,s:I,s:I,s:o,s:o}", "version",
			&version, "ran", &ran, "well", &well, "message", &message,
			"report", &report, "ended_at", &ended_at, "clock_start",
			&clock_start, "lines", &lines, "blocking", &blocking) != 0 ||
	    version != VERSION)
		return false;
	recording->ran = ran != 0;
	recording->well = well != 0;
	recording->message = copy_if_any(message);
	recording->report = copy_if_any(report);
	recording->result.ended_at = ended_at;
	recording->result.clock_start = clock_start;
	read_lines(recording, lines);
	read_blocking(recording, blocking);
	return true;
}

bool recording_read(const char *bytes, size_t length, const char *name,
		    struct recording *recording)
{
	const char *end = length ? memchr(bytes, '\n', length) : NULL;
	size_t head_length = end ? (size_t)(end - bytes) : 0;
	json_t *head = end ? json_loadb(bytes, head_length, 0, NULL) : NULL;
	bool good;

	*recording = (struct recording){ .result.trace_descriptor = -1 };
	good = head && read_head(recording, head);
	if (good) {
		recording->result.trace_descriptor =
			trace_of(end + 1, length - head_length - 1);
		picture_of_run(&recording->picture, name, &recording->result);
	}
	json_decref(head);
	return good;
}

void recording_of_lesson(const struct lesson_program *program,
			 struct recording *recording)
{
	const struct timed_output *shown = &program->expected;
	struct program_result *result = &recording->result;

	*recording = (struct recording){ .source = RECORDING_LESSON,
					 .ran = true,
					 .well = true,
					 .result.trace_descriptor = -1 };
	result->lines = memory_new(shown->count + 1, sizeof(*result->lines));
	for (size_t i = 0; i < shown->count; i++)
		result->lines[i] = (struct timed_line){
			.at = shown->lines[i].at * 1000000,
			.text = memory_copy_bytes(shown->lines[i].text,
						  shown->lines[i].length),
			.length = shown->lines[i].length,
			.newline = true,
		};
	result->line_count = shown->count;
	if (shown->count)
		result->ended_at = result->lines[shown->count - 1].at;
	picture_of_run(&recording->picture, program->name, result);
}

void recording_free(struct recording *recording)
{
	picture_free(&recording->picture);
	for (size_t i = 0; recording->names && i < recording->result.blocking_call_count;
	     i++)
		free(recording->names[i]);
	free(recording->names);
	free(recording->message);
	free(recording->report);
	program_result_free(&recording->result);
	*recording = (struct recording){ .result.trace_descriptor = -1 };
}
