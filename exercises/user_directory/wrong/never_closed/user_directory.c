/* User directory: a connection as a context manager, its rows as a generator. */
#include <async.h>
#include <async/database.h>

#include <stdio.h>
#include <stdlib.h>

struct directory {
	const char *address;
	struct database *connection;
};

/* ---- the database: leave it as it is ---- */

async (void, fill, (struct database *, db))
{
	await (database_execute(
		db, "drop table if exists users;"
		    "create table users (id integer primary key, name text);"
		    "insert into users (name) values ('Maya'), ('O''Brien'), ('Ada'),"
		    "	('Brian'), ('Chen'), ('Dora'), ('O''Hara'), ('Sasha')"));
}

/* ---- the class ---- */

async (struct database *, directory_aenter, (struct directory *, self))
{
	self->connection = await (database_connect(self->address));
	return self->connection;
}

async (void, directory_aexit, (struct directory *, self), (struct exception *, e))
{
}

async_context_manager (directory, struct directory *);

/* ---- the generator ---- */

async_generator (const char *, names_like, (struct database *, db), (const char *, pattern))
{
	async_for (struct row *, row,
		   database_query(db, "select name from users where name like $1 order by name",
				  pattern))
		yield (row_text(row, "name"));
}

/* ---- the program ---- */

async (void, show, (struct database *, db), (const char *, pattern), (int, limit),
       (double, delay))
{
	int shown = 0;

	printf("like %s\n", pattern);
	async_for (const char *, name, names_like(db, pattern)) {
		await (async_sleep(delay));
		printf("  %s\n", name);
		if (++shown == limit)
			break;
	}
}

async (void, main_coroutine, (int, limit), (double, delay))
{
	struct directory self = { .address = "users.db" };

	async_with (db, directory(&self)) {
		await (fill(db));
		await (show(db, "%a%", limit, delay));
		await (show(db, "O'%", limit, delay));
		await (show(db, "Z%", limit, delay));
		printf("%lld users\n",
		       await (database_fetch_value(int, db, "select count(*) from users")));
	} end_with
	puts(self.connection && database_is_open(self.connection) ? "still open" : "closed");
}

int main(int argc, char **argv)
{
	int limit = argc > 1 ? atoi(argv[1]) : 4;
	double delay = argc > 2 ? atof(argv[2]) : 0.1;

	return async_run(main_coroutine(limit, delay));
}
