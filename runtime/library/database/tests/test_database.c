/* Databases: what one asks of them, and what comes of it, on SQLite and PostgreSQL. */
#include <async.h>
#include <async/database.h>

#include "databases.h"

#include <malloc.h>
#include <pthread.h>

#include "../../../tests/note.h"

/* ---- statements and rows ---- */

async (void, ask_in_each_way)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
		note("%lld",
		     await (database_execute(
			     db, "update items set price = $1 where price is null", 9)));
		async_for (struct row *, row,
			   database_query(
				   db, "select * from items where price > $1 order by id",
				   0.3))
			note("%lld=%s", row_integer(row, "id"), row_text(row, 1));
		struct rows *rows =
			await (database_fetch(db, "select name from items order by 1"));
		note("%zu:%s", rows->count, row_text(rows->row[0], 0));
		rows_free(rows);
		struct row *row = await (database_fetch_row(
			db, "select id, price from items where name = $1", "nail"));
		note("%lld,%g", row_integer(row, 0), row_real(row, "price"));
		row_free(row);
		row = await (database_fetch_row(db, "select id from items where id = 0"));
		note("%s", row ? "a row" : "none");
	} end_with
}

static void a_statement_is_executed_fetched_or_iterated_over(void **state)
{
	(void)state;
	assert_notes(ask_in_each_way(), "1 2=nut 3=nail 3:bolt 3,9 none ");
}

async (void, ask_for_values)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
		int count = await (
			database_fetch_value(int, db, "select count(*) from items"));
		double sum = await (
			database_fetch_value(double, db, "select sum(price) from items"));
		char *name = await (database_fetch_value(
			char *, db, "select name from items where id = $1", 2));
		char *none = await (database_fetch_value(
			char *, db, "select name from items where id = $1", 0));
		note("%d %g %s %s", count, sum, name, none ? none : "NULL");
		free(name);
		try {
			note("%lld",
			     await (database_fetch_value(
				     int, db, "select id from items where id = 0")));
		} except (LookupError, e) {
			note_exception(e);
		} end_try
		try {
			note("%lld",
			     await (database_fetch_value(
				     int, db, "select price from items where id = 3")));
		} except (TypeError, e) {
			note_exception(e);
		} end_try
	} end_with
}

static void a_single_value_is_had_as_a_number_or_a_text(void **state)
{
	(void)state;
	assert_notes(ask_for_values(),
		     "3 0.75 nut NULL "
		     "LookupError('there is no row to take a value from') "
		     "TypeError('column \"price\" is NULL, not an integer') ");
}

static const char bytes[] = { 0, 1, (char)0xfe, 0, 'x' };

async (void, store_and_fetch)
{
	char text[200];

	async_with (db, database_connect(address)) {
		await (make_items(db));
		await (database_execute(db, "insert into items values ($1, $2, $3, $4)",
				       9007199254740993, "O'Brien; drop table items --",
				       -0.1, database_blob(bytes, sizeof bytes)));
		struct row *row = await (
			database_fetch_row(db, "select * from items where id > $1", 3));
		size_t length;
		const void *data = row_blob(row, "data", &length);

		note("%s %s", row_repr(row, text, sizeof text),
		     length == sizeof bytes && memcmp(data, bytes, length) == 0
			     ? "equal"
			     : "other");
		note("%u %s %s %s", row_length(row), row_name(row, 3), row_text(row, 0),
		     row_text(row, "price"));
		row_free(row);
	} end_with
}

static void parameters_are_bound_and_come_back_as_they_were(void **state)
{
	(void)state;
	assert_notes(store_and_fetch(),
		     "<Record id=9007199254740993 name='O'Brien; drop table items --' "
		     "price=-0.1 data=<5 bytes>> equal 4 data 9007199254740993 -0.1 ");
}

async (void, store_what_does_not_fit)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
		try {
			await (database_execute(db, "insert into items values ($1, 'x')",
					       9007199254740993));
		} except (DataError, e) {
			note("%s", e->message);
		} end_try
		await (database_execute(db, "insert into items values ($1, $2, $3, $4)", 7,
				       "O'Brien; drop table items --", -0.5,
				       database_blob(bytes, sizeof bytes)));
		async_for (struct row *, row,
			   database_query(db,
					  "select *, id < 4 as small, 1.50::numeric as "
					  "exact, 2::bigint as big from items "
					  "where name like $1",
					  "O'%")) {
			size_t length;
			const void *data = row_blob(row, "data", &length);

			note("%s %g %d %lld %s %g %lld", row_text(row, "name"),
			     row_real(row, "price"),
			     length == sizeof bytes && memcmp(data, bytes, length) == 0,
			     row_integer(row, "small"), row_text(row, "exact"),
			     row_real(row, "exact"), row_integer(row, "big"));
		}
	} end_with
}

static void types_of_postgresql_become_ours(void **state)
{
	(void)state;
	assert_notes(store_what_does_not_fit(),
		     "value \"9007199254740993\" is out of range for type integer "
		     "O'Brien; drop table items -- -0.5 1 0 1.50 1.5 2 ");
}

async (void, read_wrongly)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
		async_for (struct row *, row,
			   database_query(db, "select * from items where id = 1")) {
			try {
				row_integer(row, "name");
			} except (ValueError, e) {
				note_exception(e);
			} end_try
			try {
				row_text(row, "nane");
			} except (KeyError, e) {
				note_exception(e);
			} end_try
			try {
				row_text(row, 4);
			} except (IndexError, e) {
				note_exception(e);
			} end_try
			note("%d %d", row_is_null(row, "data"), row_is_null(row, 0));
		}
	} end_with
}

static void a_wrong_column_or_kind_is_said(void **state)
{
	(void)state;
	assert_notes(read_wrongly(),
		     "ValueError('column \"name\" is not an integer: \\'bolt\\'') "
		     "KeyError('nane') "
		     "IndexError('there is no column 4: the row has 4') 1 0 ");
}

async (void, ask_wrongly, (const char *, text), (int, parameter))
{
	async_with (db, database_connect(address)) {
		try {
			if (parameter)
				await (database_execute(db, text, parameter));
			else
				await (database_execute(db, text));
			note("no error");
		} except (DatabaseError, e) {
			note("%s", e->type->name);
		} end_try
		note("%lld", await (database_fetch_value(int, db, "select 1")));
	} end_with
}

static void errors_are_of_their_kinds_and_the_connection_lives_on(void **state)
{
	(void)state;
	assert_notes(ask_wrongly("selec 1", 0), "ProgrammingError 1 ");
	assert_notes(ask_wrongly("select * from nowhere", 0), "ProgrammingError 1 ");
	assert_notes(ask_wrongly("select $1 || $2", 1), "ProgrammingError 1 ");
	assert_notes(ask_wrongly("select 1", 1), "ProgrammingError 1 ");
	assert_notes(ask_wrongly("insert into items (id, name) values ($1, 'x')", 1),
		     "IntegrityError 1 ");
	assert_notes(ask_wrongly("insert into items (id) values ($1)", 9),
		     "IntegrityError 1 ");
}

async (void, several_statements)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
		note("%lld",
		     await (database_execute(db, "delete from items where id = 1;"
						"update items set price = 1; -- both")));
		try {
			await (database_fetch(db, "select 1; select 2"));
		} except (ProgrammingError) {
			note("one at a time");
		} end_try
	} end_with
}

static void several_statements_go_where_no_rows_are_wanted(void **state)
{
	(void)state;
	assert_notes(several_statements(), "3 one at a time ");
}

/* ---- streams ---- */

#define NUMBERS                                                                          \
	"with recursive n(i) as (select 1 union all select i + 1 from n where i < $1) "  \
	"select i, 'a text that is not short, so that rows take room' from n"

async (void, break_early)
{
	async_with (db, database_connect(address)) {
		async_for (struct row *, row, database_query(db, NUMBERS, 1000000000))
			if (row_integer(row, 0) == 3000)
				break;
		note("%lld", await (database_fetch_value(int, db, "select 3000")));
	} end_with
}

static void a_loop_that_is_left_early_asks_for_no_more(void **state)
{
	(void)state;
	assert_notes(break_early(), "3000 ");
}

async (void, tick, (int *, ticks))
{
	for (;;) {
		await (async_sleep(0.001));
		(*ticks)++;
	}
}

/* What is allocated and not freed, in bytes. (What the system gives the process for it
 * depends on how many threads have allocated.) Another allocator's is not seen. */
static size_t allocated(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

/* Gives the most that was allocated meanwhile. */
async (size_t, stream, (int, count), (int *, seen))
{
	volatile size_t most = 0;

	async_with (db, database_connect(address)) {
		async_for (struct row *, row, database_query(db, NUMBERS, count)) {
			*seen += row_integer(row, 0) == *seen + 1;
			if (*seen % 50 == 0 && allocated() > most)
				most = allocated();
		}
	} end_with
	return most;
}

async (void, stream_many)
{
	int ticks = 0, few = 0, many = 0;
	Task(void) ticking = create_task(tick(&ticks));
	size_t for_few = await (stream(1000, &few));
	size_t for_many = await (stream(50000, &many));

	note("%d %d", few, many);
	note("%s", for_many < for_few + 1000000 ? "the same memory" : "more memory");
	note("%s", ticks > 0 ? "others went on" : "others were held up");
	task_cancel(ticking);
}

static void rows_are_streamed_in_constant_memory_beside_others(void **state)
{
	(void)state;
	assert_notes(stream_many(), "1000 50000 the same memory others went on ");
}

async (void, move_by_hand)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
		AsyncGenerator(struct row *) rows =
			database_query(db, "select id from items order by id");
		note("%lld", row_integer(await (anext(rows)), 0));
		try {
			await (database_execute(db, "select 1"));
		} except (InterfaceError) {
			note("busy");
		} end_try
		note("%lld", row_integer(await (anext(rows)), 0));
		await (aclose(rows));
		note("%lld", await (database_fetch_value(int, db, "select 5")));
	} end_with
}

static void a_connection_does_one_thing_at_a_time(void **state)
{
	(void)state;
	assert_notes(move_by_hand(), "1 busy 2 5 ");
}

async (void, close_under_a_query)
{
	struct database *db = await (database_connect(address));
	AsyncGenerator(struct row *) rows = database_query(db, NUMBERS, 100000);

	note("%lld", row_integer(await (anext(rows)), 0));
	await (database_close(db));
	note("%d", database_is_open(db));
	try {
		await (anext(rows));
	} except (InterfaceError, e) {
		note("%s", e->message);
	} end_try
	try {
		await (database_execute(db, "select 1"));
	} except (InterfaceError, e) {
		note("%s", e->message);
	} end_try
}

static void a_late_use_of_a_closed_connection_is_said(void **state)
{
	(void)state;
	assert_notes(close_under_a_query(),
		     "1 0 the connection was closed while its rows were read "
		     "the connection is closed ");
}

/* ---- addresses ---- */

async (void, connect_wrongly, (const char *, to))
{
	try {
		async_with (db, database_connect(to)) {
			note("connected");
		} end_with
	} except (OperationalError, ValueError, e) {
		note("%s", e->type->name);
	} end_try
}

static void an_address_that_leads_nowhere_is_an_error(void **state)
{
	(void)state;
	assert_notes(connect_wrongly("mysql://somewhere"), "ValueError ");
	assert_notes(connect_wrongly("/nowhere/at/all.db"), "OperationalError ");
	assert_notes(connect_wrongly("sqlite:/nowhere/at/all.db"), "OperationalError ");
	if (is_postgresql()) {
		assert_notes(connect_wrongly("postgresql:///postgres?host=/nowhere"),
			     "OperationalError ");
		assert_notes(connect_wrongly("postgresql://x@127.0.0.1:1/postgres"),
			     "OperationalError ");
		assert_notes(connect_wrongly("postgresql://x@localhost:1/postgres"),
			     "OperationalError ");
	}
}

async (void, open_and_forget)
{
	struct database *db = await (database_connect(address));
	struct rows *rows = await (database_fetch(db, "select 1"));

	note("%zu", rows->count);
	(void)database_connect(address).self;
}

static void what_is_left_open_is_closed_at_the_end(void **state)
{
	(void)state;
	assert_notes(open_and_forget(), "1 ");
}

/* ---- loops in several threads ----
 *
 * libuv closes descriptors past ThreadSanitizer: who then opens one of the same number
 * in another thread seems to race with who had it before. */

#ifdef __SANITIZE_THREAD__
#define THREAD_SANITIZER 1
#else
#define THREAD_SANITIZER 0
#endif

async (void, make_them)
{
	async_with (db, database_connect(address)) {
		await (make_items(db));
	} end_with
}

static void *count_in_thread(void *counted)
{
	for (int i = 0; i < 3; i++)
		*(int *)counted += count_items();
	return NULL;
}

static void loops_in_several_threads_may_use_it_at_once(void **state)
{
	pthread_t threads[2];
	int counted[3] = { 0 };

	(void)state;
	if (THREAD_SANITIZER)
		skip();
	async_run(make_them());
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, count_in_thread, &counted[i]),
			0);
	count_in_thread(&counted[2]);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(counted[i], 9);
}

int main(void)
{
	const struct CMUnitTest on_sqlite[] = {
		cmocka_unit_test(a_statement_is_executed_fetched_or_iterated_over),
		cmocka_unit_test(a_single_value_is_had_as_a_number_or_a_text),
		cmocka_unit_test(parameters_are_bound_and_come_back_as_they_were),
		cmocka_unit_test(a_wrong_column_or_kind_is_said),
		cmocka_unit_test(errors_are_of_their_kinds_and_the_connection_lives_on),
		cmocka_unit_test(several_statements_go_where_no_rows_are_wanted),
		cmocka_unit_test(a_loop_that_is_left_early_asks_for_no_more),
		cmocka_unit_test(rows_are_streamed_in_constant_memory_beside_others),
		cmocka_unit_test(a_connection_does_one_thing_at_a_time),
		cmocka_unit_test(a_late_use_of_a_closed_connection_is_said),
		cmocka_unit_test(an_address_that_leads_nowhere_is_an_error),
		cmocka_unit_test(what_is_left_open_is_closed_at_the_end),
		cmocka_unit_test(loops_in_several_threads_may_use_it_at_once),
	};
	const struct CMUnitTest on_postgresql[] = {
		cmocka_unit_test(a_statement_is_executed_fetched_or_iterated_over),
		cmocka_unit_test(a_single_value_is_had_as_a_number_or_a_text),
		cmocka_unit_test(types_of_postgresql_become_ours),
		cmocka_unit_test(a_wrong_column_or_kind_is_said),
		cmocka_unit_test(errors_are_of_their_kinds_and_the_connection_lives_on),
		cmocka_unit_test(several_statements_go_where_no_rows_are_wanted),
		cmocka_unit_test(a_loop_that_is_left_early_asks_for_no_more),
		cmocka_unit_test(rows_are_streamed_in_constant_memory_beside_others),
		cmocka_unit_test(a_connection_does_one_thing_at_a_time),
		cmocka_unit_test(a_late_use_of_a_closed_connection_is_said),
		cmocka_unit_test(an_address_that_leads_nowhere_is_an_error),
		cmocka_unit_test(what_is_left_open_is_closed_at_the_end),
		cmocka_unit_test(loops_in_several_threads_may_use_it_at_once),
	};

	return run_on_each(on_sqlite, on_postgresql);
}
