/*
 * «Connection Pool»: five queries, on three connections. The address is the argument.
 */
#include <async.h>
#include <async/database.h>

#include <stdio.h>
#include <stdlib.h>

#define CONNECTIONS 3
#define QUERIES     5

async (void, execute_query, (struct database_pool *, pool), (int, id))
{
	async_with (connection, database_acquire(pool)) {
		printf("Acquired connection %d\n", connection->number);
		printf("Connection %d executing: SELECT * FROM table WHERE id = %d\n",
		       connection->number, id);
		char *name = await (database_fetch_value(
			char *, connection,
			"select name, pg_sleep(seconds) from durations where id = $1",
			id));

		printf("Got result: %s from connection %d\n", name, connection->number);
		printf("Released connection %d\n", connection->number);
		free(name);
	} end_with
}

async (void, make_table, (const char *, address))
{
	async_with (db, database_connect(address)) {
		await (database_execute(
			db, "drop table if exists durations;"
			    "create table durations (id integer primary key, name text,"
			    "	seconds real);"
			    "insert into durations values (1, 'Result', 0.3),"
			    "	(2, 'Result', 0.1), (3, 'Result', 0.2), (4, 'Result', "
			    "0.4),"
			    "	(5, 'Result', 0.25)"));
	} end_with
}

async (void, main_coroutine, (const char *, address))
{
	await (make_table(address));
	printf("Initializing pool with %d connections\n", CONNECTIONS);
	async_with (pool, database_pool(address, CONNECTIONS)) {
		Task(void) queries[QUERIES];

		puts("Pool initialized");
		for (int i = 0; i < QUERIES; i++)
			queries[i] = create_task(execute_query(pool, i + 1));
		await (gather_all(queries, QUERIES));
	} end_with
}

int main(int argc, char **argv)
{
	return async_run(main_coroutine(argc > 1 ? argv[1] : "durations.db"));
}
