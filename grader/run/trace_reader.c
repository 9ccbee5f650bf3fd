#include "run/trace_reader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define PLACES_MAX 65536

/* Where we are in the bytes. */
struct reader {
	const char *bytes;
	size_t size;
	size_t at;
};

static bool next_record(struct reader *reader, struct trace_record *record,
			const char **text)
{
	size_t left = reader->size - reader->at;

	if (left < sizeof *record)
		return false;
	memcpy(record, reader->bytes + reader->at, sizeof *record);
	if (record->size < sizeof *record || record->size > left ||
	    record->size % 8 != 0 || record->text_length > record->size - sizeof *record)
		return false;
	*text = reader->bytes + reader->at + sizeof *record;
	reader->at += record->size;
	return true;
}

static char *copy_up_to_nul(const char **text, const char *end)
{
	size_t length = strnlen(*text, (size_t)(end - *text));
	char *copy = strndup(*text, length);

	*text += length + (*text + length < end);
	return copy;
}

/* The macros compile the function f as f_body. */
static void cut_ending(char *function)
{
	size_t length = function ? strlen(function) : 0;

	if (length > 5 && strcmp(function + length - 5, "_body") == 0)
		function[length - 5] = '\0';
}

static bool read_place(struct trace *trace, const struct trace_record *record,
		       const char *text)
{
	const char *end = text + record->text_length;
	struct trace_place *place;

	if (record->place != trace->place_count + 1 || record->place > PLACES_MAX)
		return false;
	place = &trace->places[trace->place_count++];
	place->file = copy_up_to_nul(&text, end);
	place->function = copy_up_to_nul(&text, end);
	place->text = copy_up_to_nul(&text, end);
	place->line = record->line;
	cut_ending(place->function);
	return place->file && place->function && place->text;
}

static bool read_entry(struct trace *trace, const struct trace_record *record,
		       const char *text, nanoseconds clock_start)
{
	struct trace_entry *entry = &trace->entries[trace->count];
	nanoseconds at;

	if (record->kind > TRACE_KIND_LAST || record->place > trace->place_count ||
	    __builtin_sub_overflow(record->at, clock_start, &at))
		return false;
	*entry = (struct trace_entry){
		.kind = (enum trace_kind)record->kind,
		.task = record->task,
		.depth = record->coroutine,
		.place = record->place ? &trace->places[record->place - 1] : NULL,
		.at = at,
		.text = strndup(text, record->text_length),
	};
	if (!entry->text)
		return false;
	trace->count++;
	return true;
}

/* Places first, since entries point to them and the array must not move. */
static void count_records(struct reader reader, size_t *entries, size_t *places)
{
	struct trace_record record;
	const char *text;

	*entries = *places = 0;
	while (next_record(&reader, &record, &text))
		(*(record.kind == TRACE_PLACE ? places : entries))++;
	if (*places > PLACES_MAX)
		*places = PLACES_MAX;
}

static bool read_all(struct reader reader, nanoseconds clock_start, struct trace *trace)
{
	struct trace_record record;
	const char *text;
	bool good = true;

	while (good && next_record(&reader, &record, &text))
		good = record.kind == TRACE_PLACE
			       ? read_place(trace, &record, text)
			       : read_entry(trace, &record, text, clock_start);
	return good && reader.at == reader.size;
}

static bool read_bytes(const char *bytes, size_t size, nanoseconds clock_start,
		       struct trace *trace)
{
	struct trace_header header;
	struct reader reader = { bytes, size, sizeof header };
	size_t entries, places;

	memcpy(&header, bytes, sizeof header);
	if (header.magic != TRACE_MAGIC)
		return true;
	if (header.used < sizeof header || header.used > size)
		return true;
	reader.size = (size_t)header.used;
	count_records(reader, &entries, &places);
	trace->entries = calloc(entries + 1, sizeof *trace->entries);
	trace->places = calloc(places + 1, sizeof *trace->places);
	if (!trace->entries || !trace->places)
		return false;
	trace->complete = read_all(reader, clock_start, trace) && header.lost == 0;
	return true;
}

bool trace_read(int descriptor, nanoseconds clock_start, struct trace *trace)
{
	struct stat status;
	char *bytes;
	bool good;

	*trace = (struct trace){ 0 };
	if (descriptor < 0 || fstat(descriptor, &status) != 0 ||
	    (size_t)status.st_size < sizeof(struct trace_header))
		return true;
	bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
	if (bytes == MAP_FAILED)
		return false;
	good = read_bytes(bytes, (size_t)status.st_size, clock_start, trace);
	munmap(bytes, (size_t)status.st_size);
	return good;
}

void trace_free(struct trace *trace)
{
	for (size_t i = 0; i < trace->count; i++)
		free(trace->entries[i].text);
	for (size_t i = 0; i < trace->place_count; i++) {
		free(trace->places[i].file);
		free(trace->places[i].function);
		free(trace->places[i].text);
	}
	free(trace->entries);
	free(trace->places);
	*trace = (struct trace){ 0 };
}
