/* Files: read and written off the loop. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <async.h>

#include "note.h"

static char path[] = "/tmp/test_file_XXXXXX";

static int make_path(void **state)
{
	(void)state;
	return close(mkstemp(path));
}

static int remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

async (void, write_and_read)
{
	async_with (file, async_open(path, "w")) {
		await (file_write(file, "one\ntwo\n"));
		await (file_write(file, "three"));
	} end_with
	async_with (file, async_open(path, "r")) {
		note("%s", await (file_readline(file)));
		note("%s", await (file_readline(file)));
		note("%d", await (file_readline(file)) == NULL);
		note("%s", await (file_read_rest(file)));
	} end_with
	async_with (file, async_open(path, "r")) {
		char *text = await (file_read(file));

		note("%zu", strlen(text));
		free(text);
	} end_with
}

static void what_was_written_is_read_again(void **state)
{
	(void)state;
	assert_notes(write_and_read(), "one two 1 three 13 ");
}

async (void, append, (const char *, text))
{
	async_with (file, async_open(path, "a")) {
		await (file_write(file, text));
	} end_with
}

async (void, follow)
{
	async_with (file, async_open(path, "w")) {
	} end_with
	async_with (file, async_open(path, "r")) {
		await (append("half a "));
		note("%d", await (file_readline(file)) == NULL);
		await (append("line\n"));
		note("%s", await (file_readline(file)));
	} end_with
}

static void a_line_is_given_when_it_is_whole(void **state)
{
	(void)state;
	assert_notes(follow(), "1 half a line ");
}

async (void, write_much)
{
	static char block[100001];

	memset(block, 'x', sizeof block - 1);
	async_with (file, async_open(path, "w")) {
		await (file_write(file, block));
		await (file_write(file, "\nend\n"));
	} end_with
	async_with (file, async_open(path, "r")) {
		note("%zu", strlen(await (file_readline(file))));
		note("%s", await (file_readline(file)));
	} end_with
}

static void a_line_may_be_longer_than_a_read(void **state)
{
	(void)state;
	assert_notes(write_much(), "100000 end ");
}

async (void, open_wrongly, (const char *, name), (const char *, mode))
{
	try {
		async_with (async_open(name, mode)) {
			note("never");
		} end_with
	} except (OSError, ValueError, e) {
		note("%s: %s %d", e->type->name, e->message, e->error_number);
	} end_try
}

static void what_cannot_be_opened_is_told_as_python_tells_it(void **state)
{
	(void)state;
	assert_notes(open_wrongly("/no/such/file", "r"),
		     "FileNotFoundError: [Errno 2] No such file or directory: "
		     "'/no/such/file' 2 ");
	assert_notes(open_wrongly("/tmp", "w"),
		     "OSError: [Errno 21] Is a directory: '/tmp' 21 ");
	assert_notes(open_wrongly("/tmp", "x"), "ValueError: invalid mode: 'x' 0 ");
}

/* A thread that reads a pipe waits until somebody writes. */
async (void, read_pipe, (const char *, pipe_path))
{
	async_with (file, async_open(pipe_path, "r+")) {
		note("reading");
		await (file_readline(file));
	} end_with
}

async (void, cancel_a_read)
{
	char pipe_path[] = "/tmp/test_file_pipe_XXXXXX";
	Task(void) reading;
	FILE *writer;

	close(mkstemp(pipe_path));
	unlink(pipe_path);
	mkfifo(pipe_path, 0600);
	reading = create_task(read_pipe(pipe_path));
	while (!*notes)
		await (async_sleep(0.001));
	await (async_sleep(0.001));
	task_cancel(reading);
	try {
		await (reading);
	} except (CancelledError) {
		note("cancelled");
	} end_try
	writer = fopen(pipe_path, "w");
	fputs("at last\n", writer);
	fclose(writer);
	unlink(pipe_path);
}

static void a_cancelled_read_leaves_its_thread_behind(void **state)
{
	(void)state;
	assert_notes(cancel_a_read(), "reading cancelled ");
}

static int open_descriptors(void)
{
	int count = 0;

	for (int descriptor = 0; descriptor < 256; descriptor++)
		count += fcntl(descriptor, F_GETFD) >= 0;
	return count;
}

/* The thread takes what was written, and a moment later has told the loop. */
static void wait_for_thread(int pipe_file)
{
	double until;
	int unread;

	do
		ioctl(pipe_file, FIONREAD, &unread);
	while (unread);
	until = loop_time() + 0.005;
	while (loop_time() < until)
		;
}

async (void, cancel_a_read_that_ends_meanwhile)
{
	char pipe_path[] = "/tmp/test_file_pipe_XXXXXX";
	Task(void) reading;
	int writer;

	close(mkstemp(pipe_path));
	unlink(pipe_path);
	mkfifo(pipe_path, 0600);
	writer = open(pipe_path, O_RDWR);
	reading = create_task(read_pipe(pipe_path));
	while (!*notes)
		await (async_sleep(0.001));
	await (async_sleep(0.001));
	task_cancel(reading);
	if (write(writer, "at last\n", 8) == 8)
		wait_for_thread(writer);
	try {
		await (reading);
	} except (CancelledError) {
		note("cancelled");
	} end_try
	close(writer);
	unlink(pipe_path);
}

static void a_read_that_ends_before_its_cancellation_is_not_lost(void **state)
{
	int before;

	(void)state;
	assert_notes(cancel_a_read(), "reading cancelled ");
	before = open_descriptors();
	assert_notes(cancel_a_read_that_ends_meanwhile(), "reading cancelled ");
	assert_int_equal(open_descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read_again),
		cmocka_unit_test(a_line_is_given_when_it_is_whole),
		cmocka_unit_test(a_line_may_be_longer_than_a_read),
		cmocka_unit_test(what_cannot_be_opened_is_told_as_python_tells_it),
		cmocka_unit_test(a_cancelled_read_leaves_its_thread_behind),
		cmocka_unit_test(a_read_that_ends_before_its_cancellation_is_not_lost),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
