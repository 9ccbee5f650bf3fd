#include <async/database.h>

#include "connection.h"

/* ---- errors ---- */

const struct exception_type DatabaseError[1] = { { .name = "DatabaseError",
						   .base = Exception } };

#define DATABASE_ERROR(class)                                                            \
	const struct exception_type class[1] = { { .name = #class,                       \
						   .base = DatabaseError } }
DATABASE_ERROR(OperationalError);
DATABASE_ERROR(ProgrammingError);
DATABASE_ERROR(IntegrityError);
DATABASE_ERROR(DataError);
DATABASE_ERROR(InterfaceError);

/* ---- connecting ---- */

async_define (struct database *, database_connect_aenter, (struct database *, db))
{
	try {
		connection_open(connection_of(db));
	} except (BaseException) {
		connection_release(connection_of(db));
		raise ();
	} end_try
	return db;
}

static void close_entered(void *connection)
{
	connection_close(connection);
}

static bool database_connect_aexit(void *self, struct exception *exception)
{
	struct exception *raised = exception_caught(close_entered, self);

	(void)exception;
	connection_release(self);
	if (raised)
		exception_pass_on(raised);
	return false;
}

static struct database *connect_run(struct coroutine *here,
				    struct database_connect_coroutine *object)
{
	struct database_connect_aenter_coroutine coroutine =
		database_connect_aenter(object->self);

	return coroutine.run(here, &coroutine);
}

static void connect_start(void *object, void *result)
{
	*(struct database **)result = connect_run(coroutine_current, object);
}

struct database_connect_coroutine database_connect(const char *address)
{
	static const struct coroutine_type type = { "database_connect", connect_start };

	return (struct database_connect_coroutine){
		.run = connect_run,
		.type = &type,
		.self = &connection_new(address, 0)->database,
		.aenter = database_connect_aenter,
		.aexit = database_connect_aexit,
	};
}

/* ---- closing ---- */

async_define (void, database_close, (struct database *, db))
{
	connection_close(connection_of(db));
	connection_release(connection_of(db));
}

bool database_is_open(const struct database *database)
{
	const struct session *session = ((const struct connection *)database)->session;

	return session && !session->is_lost;
}
