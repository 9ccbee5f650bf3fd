/* Files: read and written off the loop. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <async.h>

#include "loop.h"
#include "note.h"
#include "temporary.h"

static char path[TEMPORARY_PATH];

static int make_path(void **state)
{
	(void)state;
	temporary_path(path, "test_file");
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
		     "IsADirectoryError: [Errno 21] Is a directory: '/tmp' 21 ");
	assert_notes(open_wrongly("/tmp", "q"), "ValueError: invalid mode: 'q' 0 ");
}

static void a_mode_is_checked_as_python_checks_it(void **state)
{
	(void)state;
	assert_notes(
		open_wrongly(path, "rw"),
		"ValueError: must have exactly one of create/read/write/append mode 0 ");
	assert_notes(open_wrongly(path, ""),
		     "ValueError: Must have exactly one of create/read/write/append mode "
		     "and at most one plus 0 ");
	assert_notes(open_wrongly(path, "rr"), "ValueError: invalid mode: 'rr' 0 ");
	assert_notes(open_wrongly(path, "rbt"),
		     "ValueError: can't have text and binary mode at once 0 ");
	assert_notes(open_wrongly("/tmp", "rb"),
		     "IsADirectoryError: [Errno 21] Is a directory: '/tmp' 21 ");
	assert_notes(open_wrongly("/dev/null/x", "a"),
		     "NotADirectoryError: [Errno 20] Not a directory: '/dev/null/x' 20 ");
}

async (void, create_twice)
{
	unlink(path);
	async_with (file, async_open(path, "x")) {
		await (file_write(file, "first"));
	} end_with
	await (open_wrongly(path, "x"));
}

static void x_wants_a_file_that_is_not_there(void **state)
{
	char expected[TEMPORARY_PATH + 60];

	(void)state;
	snprintf(expected, sizeof expected,
		 "FileExistsError: [Errno 17] File exists: '%s' 17 ", path);
	assert_notes(create_twice(), expected);
}

async (void, put, (const char *, text))
{
	async_with (file, async_open(path, "w")) {
		await (file_write(file, text));
	} end_with
}

/* ---- lines ---- */

async (void, iterate)
{
	await (put("one\n\nthree"));
	async_with (file, async_open(path, "r")) {
		async_for (char *, line, file)
			note("[%s]%zu", line, file_length(file));
	} end_with
	async_with (file, async_open(path, "r")) {
		AsyncIterator(char *) lines = aiter(file);

		note("%s", await (anext(lines)));
		async_for (char *, line, lines) {
			note("[%s]", line);
			break;
		}
		note("%s", await (anext(aiter(file), "none")));
		note("%s", await (anext(aiter(file), "none")));
	} end_with
}

static void a_file_is_iterated_over_by_lines(void **state)
{
	(void)state;
	assert_notes(iterate(), "[one]3 []0 [three]5 one [] three none ");
}

async (void, many_lines)
{
	char **lines;

	await (put("one\n\nthree"));
	async_with (file, async_open(path, "r")) {
		lines = await (file_readlines(file));
		note("%zu %s %s %s", list_length(lines), lines[0], lines[1], lines[2]);
		async_with (copy, async_open(path, "a")) {
			await (file_writelines(copy, lines));
		} end_with
		list_free(lines);
		lines = await (file_readlines(file));
		note("%zu %s", list_length(lines), lines[0]);
		list_free(lines);
		note("%d", await (file_readlines(file)) == NULL);
	} end_with
}

static void lines_are_read_and_written_at_once(void **state)
{
	(void)state;
	assert_notes(many_lines(), "3 one  three 3 one 1 ");
}

/* ---- bytes, and where it stands ---- */

async (void, read_bytes)
{
	async_with (file, async_open(path, "wb")) {
		await (file_write_bytes(file, "a\0bcdefg\nh", 10));
	} end_with
	async_with (file, async_open(path, "rb")) {
		char *bytes = await (file_read_bytes(file, 4));

		note("%zu %s %s", file_length(file), bytes, bytes + 2);
		note("%s", await (file_read_bytes(file, 2)));
		note("%s", await (file_readline(file)));
		note("%s", await (file_read_bytes(file, 100)));
		note("%zu", file_length(file));
		note("%d", await (file_read_bytes(file, 1)) == NULL);
	} end_with
}

static void bytes_are_counted(void **state)
{
	(void)state;
	assert_notes(read_bytes(), "4 a bc de fg h 1 1 ");
}

async (void, go_to_and_fro)
{
	await (put("0123456789\nabcdef\n"));
	async_with (file, async_open(path, "r+")) {
		note("%s", await (file_readline(file)));
		note("%ld", (long)await (file_tell(file)));
		note("%ld", (long)await (file_seek(file, 3, SEEK_SET)));
		note("%s", await (file_read_bytes(file, 2)));
		note("%ld", (long)await (file_seek(file, 1, SEEK_CUR)));
		await (file_write(file, "XY"));
		note("%ld", (long)await (file_tell(file)));
		note("%s", await (file_readline(file)));
		note("%ld", (long)await (file_seek(file, -4, SEEK_END)));
		note("%s", await (file_readline(file)));
		await (file_seek(file, 2, SEEK_SET));
		note("%ld", (long)await (file_truncate(file, -1)));
		await (file_truncate(file, 4));
		note("%zu", await (file_read_bytes(file, 9)) ? file_length(file) : 0);
		await (file_flush(file));
		await (file_sync(file));
	} end_with
	async_with (file, async_open(path, "a+")) {
		note("%ld", (long)await (file_tell(file)));
		await (file_write(file, "end"));
		await (file_seek(file, 0, SEEK_SET));
		await (file_read_bytes(file, 1));
		await (file_write(file, "!"));
		note("%ld", (long)await (file_tell(file)));
	} end_with
}

static void it_stands_where_python_would(void **state)
{
	(void)state;
	assert_notes(go_to_and_fro(), "0123456789 11 3 34 6 8 89 14 def 2 2 4 8 ");
}

async (void, do_unsupported)
{
	await (put("text"));
#define REFUSED(mode, what)                                                              \
	try {                                                                            \
		async_with (file, async_open(path, mode)) {                              \
			what;                                                            \
		}                                                                        \
		end_with                                                                 \
	}                                                                                \
	except (UnsupportedOperation, e) {                                               \
		note("%s %d", e->message,                                                \
		     exception_is(e, OSError) && exception_is(e, ValueError));           \
	}                                                                                \
	end_try
	REFUSED("r", await (file_write(file, "x")));
	REFUSED("r", await (file_truncate(file, 1)));
	REFUSED("w", await (file_read_bytes(file, 1)));
	REFUSED("a", await (file_readline(file)));
}

static void what_the_mode_forbids_is_unsupported(void **state)
{
	(void)state;
	assert_notes(do_unsupported(),
		     "not writable 1 truncate 1 not readable 1 not readable 1 ");
}

/* A thread that reads a pipe waits until somebody writes. */
async (void, read_pipe, (const char *, pipe_path))
{
	async_with (file, async_open(pipe_path, "r+")) {
		note("reading");
		await (file_readline(file));
	} end_with
}

blocking(void, do_nothing)
{
}

/* When a thread has taken the read: threads take what they are to do in its order. (A
 * read that none has taken is cancelled for good, and its pipe closed.) */
async (void, wait_until_it_reads)
{
	while (!*notes)
		await (async_sleep(0));
	await (to_thread(do_nothing));
}

async (void, cancel_a_read)
{
	char pipe_path[TEMPORARY_PATH];
	Task(void) reading;
	FILE *writer;

	temporary_path(pipe_path, "test_file_pipe");
	close(mkstemp(pipe_path));
	unlink(pipe_path);
	mkfifo(pipe_path, 0600);
	reading = create_task(read_pipe(pipe_path));
	await (wait_until_it_reads());
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

/* The thread has taken what was written, and told the loop, which has not heard it. */
static void wait_for_thread(void)
{
	struct pollfd told = { .fd = uv_backend_fd(loop_uv()), .events = POLLIN };

	poll(&told, 1, -1);
}

async (void, cancel_a_read_that_ends_meanwhile)
{
	char pipe_path[TEMPORARY_PATH];
	Task(void) reading;
	int writer;

	temporary_path(pipe_path, "test_file_pipe");
	close(mkstemp(pipe_path));
	unlink(pipe_path);
	mkfifo(pipe_path, 0600);
	writer = open(pipe_path, O_RDWR);
	reading = create_task(read_pipe(pipe_path));
	await (wait_until_it_reads());
	task_cancel(reading);
	if (write(writer, "at last\n", 8) == 8)
		wait_for_thread();
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
		cmocka_unit_test(a_mode_is_checked_as_python_checks_it),
		cmocka_unit_test(x_wants_a_file_that_is_not_there),
		cmocka_unit_test(a_file_is_iterated_over_by_lines),
		cmocka_unit_test(lines_are_read_and_written_at_once),
		cmocka_unit_test(bytes_are_counted),
		cmocka_unit_test(it_stands_where_python_would),
		cmocka_unit_test(what_the_mode_forbids_is_unsupported),
		cmocka_unit_test(a_cancelled_read_leaves_its_thread_behind),
		cmocka_unit_test(a_read_that_ends_before_its_cancellation_is_not_lost),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
