/* One writes for as long as the argument says; another one waits for the lock. */
#include <async.h>
#include <async/database.h>

#include <stdio.h>
#include <stdlib.h>

async (void, write_slowly, (double, seconds))
{
	async_with (db, database_connect("locked.db")) {
		async_with (database_transaction(db)) {
			await (database_execute(db, "update counter set n = n + 1"));
			await (async_sleep(seconds));
		} end_with
		puts("slow: committed");
	} end_with
}

async (void, write_quickly)
{
	async_with (db, database_connect("locked.db")) {
		try {
			await (database_execute(db, "update counter set n = n + 1"));
			puts("quick: done");
		} except (OperationalError, e) {
			printf("quick: %s\n", e->message);
		} end_try
	} end_with
}

async (void, main_coroutine, (double, seconds))
{
	async_with (db, database_connect("locked.db")) {
		await (database_execute(db,
				       "create table if not exists counter (n integer);"
				       "insert into counter values (0)"));
	} end_with
	await (gather(write_slowly(seconds), write_quickly()));
}

int main(int argc, char **argv)
{
	return async_run(main_coroutine(argc > 1 ? strtod(argv[1], NULL) : 0.3));
}
