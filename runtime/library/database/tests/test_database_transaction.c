/* Transactions and pools; and what a cancelled task leaves behind: nothing. */
#include <async.h>
#include <async/database.h>

#include "databases.h"

#include <unistd.h>

#include "../../../tests/cancel_everywhere.h"
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

async (void, insert, (struct database *, db), (int, id))
{
	char name[20];

	snprintf(name, sizeof name, "item %d", id);
	await (database_execute(db, "insert into items (id, name) values ($1, $2)", id,
			       name));
}

/* ---- transactions ---- */

async (void, note_count, (struct database *, db))
{
	note("%lld", await (database_fetch_value(int, db, "select count(*) from items")));
}

async (void, commit_and_roll_back)
{
	async_with (db, database_connect(address)) {
		async_with (database_transaction(db)) {
			await (insert(db, 4));
		} end_with
		await (note_count(db));
		try {
			async_with (database_transaction(db)) {
				await (insert(db, 5));
				await (insert(db, 4));
			} end_with
		} except (IntegrityError) {
			await (note_count(db));
		} end_try
		for (volatile int i = 6; i < 9; i++)
			async_with (database_transaction(db)) {
				await (insert(db, i));
				break;
			} end_with
		await (note_count(db));
	} end_with
}

static void a_transaction_commits_or_rolls_back(void **state)
{
	(void)state;
	assert_notes(commit_and_roll_back(), "4 4 5 ");
}

async (void, one_in_another)
{
	async_with (db, database_connect(address)) {
		async_with (database_transaction(db)) {
			await (insert(db, 4));
			try {
				async_with (database_transaction(db)) {
					await (insert(db, 5));
					await (insert(db, 5));
				} end_with
			} except (IntegrityError) {
				await (note_count(db));
			} end_try
			async_with (database_transaction(db)) {
				await (insert(db, 6));
			} end_with
		} end_with
		await (note_count(db));
	} end_with
}

static void one_in_another_is_undone_alone(void **state)
{
	(void)state;
	assert_notes(one_in_another(), "4 5 ");
}

async (void, begin_by_hand)
{
	async_with (db, database_connect(address)) {
		await (database_execute(db, "begin"));
		try {
			async_with (database_transaction(db)) {
				note("inside");
			} end_with
		} except (InterfaceError) {
			note("refused");
		} end_try
		await (insert(db, 4));
	} end_with
	note("%d", is_postgresql());
	async_with (db, database_connect(address)) {
		await (note_count(db));
	} end_with
}

static void what_was_begun_by_hand_ends_with_the_connection(void **state)
{
	(void)state;
	assert_notes(begin_by_hand(), is_postgresql() ? "refused 1 3 " : "refused 0 3 ");
}

/* ---- cancelled statements ---- */

async (void, limit_a_slow_statement)
{
	async_with (db, database_connect(address)) {
		double begun = loop_time();

		try {
			async_with (database_transaction(db)) {
				await (insert(db, 4));
				await (wait_for(
					database_execute(db, "select pg_sleep(3000)"),
					0.02));
			} end_with
		} except (TimeoutError) {
			note("%s", loop_time() - begun < 1000 ? "soon" : "late");
		} end_try
		await (note_count(db));
		try {
			await (wait_for(
				database_fetch(
					db,
					"with recursive n(i) as (select 1 union all "
					"select i + 1 from n) select count(*) from n"),
				0.02));
		} except (TimeoutError) {
			await (note_count(db));
		} end_try
	} end_with
}

static void a_statement_that_is_cancelled_is_interrupted(void **state)
{
	(void)state;
	assert_notes(limit_a_slow_statement(), "soon 3 3 ");
}

/* Threads that have ended by now may be counted still: so at most so many. */
static const char *no_row_is_left(void)
{
	return count_items() == 3 ? NULL : "a row was left in the table";
}

async (void, use_a_connection)
{
	async_with (db, database_connect(address)) {
		async_with (database_transaction(db)) {
			await (insert(db, 4));
			async_with (database_transaction(db)) {
				await (insert(db, 5));
			} end_with
			async_for (struct row *, row,
				   database_query(db, "select * from items"))
				row_integer(row, 0);
			raise (ValueError, "so that it is rolled back");
		} end_with
	} end_with
}

async (void, use_and_catch)
{
	try {
		await (use_a_connection());
	} except (ValueError) {
	} end_try
}

static void a_connection_can_be_cancelled_anywhere(void **state)
{
	(void)state;
	assert_cancellable(use_and_catch(), .check = no_row_is_left);
}

/* ---- pools ---- */

/* The first one keeps his until the fourth has had one. */
async (void, hold, (struct database_pool *, pool), (int, who), (struct event *, over))
{
	async_with (db, database_acquire(pool)) {
		note("%d:%d", who, db->number);
		await (database_execute(db, "select 1"));
		if (who == 1)
			await (event_wait(over));
		if (who == 4)
			event_set(over);
	} end_with
}

async (void, share_a_pool)
{
	struct event over = Event();

	async_with (pool, database_pool(address, 2)) {
		await (gather(hold(pool, 1, &over), hold(pool, 2, &over),
			     hold(pool, 3, &over), hold(pool, 4, &over)));
		note("%d", database_pool_free(pool));
	} end_with
}

static void who_finds_all_lent_waits_his_turn(void **state)
{
	(void)state;
	assert_notes(share_a_pool(), "1:0 2:1 3:1 4:1 2 ");
}

async (void, keep_one, (struct database_pool *, pool))
{
	async_with (db, database_acquire(pool)) {
		await (async_sleep(0.02));
		note("back");
	} end_with
}

async (void, leave_while_one_is_lent)
{
	Task(void) volatile keeping = NULL;

	async_with (pool, database_pool(address, 1)) {
		keeping = create_task(keep_one(pool));
		await (async_sleep(0));
	} end_with
	note("left");
	await (keeping);
}

static void a_pool_is_left_when_all_are_back(void **state)
{
	(void)state;
	assert_notes(leave_while_one_is_lent(), "back left ");
}

async (void, leave_things_open)
{
	async_with (pool, database_pool(address, 1)) {
		async_with (db, database_acquire(pool)) {
			await (database_execute(db, "begin"));
			await (insert(db, 4));
		} end_with
		async_with (db, database_acquire(pool)) {
			await (note_count(db));
			await (database_close(db));
		} end_with
		async_with (db, database_acquire(pool)) {
			AsyncGenerator(struct row *) rows =
				database_query(db, "select id from items");

			await (anext(rows));
		} end_with
		async_with (db, database_acquire(pool)) {
			await (note_count(db));
		} end_with
	} end_with
}

static void what_comes_back_is_cleared_up(void **state)
{
	(void)state;
	assert_notes(leave_things_open(), "3 3 ");
}

async (void, make_wrong_pools)
{
	try {
		async_with (pool, database_pool(address, 0)) {
			note("none");
		} end_with
	} except (ValueError) {
		note("too small");
	} end_try
	try {
		async_with (pool, database_pool(":memory:", 2)) {
			note("two");
		} end_with
	} except (ValueError) {
		note("two databases");
	} end_try
	try {
		async_with (pool, database_pool("/nowhere/x.db", 2)) {
			note("nowhere");
		} end_with
	} except (OperationalError) {
		note("no such place");
	} end_try
}

static void a_pool_that_cannot_be_is_refused(void **state)
{
	(void)state;
	assert_notes(make_wrong_pools(), "too small two databases no such place ");
}

async (void, borrow_and_insert, (struct database_pool *, pool), (int, id))
{
	async_with (db, database_acquire(pool)) {
		async_with (database_transaction(db)) {
			await (insert(db, id));
			await (async_sleep(0));
			raise (ValueError, "so that it is rolled back");
		} end_with
	} end_with
}

async (void, borrow_and_catch, (struct database_pool *, pool), (int, id))
{
	try {
		await (borrow_and_insert(pool, id));
	} except (ValueError) {
	} end_try
}

async (void, use_a_pool)
{
	async_with (pool, database_pool(address, 2)) {
		await (gather(borrow_and_catch(pool, 4), borrow_and_catch(pool, 5),
			     borrow_and_catch(pool, 6)));
	} end_with
}

static void a_pool_can_be_cancelled_anywhere(void **state)
{
	(void)state;
	assert_cancellable(use_a_pool(), .check = no_row_is_left);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_transaction_commits_or_rolls_back, make_table),
		cmocka_unit_test_setup(one_in_another_is_undone_alone, make_table),
		cmocka_unit_test_setup(what_was_begun_by_hand_ends_with_the_connection,
				       make_table),
		cmocka_unit_test_setup(a_statement_that_is_cancelled_is_interrupted,
				       make_table),
		cmocka_unit_test_setup(a_connection_can_be_cancelled_anywhere,
				       make_table),
		cmocka_unit_test_setup(who_finds_all_lent_waits_his_turn, make_table),
		cmocka_unit_test_setup(a_pool_is_left_when_all_are_back, make_table),
		cmocka_unit_test_setup(what_comes_back_is_cleared_up, make_table),
		cmocka_unit_test(a_pool_that_cannot_be_is_refused),
		cmocka_unit_test_setup(a_pool_can_be_cancelled_anywhere, make_table),
	};

	return run_on_databases(tests);
}
