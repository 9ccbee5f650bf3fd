/*
 * Databases: connections, queries whose rows are streamed, transactions, pools.
 *
 *	async_with (db, database_connect("shop.db")) {
 *		await (database_execute(db, "insert into users (name) values ($1)", name));
 *		async_for (struct row *, row, database_query(db, "select id, name from users"))
 *			printf("%lld %s\n", row_integer(row, "id"), row_text(row, 1));
 *	} end_with
 *
 * An address is the path of an SQLite file, with `sqlite:` before it or without;
 * `:memory:`, a database that lives as long as its connection; or
 * `postgresql://user@host/name` (libpq, «Connection URIs»), where this was built
 * with libpq. What stands below is the same for both. SQLite works in a thread;
 * PostgreSQL is waited for on the loop. The loop is never held up by either.
 *
 * The names are asyncpg's; the kinds of errors are those of PEP 249.
 *
 * Not included by <async.h>: it needs libsqlite3, and for PostgreSQL libpq.
 */
#ifndef ASYNC_DATABASE_H
#define ASYNC_DATABASE_H

#include <stdbool.h>
#include <stddef.h>

#include "async_generator.h"
#include "await.h"
#include "context_manager.h"

/*
 * Errors. The message is the database's own sentence. A statement that ends so has
 * changed nothing; of several in one text, those before it have.
 *
 *	OperationalError    it cannot be done now or here: locked, full, read-only,
 *	                    refused, the connection is lost
 *	ProgrammingError    the statement is wrong: no such table, a mistake in its
 *	                    grammar, too few parameters
 *	IntegrityError      it would break a constraint
 *	DataError           a value does not fit: too large, no number
 *	InterfaceError      this interface was used wrongly: two things at a time on
 *	                    one connection, a connection that is closed
 */
extern const struct exception_type DatabaseError[1], OperationalError[1],
	ProgrammingError[1], IntegrityError[1], DataError[1], InterfaceError[1];

/* ---- values ---- */

enum database_kind {
	DATABASE_NULL,
	DATABASE_INTEGER, /* PostgreSQL's boolean too: 0 or 1 */
	DATABASE_REAL,
	DATABASE_TEXT,    /* UTF-8; also numeric, dates and all else of PostgreSQL */
	DATABASE_BLOB,
};

struct database_value {
	enum database_kind kind;
	size_t length; /* of a text or blob, in bytes */
	union {
		long long integer;
		double real;
		const char *text; /* ends in a NUL, which length does not count */
		const void *bytes;
	};
};

/* A parameter that is a blob: database_execute(db, "…", database_blob(bytes, length)) */
struct database_value database_blob(const void *bytes, size_t length);

/*
 * A statement and its parameters, at most 16: `$1` in the statement is the first.
 * They are bound, never pasted into the text. A whole number, a real number, a text,
 * NULL or a blob; texts and blobs are borrowed until the statement has ended.
 */
#define DATABASE_PARAMETERS_MAX 16

struct database_statement {
	const char *text;
	unsigned count;
	struct database_value values[DATABASE_PARAMETERS_MAX];
};

/* ---- connections ---- */

/* One task at a time: a second one gets an InterfaceError. Take a pool for more. */
struct database {
	int number; /* its place in the pool, from 0; 0 for one that is in none */
};

async_declare(struct database *, database_connect_aenter, (struct database *, db));

/* An object that is a coroutine and a context manager as well. */
struct database_connect_coroutine {
	struct database *(*run)(struct coroutine *, struct database_connect_coroutine *);
	const struct coroutine_type *type;
	struct database *self;
	struct database_connect_aenter_coroutine (*aenter)(struct database *);
	bool (*aexit)(void *, struct exception *);
};

/*
 *	async_with (db, database_connect(address)) { … } end_with
 *	struct database *db = await (database_connect(address));
 *
 * As asyncpg.connect: awaited, the connection is the caller's to close. Raises
 * OperationalError, ValueError for an address of another kind. Nothing happens before
 * it is entered or awaited; the address is borrowed until then.
 */
struct database_connect_coroutine database_connect(const char *address)
	__attribute__((warn_unused_result));

/* Ends what is under way, without committing. Suspends. What is still open at the end
 * of async_run is closed then. */
async_declare(void, database_close, (struct database *, db));

/* False, once the connection is closed or lost. */
bool database_is_open(const struct database *);

/* ---- statements ---- */

/*
 * Each of these is a coroutine: it suspends until the database has answered, and
 * raises DatabaseError. A task that is cancelled meanwhile has the statement
 * interrupted (sqlite3_interrupt, PQcancel) and gets its CancelledError when the
 * connection can be used again; if that takes PostgreSQL longer than 5 seconds, the
 * connection is closed.
 *
 * SQLite: a database that others have locked is waited for, on the loop, for
 * DATABASE_LOCKED_SECONDS, and then raises OperationalError. References hold, and
 * "…" is a name and never a text, as with PostgreSQL. So is pg_sleep(seconds) there,
 * to see how a slow statement behaves; it keeps a thread.
 */
#define DATABASE_LOCKED_SECONDS 5.0

/* How many rows were inserted, changed or deleted. Without parameters, there may be
 * several statements, with semicolons between them. */
async_declare(long long, database_execute, (struct database *, db),
	      (struct database_statement, statement));
#define database_execute(db, ...) \
	database_execute(db, DATABASE_STATEMENT_(__VA_ARGS__))

/* All rows at once. Yours to free, by rows_free; at the latest the end of async_run
 * does. */
async_declare(struct rows *, database_fetch, (struct database *, db),
	      (struct database_statement, statement));
#define database_fetch(db, ...) \
	database_fetch(db, DATABASE_STATEMENT_(__VA_ARGS__))

/* The first row, or NULL if there is none. Yours to free, by row_free; as above. */
async_declare(struct row *, database_fetch_row, (struct database *, db),
	      (struct database_statement, statement));
#define database_fetch_row(db, ...) \
	database_fetch_row(db, DATABASE_STATEMENT_(__VA_ARGS__))

/*
 *	int count = await (database_fetch_value(int, db, "select count(*) from users"));
 *
 * The first column of the first row, as a T: a char * (yours to free, with free; NULL
 * if it is NULL or there is no row), a double, or a whole number (LookupError if
 * there is no row; TypeError if it is NULL).
 */
#define database_fetch_value(T, db, ...)                                \
	_Generic((__typeof__(T)){ 0 },                                  \
		char *: database_fetch_text,                            \
		const char *: database_fetch_text,                      \
		float: database_fetch_real,                             \
		double: database_fetch_real,                            \
		default: database_fetch_integer                         \
	)(db, DATABASE_STATEMENT_(__VA_ARGS__))
async_declare(long long, database_fetch_integer, (struct database *, db),
	      (struct database_statement, statement));
async_declare(double, database_fetch_real, (struct database *, db),
	      (struct database_statement, statement));
async_declare(char *, database_fetch_text, (struct database *, db),
	      (struct database_statement, statement));

/*
 *	async_for (struct row *, row, database_query(db, "select …", parameters))
 *
 * An AsyncGenerator(struct row *): runs nothing before the first row is asked for,
 * holds a few rows at a time, however many there are, and when the loop is left early
 * the rest is not asked for. A row is lent until the next one is asked for. Until the
 * loop is left, the connection can do nothing else.
 */
#define database_query(db, ...) \
	database_query_(db, DATABASE_STATEMENT_(__VA_ARGS__))
AsyncGenerator(struct row *)
	database_query_(struct database *, struct database_statement);

/* ---- rows ---- */

struct row;

struct rows {
	size_t count;
	struct row **row;
};

void rows_free(struct rows *); /* NULL is allowed */
void row_free(struct row *);   /* of database_fetch_row; NULL is allowed */

/*
 * What stands in a column, which is named by its place, from 0, or by its name:
 * row_text(row, 1), row_text(row, "name"). Raise IndexError, or KeyError, if there is
 * no such column. None of these suspends.
 *
 * row_integer and row_real turn a text into a number, if it is one; ValueError if it
 * is not, TypeError for a blob or NULL. row_text gives NULL for NULL, and the text of
 * a number. What row_text and row_blob give lives as long as the row.
 */
#define row_integer(row, column) ROW_GET_(row_integer_, row, column)
#define row_real(row, column) ROW_GET_(row_real_, row, column)
#define row_text(row, column) ROW_GET_(row_text_, row, column)
#define row_blob(row, column, length) ROW_GET_(row_blob_, row, column, length)
#define row_kind(row, column) ROW_GET_(row_kind_, row, column)
#define row_is_null(row, column) (row_kind(row, column) == DATABASE_NULL)

long long row_integer_(struct row *, unsigned column);
double row_real_(struct row *, unsigned column);
const char *row_text_(struct row *, unsigned column);
const void *row_blob_(struct row *, unsigned column, size_t *length);
enum database_kind row_kind_(struct row *, unsigned column);

unsigned row_length(const struct row *);                     /* how many columns */
const char *row_name(const struct row *, unsigned column);   /* lives as the row */

/* repr(): <Record id=1 name='Ada'>, in `text`, cut off if need be; gives `text`. */
char *row_repr(struct row *, char *text, size_t size);

/* get(row, the place of the column, …): each argument is looked at once. */
#define ROW_GET_(get, from, column, ...)                                \
	({                                                              \
		struct row *row_ = (from);                              \
		get(row_, _Generic((column),                            \
			char *: row_column_named_,                      \
			const char *: row_column_named_,                \
			default: row_column_at_)(row_, column)          \
			__VA_OPT__(, ) __VA_ARGS__);                    \
	})
unsigned row_column_named_(const struct row *, const char *name);
unsigned row_column_at_(const struct row *, long long place);

/* ---- transactions ---- */

/*
 *	async_with (database_transaction(db)) {
 *		await (database_execute(db, …));
 *		await (database_execute(db, …));
 *	} end_with
 *
 * asyncpg's Connection.transaction(): commits when the block is left; rolls back when
 * it raises or is cancelled. One inside another is a savepoint: when the inner one
 * raises, only what it has done is undone. break, return and goto commit, as in
 * Python.
 *
 * SQLite: it waits at its beginning until no one else writes (BEGIN IMMEDIATE), not
 * half way. InterfaceError if a transaction was begun by hand.
 */
async_declare(void, database_transaction_aenter, (struct database *, db));
async_declare(bool, database_transaction_aexit, (struct database *, db),
	      (struct exception *, exception));
async_context_manager (database_transaction, struct database *);

/* ---- pools ---- */

/*
 *	async_with (pool, database_pool(address, 3)) {
 *		…
 *		async_with (db, database_acquire(pool)) { … } end_with
 *	} end_with
 *
 * So many connections, opened when the pool is entered and lent by turns. Who asks
 * when all are lent waits; who came first is served first. A connection that comes
 * back has what was left open in it rolled back; one that was lost is opened anew
 * when it is next lent. Leaving the pool waits until all are back, and closes them.
 *
 * ValueError if size is less than 1, or for more than one `:memory:`: that would be
 * so many databases.
 */
struct database_pool;
struct database_lending;

async_declare(struct database_pool *, database_pool_aenter,
	      (struct database_pool *, pool));
struct database_pool_async_context_manager {
	struct database_pool *self;
	struct database_pool_aenter_coroutine (*aenter)(struct database_pool *);
	bool (*aexit)(void *, struct exception *);
};
struct database_pool_async_context_manager
database_pool(const char *address, int size) __attribute__((warn_unused_result));

async_declare(struct database *, database_acquire_aenter, (struct database_lending *, lending));
struct database_acquire_async_context_manager {
	struct database_lending *self;
	struct database_acquire_aenter_coroutine (*aenter)(struct database_lending *);
	bool (*aexit)(void *, struct exception *);
};
struct database_acquire_async_context_manager
database_acquire(struct database_pool *) __attribute__((warn_unused_result));

/* How many could be had at once without waiting. */
int database_pool_free(const struct database_pool *);

/* ------------------------------------------------------------------------
 * What the macros expand to.
 */

#define DATABASE_STATEMENT_(text_, ...)                                 \
	((struct database_statement){                                   \
		.text = (text_),                                        \
		.count = DATABASE_COUNT_(__VA_ARGS__)                   \
		__VA_OPT__(, .values = { DATABASE_VALUES_(__VA_ARGS__) }) \
	})

#define DATABASE_COUNT_(...)                                            \
	DATABASE_COUNT_OF_(__VA_ARGS__ __VA_OPT__(, )                   \
		16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define DATABASE_COUNT_OF_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, count, ...) \
	count

/* value(a), value(b), …: each step rescans what the one before has put off. */
#define DATABASE_VALUES_(...) \
	DATABASE_RESCAN_(DATABASE_VALUE_AND_(__VA_ARGS__))
#define DATABASE_VALUE_AND_(x, ...)                                     \
	DATABASE_VALUE_(x)                                              \
	__VA_OPT__(, DATABASE_VALUE_LATER_ DATABASE_PARENTHESES_ (__VA_ARGS__))
#define DATABASE_VALUE_LATER_() DATABASE_VALUE_AND_
#define DATABASE_PARENTHESES_ ()
#define DATABASE_RESCAN_(...) \
	DATABASE_RESCAN_1_(DATABASE_RESCAN_1_(DATABASE_RESCAN_1_(__VA_ARGS__)))
#define DATABASE_RESCAN_1_(...) \
	DATABASE_RESCAN_2_(DATABASE_RESCAN_2_(DATABASE_RESCAN_2_(__VA_ARGS__)))
#define DATABASE_RESCAN_2_(...) \
	DATABASE_RESCAN_3_(DATABASE_RESCAN_3_(__VA_ARGS__))
#define DATABASE_RESCAN_3_(...) __VA_ARGS__

#define DATABASE_VALUE_(x)                                              \
	_Generic((x),                                                   \
		char *: database_text_, const char *: database_text_,   \
		void *: database_null_, const void *: database_null_,   \
		float: database_real_, double: database_real_,          \
		struct database_value: database_itself_,                \
		default: database_integer_)(x)

static inline struct database_value database_integer_(long long integer)
{
	return (struct database_value){ .kind = DATABASE_INTEGER, .integer = integer };
}

static inline struct database_value database_real_(double real)
{
	return (struct database_value){ .kind = DATABASE_REAL, .real = real };
}

static inline struct database_value database_itself_(struct database_value value)
{
	return value;
}

struct database_value database_text_(const char *text); /* NULL is NULL */
struct database_value database_null_(const void *null);

#endif
