/* Files: what goes wrong, and what a cancellation leaves behind. */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <async.h>

#include "cancel_everywhere.h"
#include "note.h"
#include "temporary.h"

static char path[TEMPORARY_PATH], copy[sizeof path + 5];

static int make_path(void **state)
{
	(void)state;
	temporary_path(path, "test_file_faults");
	close(mkstemp(path));
	snprintf(copy, sizeof copy, "%s.copy", path);
	return 0;
}

static int remove_path(void **state)
{
	(void)state;
	unlink(copy);
	return unlink(path);
}

/* ---- the disk is full ---- */

async (void, write_to, (const char *, name), (size_t, length))
{
	char *text = calloc(1, length + 1);

	memset(text, 'x', length);
	try {
		async_with (file, async_open(name, "w")) {
			await (file_write(file, text));
			note("written");
		} end_with
	} except (OSError, e) {
		note("%s", e->message);
	} finally {
		free(text);
	} end_try
}

static void a_full_disk_is_an_error_of_the_writer(void **state)
{
	(void)state;
	assert_notes(write_to("/dev/full", 10), "[Errno 28] No space left on device ");
}

static void a_file_that_may_not_grow_ends_no_program(void **state)
{
	struct rlimit before, narrow;
	struct stat status;

	(void)state;
	getrlimit(RLIMIT_FSIZE, &before);
	narrow = before;
	narrow.rlim_cur = 1000;
	setrlimit(RLIMIT_FSIZE, &narrow);
	assert_notes(write_to(path, 5000), "[Errno 27] File too large ");
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 1000);
}

/* ---- nothing is lost by a cancellation ---- */

static char pipe_path[sizeof path + 5];

async (void, read_pipe_twice)
{
	async_with (file, async_open(pipe_path, "r+")) {
		try {
			await (wait_for(file_readline(file), 0.01));
		} except (TimeoutError) {
			note("nothing yet");
		} end_try
		async_with (writer, async_open(pipe_path, "w")) {
			await (file_write(writer, "one\ntwo\n"));
		} end_with
		note("%s", await (file_readline(file)));
		note("%s", await (file_readline(file)));
	} end_with
}

static void what_a_cancelled_read_reads_is_given_to_the_next(void **state)
{
	(void)state;
	snprintf(pipe_path, sizeof pipe_path, "%s.pipe", path);
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	assert_notes(read_pipe_twice(), "nothing yet one two ");
	unlink(pipe_path);
}

async (void, write_line, (struct file *, file), (const char *, line))
{
	await (file_write(file, line));
}

async (void, write_side_by_side)
{
	async_with (file, async_open(path, "w")) {
		await (gather(write_line(file, "one\n"), write_line(file, "two\n"),
			     write_line(file, "three\n"), write_line(file, "four\n")));
	} end_with
	async_with (file, async_open(path, "r")) {
		async_for (char *, line, file)
			note("%s", line);
	} end_with
}

static void of_several_tasks_one_comes_after_the_other(void **state)
{
	(void)state;
	assert_notes(write_side_by_side(), "one two three four ");
}

static int lines_written;

async (void, fill)
{
	async_with (file, async_open(path, "w")) {
		for (lines_written = 0; lines_written < 20000; lines_written++)
			await (file_write(file, "a line\n"));
	} end_with
}

async (void, copy_file)
{
	async_with (from, async_open(path, "r"), to, async_open(copy, "w")) {
		async_for (char *, line, from) {
			if (await (file_tell(from)) > 14)
				break;
			await (file_write(to, line));
		}
		await (file_seek(from, 0, SEEK_SET));
		await (file_truncate(to, 3));
		await (file_sync(to));
		free(await (file_read(from)));
	} end_with
}

async (void, fill_briefly)
{
	async_with (file, async_open(path, "w")) {
		await (file_write(file, "one\ntwo\nthree\nfour\n"));
	} end_with
}

static void a_copy_may_be_cancelled_anywhere(void **state)
{
	(void)state;
	async_run(fill_briefly());
	assert_cancellable(copy_file());
}

async (void, cancel_the_fill)
{
	Task(void) filling = create_task(fill());
	off_t size;

	while (lines_written < 3)
		await (async_sleep(0.001));
	task_cancel(filling);
	try {
		await (filling);
	} except (CancelledError) {
	} end_try
	async_with (file, async_open(path, "r")) {
		size = await (file_seek(file, 0, SEEK_END));
		await (async_sleep(0.005));
		note("%d %d", size < 140000 && size % 7 == 0,
		     size == await (file_seek(file, 0, SEEK_END)));
	} end_with
}

static void after_the_block_nothing_is_written_any_more(void **state)
{
	(void)state;
	assert_notes(cancel_the_fill(), "1 1 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_disk_is_an_error_of_the_writer),
		cmocka_unit_test(a_file_that_may_not_grow_ends_no_program),
		cmocka_unit_test(what_a_cancelled_read_reads_is_given_to_the_next),
		cmocka_unit_test(of_several_tasks_one_comes_after_the_other),
		cmocka_unit_test(a_copy_may_be_cancelled_anywhere),
		cmocka_unit_test(after_the_block_nothing_is_written_any_more),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
