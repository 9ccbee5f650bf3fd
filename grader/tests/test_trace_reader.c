/* The trace is bytes from a stranger: it is read as far as it makes sense. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "run/trace_reader.h"

/* A trace in the making. */
struct written {
	char bytes[4096];
	size_t size;
};

static void begin(struct written *written)
{
	memset(written, 0, sizeof *written);
	written->size = sizeof(struct trace_header);
}

static void add(struct written *written, struct trace_record record, const char *text,
		size_t length)
{
	record.text_length = (uint32_t)length;
	record.size = (uint16_t)((sizeof record + length + 7) & ~(size_t)7);
	memcpy(written->bytes + written->size, &record, sizeof record);
	memcpy(written->bytes + written->size + sizeof record, text, length);
	written->size += record.size;
}

static void add_place(struct written *written, uint32_t number)
{
	static const char text[] = "resource.c\0resource_use_body\0async_sleep(1.0)";

	add(written,
	    (struct trace_record){ .kind = TRACE_PLACE, .place = number, .line = 30 },
	    text, sizeof text - 1);
}

static int descriptor_with(const struct written *written, uint64_t used)
{
	struct trace_header header = { TRACE_MAGIC, used, 0 };
	int descriptor = memfd_create("trace", 0);

	assert_true(descriptor >= 0);
	assert_int_equal(ftruncate(descriptor, sizeof written->bytes), 0);
	assert_int_equal(pwrite(descriptor, written->bytes, sizeof written->bytes, 0),
			 sizeof written->bytes);
	assert_int_equal(pwrite(descriptor, &header, sizeof header, 0), sizeof header);
	return descriptor;
}

static struct trace read_back(const struct written *written, uint64_t used)
{
	int descriptor = descriptor_with(written, used);
	struct trace trace;

	assert_true(trace_read(descriptor, 1000, &trace));
	close(descriptor);
	return trace;
}

static void test_entries_carry_their_place_and_their_time(void **state)
{
	struct written written;
	struct trace trace;

	(void)state;
	begin(&written);
	add_place(&written, 1);
	add(&written,
	    (struct trace_record){
		    .kind = TRACE_SUSPEND, .task = 2, .place = 1, .at = 3000 },
	    "x", 1);
	trace = read_back(&written, written.size);
	assert_true(trace.complete);
	assert_int_equal(trace.count, 1);
	assert_int_equal(trace.entries[0].kind, TRACE_SUSPEND);
	assert_int_equal(trace.entries[0].task, 2);
	assert_int_equal(trace.entries[0].at, 2000);
	assert_string_equal(trace.entries[0].text, "x");
	assert_string_equal(trace.entries[0].place->file, "resource.c");
	assert_string_equal(trace.entries[0].place->function, "resource_use");
	assert_string_equal(trace.entries[0].place->text, "async_sleep(1.0)");
	assert_int_equal(trace.entries[0].place->line, 30);
	trace_free(&trace);
}

static void test_no_trace_is_an_empty_one(void **state)
{
	struct trace trace;

	(void)state;
	assert_true(trace_read(-1, 0, &trace));
	assert_int_equal(trace.count, 0);
	trace_free(&trace);
}

static void test_what_makes_no_sense_ends_the_reading(void **state)
{
	struct written written;
	struct trace trace;

	(void)state;
	begin(&written);
	add(&written, (struct trace_record){ .kind = TRACE_TASK_BEGIN }, "", 0);
	add(&written, (struct trace_record){ .kind = 200 }, "", 0);
	add(&written, (struct trace_record){ .kind = TRACE_TASK_END }, "", 0);
	trace = read_back(&written, written.size);
	assert_false(trace.complete);
	assert_int_equal(trace.count, 1);
	trace_free(&trace);
}

static void test_a_time_beyond_all_times_ends_the_reading(void **state)
{
	struct written written;
	struct trace trace;

	(void)state;
	begin(&written);
	add(&written, (struct trace_record){ .kind = TRACE_TASK_BEGIN, .at = INT64_MIN },
	    "", 0);
	trace = read_back(&written, written.size);
	assert_false(trace.complete);
	assert_int_equal(trace.count, 0);
	trace_free(&trace);
}

static void test_a_place_that_was_never_named_ends_the_reading(void **state)
{
	struct written written;
	struct trace trace;

	(void)state;
	begin(&written);
	add(&written, (struct trace_record){ .kind = TRACE_RAISE, .place = 7 }, "", 0);
	trace = read_back(&written, written.size);
	assert_false(trace.complete);
	assert_int_equal(trace.count, 0);
	trace_free(&trace);
}

static void test_sizes_beyond_the_end_are_not_believed(void **state)
{
	struct written written;
	struct trace trace;
	uint16_t huge = 65528;

	(void)state;
	begin(&written);
	add(&written, (struct trace_record){ .kind = TRACE_TASK_BEGIN }, "", 0);
	memcpy(written.bytes + sizeof(struct trace_header), &huge, sizeof huge);
	trace = read_back(&written, written.size);
	assert_int_equal(trace.count, 0);
	trace_free(&trace);
	trace = read_back(&written, UINT64_MAX);
	assert_int_equal(trace.count, 0);
	trace_free(&trace);
}

static void test_any_noise_is_survived(void **state)
{
	struct written written;
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct trace trace;

		begin(&written);
		for (size_t i = written.size; i < sizeof written.bytes; i++) {
			seed = seed * 1103515245u + 12345u;
			written.bytes[i] = seed >> 16 & 7 ? 0 : (char)(seed >> 20);
		}
		add_place(&written, 1);
		trace = read_back(&written, sizeof written.bytes);
		trace_free(&trace);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entries_carry_their_place_and_their_time),
		cmocka_unit_test(test_no_trace_is_an_empty_one),
		cmocka_unit_test(test_what_makes_no_sense_ends_the_reading),
		cmocka_unit_test(test_a_time_beyond_all_times_ends_the_reading),
		cmocka_unit_test(test_a_place_that_was_never_named_ends_the_reading),
		cmocka_unit_test(test_sizes_beyond_the_end_are_not_believed),
		cmocka_unit_test(test_any_noise_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
