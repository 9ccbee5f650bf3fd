#define _GNU_SOURCE
#include "stage/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/cache.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

enum { VERSION = 1 };

static const off_t longest = 64 << 20;

/* ---- writing ------------------------------------------------------------- */

static bool write_bytes(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(file, bytes, length);

		if (written < 0 && errno != EINTR)
			return false;
		bytes += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
	return true;
}

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

static char *head_of(const struct rehearsal *rehearsal)
{
	const struct check *check = &rehearsal->check.check;
	const struct program_result *result = &check->result;
	bool ran = check->ran;
	json_t *head = json_pack(
		"{s:i,s:s,s:b,s:s,s:I,s:I,s:o,s:o}", "version", VERSION, "source",
		rehearsal->program->source, "well", rehearsal_went_well(rehearsal),
		"message", check->verdict.message ? check->verdict.message : "",
		"ended_at", (json_int_t)(ran ? result->ended_at : 0), "clock_start",
		(json_int_t)(ran ? result->clock_start : 0), "lines",
		ran ? lines_of(result) : json_array(), "blocking",
		ran ? blocking_of(result) : json_array());
	char *text = head ? json_dumps(head, JSON_COMPACT) : NULL;

	json_decref(head);
	return text;
}

/* The memory for a trace is large, and only its beginning was ever written. */
static bool copy_trace(int file, int trace)
{
	off_t end = trace >= 0 ? lseek(trace, 0, SEEK_HOLE) : 0, at = 0;
	char bytes[65536];
	ssize_t got;

	while (at < end && (got = pread(trace, bytes, sizeof(bytes), at)) > 0) {
		if (!write_bytes(file, bytes, (size_t)got))
			return false;
		at += got;
	}
	return true;
}

bool recording_write(int file, const struct rehearsal *rehearsal)
{
	const struct check *check = &rehearsal->check.check;
	char *head = head_of(rehearsal);
	bool written = head && write_bytes(file, head, strlen(head)) &&
		       write_bytes(file, "\n", 1) &&
		       copy_trace(file, check->ran ? check->result.trace_descriptor : -1);

	free(head);
	return written;
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

	if (trace >= 0 && !write_bytes(trace, bytes, length)) {
		close(trace);
		trace = -1;
	}
	return trace;
}

static bool read_head(struct recording *recording, json_t *head,
		      const struct lesson_program *program)
{
	json_t *lines, *blocking;
	json_int_t ended_at, clock_start;
	const char *source, *message;
	int version, well;

	if (json_unpack(head, "{s:i,s:s,s:b,s:s,s:I,s:I,s:o,s:o}", "version", &version,
			"source", &source, "well", &well, "message", &message, "ended_at",
			&ended_at, "clock_start", &clock_start, "lines", &lines,
			"blocking", &blocking) != 0 ||
	    version != VERSION || strcmp(source, program->source) != 0)
		return false;
	recording->well = well != 0;
	recording->message = *message ? memory_copy_text(message) : NULL;
	recording->result.ended_at = ended_at;
	recording->result.clock_start = clock_start;
	read_lines(recording, lines);
	read_blocking(recording, blocking);
	return true;
}

static char *read_all(int file, size_t *length)
{
	struct stat state;
	char *bytes;
	ssize_t got;

	if (file < 0 || fstat(file, &state) != 0 || state.st_size <= 0 ||
	    state.st_size > longest)
		return NULL;
	bytes = memory_new((size_t)state.st_size + 1, 1);
	got = pread(file, bytes, (size_t)state.st_size, 0);
	*length = got > 0 ? (size_t)got : 0;
	return bytes;
}

bool recording_read(int file, const struct lesson_program *program,
		    struct recording *recording)
{
	size_t length = 0, head_length;
	char *bytes = read_all(file, &length);
	char *end = bytes ? memchr(bytes, '\n', length) : NULL;
	json_t *head;
	bool good;

	*recording = (struct recording){ .result.trace_descriptor = -1 };
	head_length = end ? (size_t)(end - bytes) : 0;
	head = head_length ? json_loadb(bytes, head_length, 0, NULL) : NULL;
	good = head && read_head(recording, head, program);
	if (good) {
		recording->result.trace_descriptor =
			trace_of(end + 1, length - head_length - 1);
		picture_of_run(&recording->picture, program->name, &recording->result);
	}
	json_decref(head);
	free(bytes);
	return good;
}

void recording_of_lesson(const struct lesson_program *program,
			 struct recording *recording)
{
	const struct timed_output *shown = &program->expected;
	struct program_result *result = &recording->result;

	*recording = (struct recording){ .source = RECORDING_LESSON,
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
	program_result_free(&recording->result);
	*recording = (struct recording){ .result.trace_descriptor = -1 };
}

/* ---- keeping ------------------------------------------------------------- */

/* Two courses may have lessons of the same name: the source tells them apart. */
static char *kept_path(const struct lesson *lesson, const struct lesson_program *program)
{
	char *name = text_format("%s-%s.recording", lesson->name, program->name);
	char *path = cache_path(name);

	free(name);
	return path;
}

void recording_keep(const struct lesson *lesson, const struct lesson_program *program,
		    int file)
{
	char *path = kept_path(lesson, program), *bytes;
	size_t length = 0;

	if (!path)
		return;
	bytes = read_all(file, &length);
	if (bytes)
		cache_keep(path, bytes, length);
	free(bytes);
	free(path);
}

int recording_open_kept(const struct lesson *lesson, const struct lesson_program *program)
{
	char *path = kept_path(lesson, program);
	int file = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;

	free(path);
	return file;
}
