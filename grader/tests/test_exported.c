/* What course systems export: each file is whose the system says, or nobody's. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "class/class_list.h"
#include "class/grade.h"
#include "class/hand_in.h"
#include "class/roster.h"
#include "show/json_text.h"
#include "text/file.h"
#include "text/text.h"

/* A class: entries of its folder (a «/» at the end makes a folder of it), and a list. */
struct class_case {
	const char *entries[8];
	const char *metadata;
	const char *list;   /* NULL: none */
	const char *wanted; /* «name=row:entry+entry», in the order of keys */
};

static char *make_class(const struct class_case *one)
{
	char *folder = fixture_folder();

	for (size_t i = 0; one->entries[i]; i++) {
		const char *name = one->entries[i];
		char *path = path_join(folder, name);

		if (name[strlen(name) - 1] == '/')
			assert_int_equal(mkdir(path, 0755), 0);
		else
			fixture_write(folder, name, "x");
		free(path);
	}
	if (one->metadata)
		fixture_write(folder, exported_metadata, one->metadata);
	return folder;
}

static bool join(struct roster *roster, const char *text, char **error)
{
	char *folder = fixture_folder(), *path = path_join(folder, "list.csv");
	struct class_list list;
	bool good;

	fixture_write(folder, "list.csv", text);
	good = class_list_read(&list, path, error) && roster_join(roster, &list, error);
	class_list_free(&list);
	free(path);
	fixture_remove(folder);
	return good;
}

/* To be freed. */
static char *words_of(const struct roster *roster)
{
	struct text text = { 0 };

	for (size_t i = 0; i < roster->count; i++) {
		const struct student *student = &roster->students[i];

		text_add_format(&text, "%s%s", i ? " | " : "", student->name);
		if (student->listed)
			text_add_format(&text, "=%s",
					json_is_null(student->listed)
						? "nobody"
						: text_member(student->listed, "name"));
		for (size_t k = 0; k < student->entry_count; k++)
			text_add_format(&text, "%c%s", k ? '+' : ':',
					student->entries[k].file
						? student->entries[k].file
						: path_base(student->entries[k].path));
	}
	return text_take(&text);
}

static void expect(const struct class_case *one)
{
	char *folder = make_class(one), *error = NULL, *words;
	struct roster roster;

	if (!roster_read(&roster, folder, &error) ||
	    (one->list && !join(&roster, one->list, &error)))
		fail_msg("%s", error);
	words = words_of(&roster);
	assert_string_equal(words, one->wanted);
	free(words);
	roster_free(&roster);
	fixture_remove(folder);
}

static void refuse(const struct class_case *one)
{
	char *folder = make_class(one), *error = NULL;
	struct roster roster;

	assert_false(roster_read(&roster, folder, &error) &&
		     join(&roster, one->list, &error));
	if (!strstr(error, one->wanted))
		fail_msg("%s", error);
	free(error);
	roster_free(&roster);
	fixture_remove(folder);
}

#define MOODLE "_assignsubmission_file"

static void what_moodle_exports_is_whose_it_says(void **state)
{
	static const struct class_case cases[] = {
		{ .entries = { "Ada L_12" MOODLE "/",
			       "Ada L_12_assignsubmission_onlinetext/",
			       "Bob_M_13" MOODLE "_/" },
		  .wanted =
			  "Ada L:Ada L_12" MOODLE
			  "+Ada L_12_assignsubmission_onlinetext | Bob_M:Bob_M_13" MOODLE
			  "_" },
		{ .entries = { "Ada_12" MOODLE "_b.c", "Ada_12" MOODLE "_a.c",
			       "Ada_13" MOODLE "_a.c" },
		  .wanted = "Ada_12:a.c+b.c | Ada_13:a.c" },
		/* A number of the worksheet is worth more than a name. */
		{ .entries = { "Ada_12" MOODLE "/", "Bob_14" MOODLE "/" },
		  .list = "Identifier,Full name\nParticipant 12,Ada King\n"
			  "Participant 13,Ada\nParticipant 14,Bob\n",
		  .wanted = "Ada=Ada King:Ada_12" MOODLE " | Ada/line 3=Ada"
			    " | Bob=Bob:Bob_14" MOODLE },
		{ .entries = { "Ada King_12" MOODLE "/" },
		  .list = "First name,Last name,ID number\nAda,King,7\nAda,Zed,8\n",
		  .wanted = "Ada King=Ada King:Ada King_12" MOODLE " | Ada Zed=Ada Zed" },
		/* What a student calls a file is no name. */
		{ .entries = { "Eve_13" MOODLE "_Ada_12" MOODLE "_a.c" },
		  .wanted = "Eve:Ada_12" MOODLE "_a.c" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

static void what_canvas_exports_is_whose_it_says(void **state)
{
	static const char list[] = "Student,ID,SIS Login ID\n    Points Possible,,\n"
				   "\"King, Ada\",101,ada\n\"King, Ada\",102,ada2\n"
				   "\"M\xc3\xbcller, J\xc3\xb6rg\",103,jm\n";
	static const struct class_case cases[] = {
		{ .entries = { "kingada_101_5001_a.c", "kingada_101_5002_b.c",
			       "bob_LATE_102_5003_a-1.c" },
		  .wanted = "bob:a-1.c | kingada:a.c+b.c" },
		{ .entries = { "kingada_101_5001_a.c", "kingada_102_5002_a.c" },
		  .wanted = "kingada_101:a.c | kingada_102:a.c" },
		{ .entries = { "m\xc3\xbcllerj\xc3\xb6rg_103_5001_a.c",
			       "kingada_999_5002_a.c" },
		  .list = "Student,ID\n\"M\xc3\xbcller, J\xc3\xb6rg\",103\n"
			  "\"King, Ada\",101\n",
		  .wanted =
			  "King, Ada=King, Ada | kingada=nobody:a.c"
			  " | m\xc3\xbcllerj\xc3\xb6rg=M\xc3\xbcller, J\xc3\xb6rg:a.c" },
		/* A number alone may be of another kind. */
		{ .entries = { "eve_101_5001_kingada_101_5002_a.c" },
		  .list = "Student,ID\n\"King, Ada\",101\n",
		  .wanted = "King, Ada=King, Ada | "
			    "eve=nobody:kingada_101_5002_a.c" },
		/* Not all are called so, or some share what Canvas gives only once. */
		{ .entries = { "kingada_101_5001_a.c", "notes.txt" },
		  .wanted = "kingada_101_5001_a:kingada_101_5001_a.c | notes:notes.txt" },
		{ .entries = { "group_101_1001_a.c", "group_102_1001_a.c" },
		  .wanted = "group_101_1001_a:group_101_1001_a.c"
			    " | group_102_1001_a:group_102_1001_a.c" },
		{ .entries = { "week_1_2_a.c", "week_1_3_a.c" },
		  .wanted = "week_1_2_a:week_1_2_a.c | week_1_3_a:week_1_3_a.c" },
	};
	static const struct class_case twins = {
		.entries = { "kingada_101_5001_a.c" },
		.list = list,
		.wanted = "«King, Ada» stands in another row",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
	refuse(&twins);
}

static void a_submission_to_gradescope_is_each_submitters(void **state)
{
	static const char metadata[] =
		"---\nsubmission_9001:\n  :submitters:\n"
		"  - :name: Ada King\n    :sid: '101'\n"
		"    :email: ada@x.org\n  :created_at: 2026\n"
		"  :history:\n  - :submitters:\n    - :name: Nobody\n"
		"submission_9002:\n  :submitters:\n"
		"  - :name: 'O''Hara'\n    :sid: ''\n"
		"  - :name: \"Cy \\\"Z\\\"\"\n    :email: cy@x.org\n"
		"submission_9003:\n  :submitters:\n"
		"  - :name: Gone\n";
	static const struct class_case cases[] = {
		{ .entries = { "submission_9001/", "submission_9002/" },
		  .metadata = metadata,
		  .wanted = "Ada King:submission_9001 | Cy \"Z\":submission_9002"
			    " | O'Hara:submission_9002" },
		{ .entries = { "submission_9001/", "submission_9004/" },
		  .metadata = metadata,
		  .list = "name,sid,email\nAda,101,a@x.org\nCy,,cy@x.org\n",
		  .wanted = "Ada King=Ada:submission_9001 | Cy=Cy"
			    " | submission_9004=nobody:submission_9004" },
		/* Two of one name in one group. */
		{ .entries = { "submission_1/" },
		  .metadata = "submission_1:\n  :submitters:\n  - :name: Wei\n"
			      "  - :name: Wei\n",
		  .wanted = "submission_1/1:submission_1 | submission_1/2:submission_1" },
		{ .entries = { "submission_1/" },
		  .metadata = "a: [\n  - :name: x\n:::\n  :submitters:\n  - ",
		  .wanted = "submission_1:submission_1"
			    " | submission_metadata:submission_metadata.yml" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

static void what_github_classroom_clones_is_found_by_the_login(void **state)
{
	static const struct class_case cases[] = {
		{ .entries = { "week-5-jo-ann/", "week-5-jo-bob/" },
		  .list = "identifier,github_username,name\n1,jo-ann,Ann\n2,ann,Other\n"
			  "3,jo-bob,Bob\n",
		  .wanted = "Other=Other | week-5-jo-ann=Ann:week-5-jo-ann"
			    " | week-5-jo-bob=Bob:week-5-jo-bob" },
		/* «anna-» is in no other's: it is of a name. */
		{ .entries = { "anna-maria/", "bob/" },
		  .list = "name,login\nMaria,maria\nBob,bob\n",
		  .wanted = "Maria=Maria | anna-maria=nobody:anna-maria | bob=Bob:bob" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

static void the_clones_of_a_class_are_no_student(void **state)
{
	static const struct class_case none[] = {
		{ .entries = { "hw-submissions/hw-ada/words.c",
			       "hw-submissions/hw-bob/words.c" },
		  .wanted = "/hw-submissions is not one student's" },
		{ .entries = { "hw-submissions/hw-ada/words.c",
			       "hx-submissions/hx-b/a.c" },
		  .wanted = "one such folder at a time" },
		{ .entries = { "term/ada/.git/config", "term/bob/.git/config" },
		  .wanted = "/term is not one student's" },
	};
	/* Who hands in clones is a student all the same. */
	static const struct class_case each[] = {
		{ .entries = { "ada/hw-ada/.git/config", "ada/hx-ada/.git/config",
			       "bob/hw-bob/.git/config" },
		  .wanted = "ada:ada | bob:bob" },
		{ .entries = { "ada/hw/.git/config" }, .wanted = "ada:ada" },
		{ .entries = { "hw-submissions/ada/words.c", "b.c" },
		  .wanted = "b:b.c | hw-submissions:hw-submissions" },
		{ .entries = { "hw-submissions/" },
		  .wanted = "hw-submissions:"
			    "hw-submissions" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		refuse(&none[i]);
	for (size_t i = 0; i < sizeof(each) / sizeof(*each); i++)
		expect(&each[i]);
}

/* macOS takes letters apart in the names of files; lists have them whole, or the other
 * way round. */
static void a_name_is_the_same_however_its_letters_are_written(void **state)
{
	static const struct class_case cases[] = {
		{ .entries = { "Jose\u0301 Mu\u0308ller/", "Zo\u00eb.zip" },
		  .list = "Student,ID\nJosé Müller,7\nZoe\u0308,8\n",
		  .wanted = "José Müller=José Müller:Jose\u0301 Mu\u0308ller"
			    " | Zoë=Zoë:Zoë.zip" },
		/* Two that look the same are two. */
		{ .entries = { "Zoe\u0308/", "Zo\u00eb/" },
		  .wanted = "Zoë:Zoë | Zoe\u0308:Zoe\u0308" },
		{ .entries = { "Zoe\u0308_12" MOODLE "/" },
		  .list = "Full name,ID number\nZoë,12\n",
		  .wanted = "Zoë=Zoë:Zoe\u0308_12" MOODLE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

static void what_systems_leave_is_nobodys(void **state)
{
	static const struct class_case one = {
		.entries = { "__MACOSX/._ada.c", "Thumbs.db", "desktop.ini", "Icon\r",
			     ".DS_Store", "ada.c" },
		.wanted = "ada:ada.c",
	};

	(void)state;
	expect(&one);
}

/* So that a mark does not depend on the order that a file system keeps names in, nor a
 * program on what lies beside it. */
static void of_too_many_files_the_same_are_read_each_time(void **state)
{
	char *folder = fixture_folder(), *name, *error = NULL;
	struct roster roster;
	struct hand_in hand_in;

	(void)state;
	for (int i = 0; i < MOST_FILES + 200; i++) {
		name = text_format("ada/build/%d.o", i);
		fixture_write(folder, name, "x");
		free(name);
	}
	fixture_write(folder, "ada/words.c", "x");
	assert_true(roster_read(&roster, folder, &error));
	assert_true(hand_in_read(&hand_in, &roster.students[0], &error));
	assert_int_equal(hand_in.count, MOST_FILES);
	assert_string_equal(hand_in.files[MOST_FILES - 1].name, "words.c");
	/* The first by name, which those with the greatest are not. */
	for (size_t i = 0; i < hand_in.count; i++)
		assert_string_not_equal(hand_in.files[i].name, "build/999.o");
	hand_in_free(&hand_in);
	roster_free(&roster);
	fixture_remove(folder);
}

static void one_of_the_list_has_one_place(void **state)
{
	static const struct class_case twice = {
		.entries = { "ada/", "s101/" },
		.list = "name,id\nada,s101\n",
		.wanted = "«ada» and «s101» are both «ada» of the roster",
	};

	(void)state;
	refuse(&twice);
}

static void a_file_has_the_name_that_its_student_gave_it(void **state)
{
	static const struct class_case canvas = {
		.entries = { "kingada_101_5001_a.c", "kingada_101_5002_b.c" },
	};
	char *folder = make_class(&canvas), *error = NULL;
	struct hand_in hand_in;
	struct roster roster;

	(void)state;
	assert_true(roster_read(&roster, folder, &error));
	assert_int_equal(roster.count, 1);
	assert_int_equal(student_kind(&roster.students[0]), HANDED_SEVERAL);
	assert_true(hand_in_read(&hand_in, &roster.students[0], &error));
	assert_int_equal(hand_in.count, 2);
	assert_string_equal(hand_in.files[0].name, "a.c");
	assert_string_equal(hand_in.files[1].name, "b.c");
	hand_in_free(&hand_in);
	roster_free(&roster);
	fixture_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_moodle_exports_is_whose_it_says),
		cmocka_unit_test(what_canvas_exports_is_whose_it_says),
		cmocka_unit_test(a_submission_to_gradescope_is_each_submitters),
		cmocka_unit_test(what_github_classroom_clones_is_found_by_the_login),
		cmocka_unit_test(the_clones_of_a_class_are_no_student),
		cmocka_unit_test(a_name_is_the_same_however_its_letters_are_written),
		cmocka_unit_test(what_systems_leave_is_nobodys),
		cmocka_unit_test(of_too_many_files_the_same_are_read_each_time),
		cmocka_unit_test(one_of_the_list_has_one_place),
		cmocka_unit_test(a_file_has_the_name_that_its_student_gave_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
