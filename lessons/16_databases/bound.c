#include <async.h>
#include <async/database.h>

#include <stdio.h>

async (void, find, (struct database *, db), (const char *, name))
{
	async_for (struct row *, row,
		   database_query(db, "select id from users where name = $1", name))
		printf("%s is number %lld\n", name, row_integer(row, "id"));
}

async (void, main_coroutine)
{
	async_with (db, database_connect(":memory:")) {
		await (database_execute(
			db, "create table users (id integer primary key, name text);"
			    "insert into users (name) values ('Ada'), ('O''Hara')"));
		await (find(db, "Ada"));
		await (find(db, "x' or 'a' = 'a"));
		await (find(db, "O'Hara"));
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
