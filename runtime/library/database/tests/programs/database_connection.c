/*
 * «Async Database Connection»: a class whose aenter gives another object, the connection,
 * and whose aexit closes it. The address is the argument. To open it takes 0.2 s, a query
 * 0.1 s and closing 0.05 s.
 */
#include <async.h>
#include <async/database.h>

#include <stdio.h>

struct async_database_connection {
	const char *address;
	struct database *connection;
};

async (struct database *, managed_aenter, (struct async_database_connection *, self))
{
	await (async_sleep(0.2));
	self->connection = await (database_connect(self->address));
	puts("trace: connected");
	return self->connection;
}

async (void, managed_aexit, (struct async_database_connection *, self),
      (struct exception *, exception))
{
	await (async_sleep(0.05));
	await (database_close(self->connection));
	puts("trace: connection closed");
}

async_context_manager (managed, struct async_database_connection *);

async (void, make_users, (const char *, address))
{
	async_with (db, database_connect(address)) {
		await (database_execute(
			db,
			"drop table if exists users;"
			"create table users (id integer primary key, name text);"
			"insert into users values (1, 'Ada'), (2, 'Brian'), (3, 'Chen'),"
			"	(4, 'Dora'), (5, 'Emil'), (6, 'Faye')"));
	} end_with
}

async (void, main_coroutine, (const char *, address))
{
	struct async_database_connection self = { .address = address };
	char text[100];

	await (make_users(address));
	async_with (db, managed(&self)) {
		await (database_execute(db, "select pg_sleep(0.1)"));
		struct rows *rows = await (database_fetch(
			db, "select * from users order by id limit $1", 5));

		for (size_t i = 0; i < rows->count; i++)
			puts(row_repr(rows->row[i], text, sizeof text));
		rows_free(rows);
	} end_with
}

int main(int argc, char **argv)
{
	return async_run(main_coroutine(argc > 1 ? argv[1] : "users.db"));
}
