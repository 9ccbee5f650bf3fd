/*
 * Database connection: connect, query, disconnect; all three take time.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check database_connection
 */
#include <async.h>

#include <stdio.h>

struct connection {
	bool open;
	char result[80];    /* of the last query */
};

/* The manager: it knows where the database is, and makes the connection. */
struct database {
	const char *address;
	struct connection connection;
};

async (char *, connection_query, (struct connection *, self),
       (const char *, query))
{
	if (!self->open)
		raise (ConnectionError, "the connection is closed");
	/* Your turn: half a second, then the text «Result for 'QUERY'» in
	 * self->result. */
	return self->result;
}

/* Your turn: the two methods of the manager. aenter gives the connection. */

/* Your turn: the line that says that they belong together. */

async (void, main_coroutine)
{
	struct database users = { .address = "db.example" };

	/* Your turn: enter the database, and print the results of two queries,
	 * "SELECT 1" and "SELECT 2". */

	try {
		puts(await (connection_query(&users.connection, "SELECT 3")));
	} except (ConnectionError, e) {
		printf("Too late: %s\n", e->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
