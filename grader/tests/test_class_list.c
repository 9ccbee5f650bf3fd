/* Class lists: whatever wrote the file, each row is one student, or it is refused. */
#include "fixture.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "class/class_list.h"
#include "text/file.h"

static bool read_list(struct class_list *list, const char *text, char **error)
{
	char *folder = fixture_folder(), *path = path_join(folder, "list.csv");
	bool good;

	fixture_write(folder, "list.csv", text);
	good = class_list_read(list, path, error);
	free(path);
	fixture_remove(folder);
	return good;
}

/* Of the one who is called so: the name, the login. */
static void expect(const char *text, const char *called, const char *name,
		   const char *login)
{
	struct class_list list;
	char *error = NULL;
	size_t row;

	if (!read_list(&list, text, &error))
		fail_msg("%s", error);
	row = class_list_find(&list, called);
	assert_true(row < list.table.count);
	assert_string_equal(class_list_cell(&list, row, LISTED_NAME), name);
	assert_string_equal(class_list_cell(&list, row, LISTED_LOGIN), login);
	class_list_free(&list);
}

static void every_program_that_writes_lists_is_understood(void **state)
{
	(void)state;
	expect("Student,ID,SIS Login ID\n\"Lovelace, Ada\",7,ada\n", "ada",
	       "Lovelace, Ada", "ada");
	expect("Student,ID,SIS Login ID\n\"Lovelace, Ada\",7,ada\n", "7", "Lovelace, Ada",
	       "ada");
	expect("\xef\xbb\xbf"
	       "name;username\r\nBob;bob\r\n\r\n",
	       "Bob", "Bob", "bob");
	expect("Name\tLogin\nA \"x\" B\tab", "ab", "A \"x\" B", "ab");
	expect("username,name\nq,\"Zoe \"\"Z\"\"\n Ghost\"\n", "q", "Zoe \"Z\"\n Ghost",
	       "q");
	expect("Email address,Full name\na@b.c , Ann \n", "a@b.c", "Ann", "");
	/* Without a head nothing is known but the cells. */
	expect("ann\nbob\n", "bob", "", "");
}

static void what_two_rows_have_tells_nobody(void **state)
{
	struct class_list list;

	(void)state;
	assert_true(read_list(&list, "name,group\nann,A\nbob,A\ncid,B\n", NULL));
	assert_true(class_list_find(&list, "A") == SIZE_MAX);
	assert_true(class_list_find(&list, "B") < list.table.count);
	assert_true(class_list_find(&list, "group") == SIZE_MAX);
	assert_true(class_list_find(&list, "") == SIZE_MAX);
	class_list_free(&list);
}

static void what_cannot_be_meant_is_refused_by_line(void **state)
{
	static const struct {
		const char *text, *words;
	} wrong[] = {
		{ "name\nann\nann\n", ":2: «ann» stands in another row" },
		{ "name,b\nann,x\n\"ann,y\n", ":3: a quotation mark has no end" },
		{ "name\nM\xfcller\n", "no text in UTF-8" },
		{ "name\n", "names no student" },
		{ "", "names no student" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct class_list list;
		char *error = NULL;

		assert_false(read_list(&list, wrong[i].text, &error));
		if (!strstr(error, wrong[i].words))
			fail_msg("%s", error);
		free(error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_program_that_writes_lists_is_understood),
		cmocka_unit_test(what_two_rows_have_tells_nobody),
		cmocka_unit_test(what_cannot_be_meant_is_refused_by_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
