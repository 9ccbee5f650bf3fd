/*
 * Streams the rows of a table, and prints how many come in a second: for
 * bench_database.sh. The address is the argument; the table is made if it is not there.
 */
#include <async.h>
#include <async/database.h>

#include <stdio.h>

#define ROWS 500000

async (void, make_table, (struct database *, db))
{
	try {
		await (database_execute(
			db, "create table numbers (id integer, name text, price real)"));
	} except (ProgrammingError) {
		return;
	} end_try
	await (database_execute(db,
			       "insert into numbers "
			       "with recursive n(i) as (select 1 union all select i + 1 "
			       "from n where i < $1) "
			       "select i, 'number ' || i, i * 0.25 from n",
			       ROWS));
}

async (double, stream, (struct database *, db))
{
	double begun = loop_time(), sum = 0;
	int count = 0;

	async_for (struct row *, row,
		   database_query(db, "select id, name, price from numbers")) {
		sum += (double)row_integer(row, 0) + row_real(row, 2) +
		       row_text(row, 1)[0];
		count++;
	}
	if (count != ROWS || sum < ROWS)
		raise (RuntimeError, "%d rows instead of %d", count, ROWS);
	return ROWS / (loop_time() - begun);
}

async (void, main_coroutine, (const char *, address))
{
	async_with (db, database_connect(address)) {
		await (make_table(db));
		printf("%.0f\n", await (stream(db)));
	} end_with
}

int main(int argc, char **argv)
{
	return argc == 2 ? async_run(main_coroutine(argv[1])) : 2;
}
