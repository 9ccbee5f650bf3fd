#define _GNU_SOURCE
#include "trace.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <async/exception.h>
#include <async/task.h>

#include "loop.h"
#include "stack.h"

_Thread_local bool trace_is_on;
static _Thread_local trace_probe *probe;

/* From before main: written by no thread but the first, when it is alone. */
static struct trace_header *trace;
static size_t trace_size;

/* What the threads that are on share, for who holds the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool has_ended;
static uint32_t places;

/* Those that were told of, by their number less one. More than these are not told
 * apart: nobody could follow so many. */
static const void *things[256];
static size_t thing_count;

static int descriptor_from_environment(void)
{
	const char *text = getenv("ASYNC_TRACE_FD");
	char *end;
	long number;

	if (!text || !*text)
		return -1;
	number = strtol(text, &end, 10);
	return *end || number < 0 || number > 1 << 20 ? -1 : (int)number;
}

static void map_trace(void)
{
	int descriptor = descriptor_from_environment();
	struct stat status;
	void *map;

	if (descriptor < 0 || fstat(descriptor, &status) != 0 ||
	    (size_t)status.st_size < sizeof *trace)
		return;
	map = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED,
		   descriptor, 0);
	if (map == MAP_FAILED)
		return;
	unsetenv("ASYNC_TRACE_FD"); /* a program that ours starts has no part in it */
	trace = map;
	trace_size = (size_t)status.st_size;
	trace->magic = TRACE_MAGIC;
	trace->used = sizeof *trace;
	coroutine_is_watched = true;
	atexit(stack_clear_idle);
}

void trace_begin(void)
{
	pthread_mutex_lock(&lock);
	trace_is_on = trace && !has_ended;
	pthread_mutex_unlock(&lock);
}

/* Plain managers and generators have no loop to begin it. */
__attribute__((constructor)) static void begin_with_program(void)
{
	map_trace();
	trace_begin();
}

void trace_end(void)
{
	if (!trace_is_on)
		return;
	probe = NULL;
	trace_is_on = false;
	pthread_mutex_lock(&lock);
	has_ended = true;
	pthread_mutex_unlock(&lock);
}

void trace_set_probe(trace_probe *new_probe)
{
	probe = new_probe;
	trace_is_on = probe || trace;
}

static void append(struct trace_record record, const char *text)
{
	size_t size = (sizeof record + record.text_length + 7) & ~(size_t)7;
	char *to = (char *)trace + trace->used;

	if (size > UINT16_MAX || trace->used + size > trace_size) {
		trace->lost++;
		return;
	}
	record.size = (uint16_t)size;
	memcpy(to, &record, sizeof record);
	memcpy(to + sizeof record, text, record.text_length);
	trace->used += size;
}

static size_t add_text(char *text, size_t used, size_t size, const char *more)
{
	size_t length = more ? strlen(more) : 0;

	if (length > size - used - 1)
		length = size - used - 1;
	memcpy(text + used, more ? more : "", length);
	text[used + length] = '\0';
	return used + length + 1;
}

/* A place is named once; then its number is enough. */
static uint32_t number_of_place(const struct source_location *location)
{
	struct source_location *place = (struct source_location *)location;
	char text[2048];
	size_t used;

	if (!place)
		return 0;
	if (place->trace_id)
		return place->trace_id;
	place->trace_id = ++places;
	used = add_text(text, 0, 1024, place->file);
	used = add_text(text, used, 1536, place->function);
	used = add_text(text, used, sizeof text, place->text);
	append(
		(struct trace_record){
			.kind = TRACE_PLACE,
			.place = place->trace_id,
			.line = place->line,
			.text_length = (uint32_t)used - 1,
		},
		text);
	return place->trace_id;
}

static uint32_t depth_of_generators(void)
{
	uint32_t depth = 0;

	for (struct coroutine *at = coroutine_current; at && at->resumer;
	     at = at->resumer)
		depth++;
	return depth;
}

/* Where the current coroutine, or who it works for, awaits. */
static const struct source_location *current_await(void)
{
	for (struct coroutine *at = coroutine_current; at; at = at->resumer)
		if (at->awaits)
			return at->awaits->location;
	return NULL;
}

static void record_event(enum trace_kind kind, const struct task *task,
			 const struct source_location *location, const char *text)
{
	int64_t now = loop_now();

	if (!location)
		location = current_await();
	pthread_mutex_lock(&lock);
	append(
		(struct trace_record){
			.kind = kind,
			.task = task ? task->number : 0,
			.place = number_of_place(location),
			.line = location ? location->line : 0,
			.coroutine = depth_of_generators(),
			.text_length = (uint32_t)strlen(text),
			.at = now,
		},
		text);
	pthread_mutex_unlock(&lock);
}

void trace_event(enum trace_kind kind, struct task *task,
		 const struct source_location *location, const char *text)
{
	if (!task)
		task = current_task();
	if (probe)
		probe(kind, task);
	if (trace)
		record_event(kind, task, location, text);
}

/* ---- what is waited for -------------------------------------------------- */

/* From 1; 0: it was not told of. */
static size_t number_of_thing(const void *thing)
{
	for (size_t i = 0; i < thing_count; i++)
		if (things[i] == thing)
			return i + 1;
	return 0;
}

bool trace_knows(const void *thing)
{
	bool knows;

	pthread_mutex_lock(&lock);
	knows = number_of_thing(thing) != 0;
	pthread_mutex_unlock(&lock);
	return knows;
}

/* 0: there are too many. */
static size_t name_thing(const void *thing)
{
	size_t number;

	pthread_mutex_lock(&lock);
	number = number_of_thing(thing);
	if (!number && thing_count < sizeof things / sizeof *things) {
		things[thing_count++] = thing;
		number = thing_count;
	}
	pthread_mutex_unlock(&lock);
	return number;
}

void trace_thing(enum trace_kind kind, const char *word, const void *thing)
{
	size_t number = name_thing(thing);
	char text[64];

	if (!number)
		return;
	snprintf(text, sizeof text, "%s %zu", word, number);
	trace_event(kind, NULL, NULL, text);
}

void trace_part(const void *future, uint32_t task)
{
	size_t number = name_thing(future);
	char text[64];

	if (!number)
		return;
	snprintf(text, sizeof text, "future %zu task %u", number, task);
	trace_event(TRACE_PART, NULL, NULL, text);
}
