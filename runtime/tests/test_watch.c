/* Watching files, and the tail that is made of it. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <async.h>

#include "cancel_everywhere.h"
#include "note.h"
#include "temporary.h"

static char folder[TEMPORARY_PATH];
static char path[sizeof folder + 10], rotated[sizeof folder + 10];

static int make_folder(void **state)
{
	(void)state;
	temporary_path(folder, "test_watch");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/log", folder);
	snprintf(rotated, sizeof rotated, "%s/log.1", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	unlink(rotated);
	return rmdir(folder);
}

static void put(const char *text, const char *mode)
{
	FILE *file = fopen(path, mode);

	fputs(text, file);
	fclose(file);
}

static const char *name_of(enum file_change change)
{
	return change == FILE_CHANGED    ? "changed"
	       : change == FILE_REPLACED ? "replaced"
	       : change == FILE_REMOVED  ? "removed"
					 : "?";
}

/* There may be some FILE_CHANGED before it. */
async (void, expect, (struct file_watch *, watch), (enum file_change, expected))
{
	async_for (enum file_change, change, watch) {
		if (change == expected || change != FILE_CHANGED)
			note("%s", name_of(change));
		if (change == expected)
			break;
	}
}

/* ---- the watch ---- */

async (void, change_all)
{
	put("one\n", "w");
	async_with (watch, file_watch(path)) {
		put("two\n", "a");
		put("three\n", "a");
		await (expect(watch, FILE_CHANGED));
		rename(path, rotated);
		await (expect(watch, FILE_REMOVED));
		put("four\n", "w");
		await (expect(watch, FILE_REPLACED));
		unlink(path);
		put("five\n", "w");
		await (expect(watch, FILE_REPLACED));
		unlink(path);
		await (expect(watch, FILE_REMOVED));
		rename(rotated, path);
		await (expect(watch, FILE_REPLACED));
		chmod(path, 0600);
		await (expect(watch, FILE_CHANGED));
		try {
			await (wait_for(expect(watch, FILE_CHANGED), 0.02));
		} except (TimeoutError) {
			note("nothing else");
		} end_try
	} end_with
}

static void each_kind_of_change_is_told_once(void **state)
{
	(void)state;
	assert_notes(change_all(), "changed removed replaced replaced removed replaced "
				   "changed nothing else ");
}

async (void, wait_for_a_file, (const char *, name))
{
	unlink(path);
	async_with (watch, file_watch(name)) {
		put("here\n", "w");
		note("%s", name_of(await (watch_next(watch))));
	} end_with
}

static void a_file_may_come_later(void **state)
{
	(void)state;
	assert_notes(wait_for_a_file(path), "replaced ");
	assert_int_equal(chdir(folder), 0);
	assert_notes(wait_for_a_file("log"), "replaced ");
	assert_int_equal(chdir("/"), 0);
	assert_notes(wait_for_a_file(folder), "changed ");
}

async (void, watch_nothing)
{
	try {
		async_with (file_watch("/no/such/folder/file")) {
			note("never");
		} end_with
	} except (FileNotFoundError, e) {
		note("%s", e->message);
	} end_try
}

static void a_folder_that_is_missing_is_an_error(void **state)
{
	(void)state;
	assert_notes(watch_nothing(),
		     "[Errno 2] No such file or directory: '/no/such/folder' ");
}

/* ---- the tail ---- */

async (void, tail, (int, whence), (int, count))
{
	async_for (char *, line, file_tail(path, whence)) {
		note("%s", line);
		if (--count == 0)
			break;
	}
}

async (void, wait_for_note, (const char *, text))
{
	while (!strstr(notes, text))
		await (async_sleep(0.0005));
}

async (void, rotate)
{
	FILE *old;
	Task(void) tailing;

	put("one\ntw", "w");
	tailing = create_task(tail(SEEK_SET, 8));
	await (wait_for_note("one"));
	put("o\nthree\n", "a");
	await (wait_for_note("three"));
	old = fopen(path, "a");
	rename(path, rotated);
	fputs("late\nhalf a line", old);
	fflush(old);
	await (wait_for_note("late"));
	put("a new file\n", "w");
	await (wait_for_note("file"));
	put("again\n", "w"); /* emptied, and written anew */
	await (wait_for_note("again"));
	fclose(old);
	unlink(path);
	put("last\n", "w");
	await (tailing);
}

static void a_tail_survives_rotation_truncation_and_removal(void **state)
{
	(void)state;
	assert_notes(rotate(), "one two three late half a line a new file again last ");
}

/* The first line may be written before the tail is at the end. */
async (void, tail_from_the_end)
{
	Task(void) tailing;

	put("old\n", "w");
	tailing = create_task(tail(SEEK_END, 2));
	while (!task_done(tailing)) {
		put("x\n", "a");
		await (async_sleep(0.001));
	}
	await (tailing);
}

static void a_tail_may_begin_at_the_end(void **state)
{
	(void)state;
	assert_notes(tail_from_the_end(), "x x ");
}

async (void, tail_what_is_not_there)
{
	Task(void) tailing;

	unlink(path);
	tailing = create_task(tail(SEEK_SET, 1));
	await (async_sleep(0.005));
	put("first\n", "w");
	await (tailing);
}

static void a_tail_waits_for_its_file(void **state)
{
	(void)state;
	assert_notes(tail_what_is_not_there(), "first ");
}

async (void, tail_another_process)
{
	put("", "w");
	async_with (writer,
		    await (create_subprocess_exec(
			    "sh", "-c", "for i in 1 2 3; do echo $i; done >>$0", path))) {
		await (tail(SEEK_SET, 3));
	} end_with
}

static void the_writer_may_be_another_process(void **state)
{
	(void)state;
	assert_notes(tail_another_process(), "1 2 3 ");
}

async (void, follow)
{
	int seen = 0;

	put("one\ntwo\n", "w");
	async_for (char *, line, file_tail(path, SEEK_SET)) {
		if (++seen == 3)
			break;
		if (strcmp(line, "two") == 0)
			put("three\n", "a");
	}
}

static void a_tail_may_be_cancelled_anywhere(void **state)
{
	(void)state;
	assert_cancellable(follow());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_change_is_told_once),
		cmocka_unit_test(a_file_may_come_later),
		cmocka_unit_test(a_folder_that_is_missing_is_an_error),
		cmocka_unit_test(a_tail_survives_rotation_truncation_and_removal),
		cmocka_unit_test(a_tail_may_begin_at_the_end),
		cmocka_unit_test(a_tail_waits_for_its_file),
		cmocka_unit_test(the_writer_may_be_another_process),
		cmocka_unit_test(a_tail_may_be_cancelled_anywhere),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
