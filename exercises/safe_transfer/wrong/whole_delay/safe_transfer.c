/* Safe transfer: money is moved whole, or not at all. */
#include <async.h>
#include <async/database.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- the bank ---- */

async (void, open_accounts, (struct database *, db))
{
	await (database_execute(db,
			       "drop table if exists accounts;"
			       "create table accounts (name text, amount integer,"
			       "	check (amount >= 0));"
			       "insert into accounts values ('Ada', 100), ('Bob', 50)"));
}

/* The bank is slow: each change takes a moment. */
async (void, change, (struct database *, db), (const char *, name), (int, amount),
      (int, delay))
{
	await (database_execute(db,
			       "update accounts set amount = amount + $1 where name = $2",
			       amount, name));
	await (database_execute(db, "select pg_sleep($1)", delay));
}

async (void, transfer, (struct database_pool *, pool), (const char *, from),
      (const char *, to), (int, amount), (double, delay))
{
	async_with (db, database_acquire(pool)) {
		try {
			async_with (database_transaction(db)) {
				await (change(db, to, amount, delay));
				await (change(db, from, -amount, delay));
			} end_with
			printf("%d from %s to %s\n", amount, from, to);
		} except (IntegrityError) {
			printf("%d from %s to %s: refused\n", amount, from, to);
		} end_try
	} end_with
}

/* ---- the day ---- */

async (void, show, (struct database *, db))
{
	async_for (struct row *, row,
		   database_query(db, "select name, amount from accounts order by name"))
		printf("%s has %lld\n", row_text(row, "name"),
		       row_integer(row, "amount"));
	printf("together %lld\n",
	       await (database_fetch_value(int, db, "select sum(amount) from accounts")));
}

async (void, main_coroutine, (int, amount), (double, delay))
{
	async_with (pool, database_pool("bank.db", 3)) {
		async_with (db, database_acquire(pool)) {
			await (open_accounts(db));
		} end_with
		Task(void) transfers[3];

		transfers[0] = create_task(transfer(pool, "Ada", "Bob", amount, delay));
		await (async_sleep(delay / 4));
		transfers[1] = create_task(transfer(pool, "Ada", "Bob", amount, delay));
		await (async_sleep(delay / 4));
		transfers[2] =
			create_task(transfer(pool, "Bob", "Ada", amount / 2, delay));
		await (gather_all(transfers, 3));
		async_with (db, database_acquire(pool)) {
			await (show(db));
		} end_with
	} end_with
}

int main(int argc, char **argv)
{
	int amount = argc > 1 ? atoi(argv[1]) : 70;
	double delay = argc > 2 ? atof(argv[2]) : 0.1;

	return async_run(main_coroutine(amount, delay));
}
