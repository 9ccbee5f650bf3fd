/* Five slow statements at once, each on a connection of its own. */
#include <async.h>
#include <async/database.h>

#include <stdio.h>

#define STATEMENTS 5

async (void, ask, (int, number))
{
	async_with (db, database_connect(":memory:")) {
		await (database_execute(db, "select pg_sleep(0.1)"));
		printf("%d is answered\n", number);
	} end_with
}

async (void, main_coroutine)
{
	Task(void) asking[STATEMENTS];

	for (int i = 0; i < STATEMENTS; i++)
		asking[i] = create_task(ask(i));
	await (gather_all(asking, STATEMENTS));
}

int main(void)
{
	return async_run(main_coroutine());
}
