/*
 * User directory: a connection as a context manager, its rows as a generator.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check user_directory
 */
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

/* Your turn: the two methods. aenter opens the connection, keeps it in self, and gives
 * it; aexit closes it. */

/* Your turn: the line that says that they belong together. */

/* ---- the generator ---- */

async_generator (const char *, names_like, (struct database *, db), (const char *, pattern))
{
	/* Your turn: the names of the users that are like the pattern, sorted by name. */
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

	/* Your turn: enter the directory, and do this in the block:
	 *
	 *	await (fill(db));
	 *	await (show(db, "%a%", limit, delay));
	 *	await (show(db, "O'%", limit, delay));
	 *	await (show(db, "Z%", limit, delay));
	 *	printf("%lld users\n",
	 *	       await (database_fetch_value(int, db, "select count(*) from users")));
	 */
	puts(self.connection && database_is_open(self.connection) ? "still open" : "closed");
}

int main(int argc, char **argv)
{
	int limit = argc > 1 ? atoi(argv[1]) : 4;
	double delay = argc > 2 ? atof(argv[2]) : 0.1;

	return async_run(main_coroutine(limit, delay));
}
