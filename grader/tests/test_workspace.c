/* A workspace leaves nothing behind, not even that of a killed grader. */
#define _GNU_SOURCE
#include "fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/workspace.h"
#include "text/file.h"
#include "text/text.h"

/* A temporary folder of our own, so that others' workspaces do not count. */
static int make_temporary(void **state)
{
	char *folder = fixture_folder();

	setenv("TMPDIR", folder, 1);
	*state = folder;
	return 0;
}

static int remove_temporary(void **state)
{
	unsetenv("TMPDIR");
	fixture_remove(*state);
	return 0;
}

static size_t count_left(const char *folder)
{
	struct names names;
	size_t count;

	folder_names(folder, "", &names);
	count = names.count;
	names_free(&names);
	return count;
}

static void all_that_is_in_it_goes(void **state)
{
	struct workspace workspace;
	char *folder, *link, *closed;

	assert_true(workspace_make(&workspace, NULL));
	folder = workspace_folder(&workspace, "run", NULL);
	fixture_write(folder, "deep/er/file", "x");
	fixture_write(*state, "outside", "stays");
	link = path_join(folder, "link");
	assert_int_equal(symlink(*state, link), 0);
	closed = path_join(folder, "deep");
	chmod(closed, 0);
	workspace_remove(&workspace);
	assert_int_equal(count_left(*state), 1);
	free(closed);
	free(link);
	free(folder);
}

static void a_killed_graders_folder_goes_with_the_next(void **state)
{
	struct workspace workspace;
	int status;
	pid_t child = fork();

	if (child == 0) {
		if (!workspace_make(&workspace, NULL))
			_exit(1);
		fixture_write(workspace.path, "source/file.c", "x");
		raise(SIGKILL);
	}
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(count_left(*state), 2);
	assert_true(workspace_make(&workspace, NULL));
	assert_int_equal(count_left(*state), 2);
	workspace_remove(&workspace);
	assert_int_equal(count_left(*state), 1);
}

static void a_living_graders_folder_stays(void **state)
{
	struct workspace mine, others;
	char *path;

	(void)state;
	assert_true(workspace_make(&mine, NULL));
	path = strdup(mine.path);
	assert_true(workspace_make(&others, NULL));
	assert_true(file_is_folder(path));
	workspace_remove(&others);
	workspace_remove(&mine);
	assert_false(file_is_folder(path));
	free(path);
}

static void a_temporary_folder_that_cannot_be_used_is_said_so(void **state)
{
	struct workspace workspace;
	char *error = NULL;

	(void)state;
	setenv("TMPDIR", "/nonexistent/folder", 1);
	assert_false(workspace_make(&workspace, &error));
	assert_non_null(strstr(error, "/nonexistent/folder"));
	free(error);
	workspace_remove(&workspace);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_is_in_it_goes),
		cmocka_unit_test(a_killed_graders_folder_goes_with_the_next),
		cmocka_unit_test(a_living_graders_folder_stays),
		cmocka_unit_test(a_temporary_folder_that_cannot_be_used_is_said_so),
	};

	return cmocka_run_group_tests(tests, make_temporary, remove_temporary);
}
