#define _GNU_SOURCE
#include <async.h>
#include <async/database.h>

#include "databases.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../tests/temporary.h"
#include "../driver.h"

const char *address;

bool is_postgresql(void)
{
	return strncmp(address, "postgresql:", 11) == 0;
}

/* ---- a folder ---- */

static char folder[TEMPORARY_PATH];

const char *test_folder(void)
{
	return folder;
}

static void remove_folder(void)
{
	char command[TEMPORARY_PATH + 10];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s is left behind\n", folder);
}

/* ---- the server ---- */

/* Who reads from it stops the server when we are gone, in whatever way. */
static int lifeline[2];

static const char *script(void)
{
	static char path[] = __FILE__;
	static char script_path[300];

	snprintf(script_path, sizeof script_path, "%s/%s/postgresql.sh",
		 getenv("COURSE_ROOT") ? getenv("COURSE_ROOT") : ".", dirname(path));
	return script_path;
}

static void become_script(int output)
{
	dup2(output, STDOUT_FILENO);
	dup2(lifeline[0], 3);
	fcntl(3, F_SETFD, 0); /* it may have been 3 before */
	close_range(4, ~0U, 0);
	execl("/bin/sh", "sh", script(), (char *)NULL);
	_exit(127);
}

/* Its address, or NULL. */
static const char *start_postgresql(void)
{
	static char line[300];
	int output[2], status;
	ssize_t length;
	pid_t child;

	if (pipe2(lifeline, O_CLOEXEC) < 0 || pipe2(output, O_CLOEXEC) < 0)
		return NULL;
	child = fork();
	if (child == 0)
		become_script(output[1]);
	close(output[1]);
	close(lifeline[0]);
	length = read(output[0], line, sizeof line - 1);
	close(output[0]);
	waitpid(child, &status, 0);
	if (status != 0 || length <= 0)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static void left_out(void **state)
{
	(void)state;
	skip();
}

/* ---- running ---- */

static int run_on_sqlite(const struct CMUnitTest *tests, size_t count)
{
	static char path[TEMPORARY_PATH + 20];

	snprintf(path, sizeof path, "sqlite:%s/test.db", folder);
	address = path;
	print_message("on SQLite\n");
	return _cmocka_run_group_tests("SQLite", tests, count, NULL, NULL);
}

static int run_on_postgresql(const struct CMUnitTest *tests, size_t count)
{
	const struct CMUnitTest none[] = { cmocka_unit_test(left_out) };

	address = &postgresql_driver ? start_postgresql() : NULL;
	print_message("on PostgreSQL\n");
	if (!address)
		return cmocka_run_group_tests_name("PostgreSQL", none, NULL, NULL);
	return _cmocka_run_group_tests("PostgreSQL", tests, count, NULL, NULL);
}

int run_on_each_(const struct CMUnitTest *on_sqlite, size_t sqlite_count,
		 const struct CMUnitTest *on_postgresql, size_t postgresql_count)
{
	temporary_path(folder, "course-database");
	if (!mkdtemp(folder)) {
		perror(folder);
		return 1;
	}
	atexit(remove_folder);
	return run_on_sqlite(on_sqlite, sqlite_count) +
	       run_on_postgresql(on_postgresql, postgresql_count);
}

/* ---- a table ---- */

async_define (void, make_items, (struct database *, db))
{
	char text[200];

	snprintf(text, sizeof text,
		 "drop table if exists items;"
		 "create table items (id integer primary key, name text not null unique,"
		 "	price real, data %s);",
		 is_postgresql() ? "bytea" : "blob");
	await (database_execute(db, text));
	await (database_execute(db,
			       "insert into items (id, name, price) values "
			       "(1, 'bolt', 0.25), (2, 'nut', 0.5), (3, 'nail', null)"));
}

async (int, count_them)
{
	volatile int count = 0;

	async_with (db, database_connect(address)) {
		count = await (
			database_fetch_value(int, db, "select count(*) from items"));
	} end_with
	return count;
}

int count_items(void)
{
	return async_run(count_them());
}
