/*
 * Connection pool: three connections, five queries.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check connection_pool
 */
#include <async.h>

#include <stdio.h>

#define CONNECTIONS 3
#define QUERIES 5

struct connection {
	int number;
};

/* ---- the database, a stand-in ---- */

async (void, execute, (struct connection *, self), (int, query))
{
	static const double seconds[] = { 0, 0.3, 0.1, 0.2, 0.4, 0.25 };

	printf("connection %d runs query %d\n", self->number, query);
	await (async_sleep(seconds[query]));
	if (query == 3)
		raise (ValueError, "syntax error");
	printf("query %d is answered\n", query);
}

/* ---- your turn: the pool ---- */

async (void, main_coroutine)
{
	/* Your turn. */
	(void)execute;
	puts("all queries are through");
}

int main(void)
{
	return async_run(main_coroutine());
}
