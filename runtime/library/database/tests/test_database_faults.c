/* Faults: what happens when the database is locked, full, read-only, no database, or dies. */
#include <async.h>
#include <async/database.h>

#include "databases.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../../tests/note.h"

async (void, make_database)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
	} end_with
}

static int make_table(void **state)
{
	(void)state;
	async_run(make_database());
	return 0;
}

/* ---- the server's process is killed ---- */

async (void, end_process, (long long, process))
{
	async_with (other, database_connect(address)) {
		await (database_execute(other, "select pg_terminate_backend($1)",
				       process));
	} end_with
}

async (void, note_loss, (struct database *, db), (const char *, text))
{
	try {
		async_for (struct row *, row, database_query(db, text))
			row_length(row);
		note("no error");
	} except (OperationalError, e) {
		note("%s.", e->message);
	} end_try
}

async (void, lose_the_connection)
{
	async_with (db, database_connect(address)) {
		long long process =
			await (database_fetch_value(int, db, "select pg_backend_pid()"));
		Task(void) asking = create_task(note_loss(db, "select pg_sleep(60)"));

		await (async_sleep(0));
		await (end_process(process));
		await (asking);
		note("%d", database_is_open(db));
		await (note_loss(db, "select 1"));
	} end_with
}

static void a_server_that_dies_in_a_query_is_an_error(void **state)
{
	(void)state;
	assert_notes(lose_the_connection(),
		     "terminating connection due to administrator command. 0 "
		     "the connection to the database was lost. ");
}

async (void, lose_it_in_a_transaction)
{
	async_with (db, database_connect(address)) {
		async_with (database_transaction(db)) {
			await (database_execute(db, "delete from items"));
			await (end_process(await (database_fetch_value(
				int, db, "select pg_backend_pid()"))));
			await (database_execute(db, "select 1"));
		} end_with
	} end_with
}

async (void, lose_it_and_look)
{
	try {
		await (lose_it_in_a_transaction());
	} except (OperationalError) {
		note("lost");
	} end_try
}

static void what_was_not_committed_then_is_undone(void **state)
{
	(void)state;
	assert_notes(lose_it_and_look(), "lost ");
	assert_int_equal(count_items(), 3);
}

async (void, lose_one_of_a_pool)
{
	async_with (pool, database_pool(address, 1)) {
		try {
			async_with (db, database_acquire(pool)) {
				await (end_process(await (database_fetch_value(
					int, db, "select pg_backend_pid()"))));
				await (database_execute(db, "select 1"));
			} end_with
		} except (OperationalError) {
			note("lost");
		} end_try
		async_with (db, database_acquire(pool)) {
			note("%lld", await (database_fetch_value(int, db, "select 7")));
		} end_with
	} end_with
}

static void a_pool_opens_a_lost_one_anew(void **state)
{
	(void)state;
	assert_notes(lose_one_of_a_pool(), "lost 7 ");
}

/* ---- files ---- */

async (void, write_to_file, (const char *, path), (const char *, text))
{
	try {
		async_with (db, database_connect(path)) {
			await (database_execute(db, text));
			note("done");
		} end_with
	} except (DatabaseError, e) {
		note("%s: %s.", e->type->name, e->message);
	} end_try
}

/* The path of a file in the folder, which others than root may write to. */
static const char *path_of(const char *name)
{
	static char path[400];

	chmod(test_folder(), 0777);
	snprintf(path, sizeof path, "%s/%s", test_folder(), name);
	return path;
}

static void a_file_that_is_no_database_is_an_error(void **state)
{
	const char *path = path_of("letter.txt");
	FILE *file = fopen(path, "w");

	(void)state;
	for (int i = 0; i < 100; i++)
		fputs("Dear Sir or Madam, ", file);
	fclose(file);
	assert_notes(write_to_file(path, "create table a (b integer)"),
		     "OperationalError: file is not a database. ");
}

#define NOBODY 65534

/* Root may write to everything. */
static void a_file_that_is_read_only_is_an_error(void **state)
{
	const char *path = path_of("kept.db");
	bool is_root = geteuid() == 0;

	(void)state;
	assert_notes(write_to_file(path, "create table a (b integer)"), "done ");
	chmod(path, 0444);
	if (is_root && seteuid(NOBODY) != 0)
		skip();
	assert_notes(write_to_file(path, "insert into a values (1)"),
		     "OperationalError: attempt to write a readonly database. ");
	assert_notes(write_to_file(path, "select * from a"), "done ");
	if (is_root)
		assert_int_equal(seteuid(0), 0);
}

#define FILL                                                                             \
	"with recursive n(i) as (select 1 union all select i + 1 from n where i < "      \
	"1000) "                                                                         \
	"insert into a select 'a text of some length, so that pages are filled' from n"

static void a_database_that_is_full_is_an_error_and_stays_whole(void **state)
{
	const char *path = path_of("full.db");
	struct rlimit old, limit;

	(void)state;
	assert_notes(write_to_file(path, "create table a (b text)"), "done ");
	assert_notes(write_to_file(path, "pragma max_page_count = 4; " FILL),
		     "OperationalError: database or disk is full. ");
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	limit = (struct rlimit){ 16384, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_notes(write_to_file(path, FILL), "OperationalError: disk I/O error. ");
	setrlimit(RLIMIT_FSIZE, &old);
	assert_notes(write_to_file(path, "insert into a values ('room again')"), "done ");
}

/* ---- locks ---- */

async (void, hold_a_lock, (struct event *, has_lock), (struct event *, may_end))
{
	async_with (db, database_connect(address)) {
		async_with (database_transaction(db)) {
			await (database_execute(db, "update items set price = 1"));
			event_set(has_lock);
			await (event_wait(may_end));
			note("commits");
		} end_with
	} end_with
}

async (void, want_the_lock)
{
	async_with (db, database_connect(address)) {
		await (database_execute(db, "update items set price = 2"));
		note("has changed");
	} end_with
}

async (void, wait_for_a_lock)
{
	struct event has_lock = Event(), may_end = Event();
	Task(void) holding = create_task(hold_a_lock(&has_lock, &may_end));
	Task(void) wanting;

	await (event_wait(&has_lock));
	wanting = create_task(want_the_lock());
	await (async_sleep(0.01));
	note("waits");
	event_set(&may_end);
	await (holding);
	await (wanting);
}

static void who_finds_a_lock_waits_until_it_is_gone(void **state)
{
	(void)state;
	assert_notes(wait_for_a_lock(), "waits commits has changed ");
}

async (void, cancel_the_waiting)
{
	struct event has_lock = Event(), may_end = Event();
	Task(void) holding = create_task(hold_a_lock(&has_lock, &may_end));

	await (event_wait(&has_lock));
	try {
		await (wait_for(want_the_lock(), 0.02));
	} except (TimeoutError) {
		note("gave up");
	} end_try
	event_set(&may_end);
	await (holding);
}

static void waiting_for_a_lock_can_be_cancelled(void **state)
{
	(void)state;
	assert_notes(cancel_the_waiting(), "gave up commits ");
}

int main(void)
{
	const struct CMUnitTest on_sqlite[] = {
		cmocka_unit_test(a_file_that_is_no_database_is_an_error),
		cmocka_unit_test(a_file_that_is_read_only_is_an_error),
		cmocka_unit_test(a_database_that_is_full_is_an_error_and_stays_whole),
		cmocka_unit_test_setup(who_finds_a_lock_waits_until_it_is_gone,
				       make_table),
		cmocka_unit_test_setup(waiting_for_a_lock_can_be_cancelled, make_table),
	};
	const struct CMUnitTest on_postgresql[] = {
		cmocka_unit_test_setup(a_server_that_dies_in_a_query_is_an_error,
				       make_table),
		cmocka_unit_test_setup(what_was_not_committed_then_is_undone, make_table),
		cmocka_unit_test_setup(a_pool_opens_a_lost_one_anew, make_table),
		cmocka_unit_test_setup(who_finds_a_lock_waits_until_it_is_gone,
				       make_table),
		cmocka_unit_test_setup(waiting_for_a_lock_can_be_cancelled, make_table),
	};

	return run_on_each(on_sqlite, on_postgresql);
}
