#define _GNU_SOURCE
#include "record.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

static struct trace_header *trace;
static size_t trace_size;

/* As the runtime maps it, whose constructor comes later. */
bool record_begin(void)
{
	const char *descriptor = getenv("ASYNC_TRACE_FD");
	struct stat status;
	int file = descriptor ? atoi(descriptor) : -1;
	void *map;

	if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode) ||
	    (size_t)status.st_size < sizeof(*trace))
		return false;
	map = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file,
		   0);
	if (map == MAP_FAILED)
		return false;
	trace = map;
	trace_size = (size_t)status.st_size;
	return true;
}

bool record_is_wanted(void)
{
	return trace && trace->magic == TRACE_MAGIC;
}

void record_add(enum trace_kind kind, const char *text)
{
	struct trace_record record = { .kind = kind };
	struct timespec now;
	char *to;

	if (!record_is_wanted())
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	record.at = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
	record.text_length = (uint32_t)strlen(text);
	record.size = (uint16_t)((sizeof(record) + record.text_length + 7) & ~(size_t)7);
	if (trace->used > trace_size || record.size > trace_size - trace->used) {
		trace->lost++;
		return;
	}
	to = (char *)trace + trace->used;
	memcpy(to, &record, sizeof(record));
	memcpy(to + sizeof(record), text, record.text_length);
	trace->used += record.size;
}
