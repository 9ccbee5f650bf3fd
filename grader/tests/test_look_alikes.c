/* Programs that look alike: by their structure, and by what few others have. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "class/look_alikes.h"
#include "class/ring.h"
#include "class/same_lines.h"
#include "text/memory.h"
#include "text/text.h"

static const char original[] =
	"async_generator (int, numbers, (int, count))\n{\n"
	"\tfor (int i = 0; i < count; i++) {\n"
	"\t\tif (i % 2 == 0 && i != 4)\n\t\t\tawait (async_sleep(0.5));\n"
	"\t\telse\n\t\t\tputs(\"odd\");\n\t\tyield (i * i + 1);\n\t}\n}\n"
	"static int twice(int number)\n{\n\treturn number ? 2 * number : -1;\n}\n";

/* Other names, numbers, layout, comments, and the functions changed about. */
static const char disguised[] =
	"int d(int x) { /* doubles */ return x ? 3 * x : -9; }\n"
	"// the stream\nasync_generator(long, s, (int, n)) {\n"
	"  for (int k = 7; k < n; k++)\n  {\n    if (k % 3 == 1 && k != 5)\n"
	"      await(async_sleep(2)); else puts(\"x\"); yield(k * k + 2); } }\n";

static const char different[] =
	"async_generator (int, numbers, (int, count))\n{\n\tint i = 0;\n\n"
	"\twhile (count-- > 0) {\n\t\tyield (i++);\n\t\tawait (async_sleep(0.5));\n"
	"\t\tswitch (i) {\n\t\tcase 1: puts(\"one\"); break;\n"
	"\t\tdefault: printf(\"%d\\n\", i);\n\t\t}\n\t}\n}\n";

static struct structure structure_of(const char *source, const char *given)
{
	struct structure structure = { 0 }, handed_out = { 0 };

	structure_add(&structure, source, false);
	structure_finish(&structure);
	if (given)
		structure_add(&handed_out, given, true);
	structure_finish(&handed_out);
	structure_take_off(&structure, &handed_out);
	structure_free(&handed_out);
	return structure;
}

/* Fails unless these two, and no others, are listed. */
static void expect_pair(struct structure *structures, size_t count, size_t one,
			size_t other, unsigned least)
{
	struct look_alikes found;

	look_alikes_find(&found, structures, count, 60);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.pairs[0].one, one);
	assert_int_equal(found.pairs[0].other, other);
	assert_true(found.pairs[0].percent >= least);
	assert_true(found.pairs[0].rare <= found.pairs[0].shared);
	look_alikes_free(&found);
	for (size_t i = 0; i < count; i++)
		structure_free(&structures[i]);
}

static void expect_none(struct structure *structures, size_t count)
{
	struct look_alikes found;

	look_alikes_find(&found, structures, count, 60);
	assert_int_equal(found.count, 0);
	look_alikes_free(&found);
	for (size_t i = 0; i < count; i++)
		structure_free(&structures[i]);
}

static void neither_names_nor_layout_nor_order_hide_it(void **state)
{
	struct structure class[] = { structure_of(different, NULL),
				     structure_of(original, NULL),
				     structure_of(disguised, NULL) };

	(void)state;
	expect_pair(class, 3, 1, 2, 65);
}

static void words_put_in_the_place_of_others_do_not_hide_it(void **state)
{
	struct text source = { 0 };
	struct structure class[2];
	const char *rest = original;

	(void)state;
	text_add(&source, "#define WHEN if\n# define ELSE\t else\n#define LOOP FOR\n"
			  "#define FOR for\n#define SAY(x) x\n#define ME ME\n");
	while (*rest) {
		static const char *const words[][2] = { { "if ", "WHEN " },
							{ "else", "ELSE" },
							{ "for ", "LOOP " } };
		size_t i = 0;

		while (i < 3 && strncmp(rest, words[i][0], strlen(words[i][0])) != 0)
			i++;
		text_add_bytes(&source, i < 3 ? words[i][1] : rest,
			       i < 3 ? strlen(words[i][1]) : 1);
		rest += i < 3 ? strlen(words[i][0]) : 1;
	}
	class[0] = structure_of(original, NULL);
	class[1] = structure_of(source.bytes, NULL);
	text_free(&source);
	expect_pair(class, 2, 0, 1, 100);
}

/* ---- the same lines ---- */

enum { CLASS = 20, LINES = 12 };

/* A student's own lines, of which the first `copied` are the ring's. */
static struct structure lines_of(size_t student, size_t copied)
{
	struct structure lines = { 0 };

	for (size_t i = 0; i < LINES; i++) {
		char *line =
			text_format("int name_%zu_%zu;\n", i < copied ? 99 : student, i);

		structure_add_lines(&lines, line);
		free(line);
	}
	structure_finish(&lines);
	return lines;
}

/* How many groups there are if so many of the class have so many lines of one of them;
 * and of the first one its members and lines. */
static size_t groups_of(size_t ring, size_t copied, bool known, size_t *members,
			size_t *lines)
{
	struct structure class[CLASS];
	struct known_answer answer = { .lines = lines_of(0, LINES) };
	const struct known_answers answers = { .answers = &answer, .count = known };
	struct same_lines_list found;
	size_t count;

	for (size_t i = 0; i < CLASS; i++)
		class[i] = lines_of(i, i % 2 == 1 && i / 2 < ring ? copied : 0);
	same_lines_find(&found, class, CLASS, &answers);
	count = found.count;
	*members = count ? found.groups[0].count : 0;
	*lines = count ? found.groups[0].lines : 0;
	for (size_t i = 0; count && i < found.groups[0].count; i++)
		assert_int_equal(found.groups[0].members[i], 2 * i + 1);
	same_lines_free(&found);
	for (size_t i = 0; i < CLASS; i++)
		structure_free(&class[i]);
	structure_free(&answer.lines);
	return count;
}

static void a_copy_that_went_round_is_found_by_its_words(void **state)
{
	size_t members, lines;

	(void)state;
	for (size_t ring = 2; ring < CLASS / 2; ring++) {
		assert_int_equal(groups_of(ring, 9, false, &members, &lines), 1);
		assert_int_equal(members, ring);
		assert_int_equal(lines, 9);
	}
	/* What half of them have was shown to them; seven lines may be chance. */
	assert_int_equal(groups_of(CLASS / 2, 9, false, &members, &lines), 0);
	assert_int_equal(groups_of(5, 7, false, &members, &lines), 0);
	/* What the course has itself is told otherwise. */
	assert_int_equal(groups_of(5, 9, true, &members, &lines), 0);
}

/* ---- rings ---- */

enum { MANY = 100, PLACES = 24, WAYS = 5 };

static unsigned next_number(unsigned *state)
{
	*state = *state * 1103515245U + 12345U;
	return *state >> 16;
}

/* One of the ways that lead through that place of the exercise. */
static void add_place(struct text *source, unsigned place, unsigned way)
{
	static const char *const statements[] = {
		"if (a < b) { c(); }",    "a = b;",          "a += b * 2;",
		"while (a) b();",         "for (;;) { a; }", "return a ? b : c;",
		"await (a(b));",          "a[b] = c;",       "do a(); while (b--);",
		"switch (a) { case 1: }", "yield (a);",      "goto out;",
	};
	unsigned which = place * WAYS + way;

	text_add(source, "void f(void) {");
	for (unsigned i = 0; i < 3; i++, which /= 12)
		text_add(source, statements[(which + 5 * i) % 12]);
	text_add(source, "}\n");
}

/* Each goes their own ways, but the ring's go the same, except for `own` of a hundred
 * places. */
static void make_class(struct structure *class, size_t ring, unsigned own, unsigned seed)
{
	unsigned first[PLACES];

	for (unsigned i = 0; i < PLACES; i++)
		first[i] = next_number(&seed) % WAYS;
	for (size_t i = 0; i < MANY; i++) {
		struct text source = { 0 };

		for (unsigned k = 0; k < PLACES; k++) {
			unsigned way = next_number(&seed) % WAYS;
			bool same = i < ring && next_number(&seed) % 100 >= own;

			add_place(&source, k, same ? first[k] : way);
		}
		class[i] = structure_of(source.bytes, NULL);
		text_free(&source);
	}
}

/* Fails unless the first `ring` are one, and nobody else is; 0: nobody at all. */
static void expect_ring(size_t ring, unsigned own, unsigned seed, bool usual)
{
	struct structure class[MANY], nothing = { 0 };
	struct rings found;

	make_class(class, ring, own, seed);
	rings_find(&found, class, MANY, usual ? &class[0] : &nothing, 75);
	if (usual || 2 * ring >= MANY || !ring) {
		assert_int_equal(found.count, 0);
	} else {
		assert_int_equal(found.count, 1);
		assert_int_equal(found.rings[0].count, ring);
		for (size_t i = 0; i < ring; i++)
			assert_int_equal(found.rings[0].members[i], i);
		assert_in_range(found.rings[0].percent, 75, 100);
	}
	rings_free(&found);
	for (size_t i = 0; i < MANY; i++)
		structure_free(&class[i]);
}

static void a_ring_is_found_by_structure_though_it_is_not_rare(void **state)
{
	(void)state;
	for (size_t ring = 6; ring < 36; ring += 7)
		expect_ring(ring, 0, 3, false);
	expect_ring(20, 4, 5, false);
	expect_ring(34, 4, 5, false);
}

static void honest_people_are_no_ring(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < 20; seed++)
		expect_ring(0, 0, seed, false);
	/* What half of them have was shown to them; and what the exercise leads to does
	 * not come from each other. */
	expect_ring(MANY / 2, 0, 3, false);
	expect_ring(30, 0, 3, true);
}

static void the_same_is_all_alike(void **state)
{
	struct structure class[] = { structure_of(original, NULL),
				     structure_of(original, NULL) };

	(void)state;
	expect_pair(class, 2, 0, 1, 100);
}

static void what_was_handed_out_is_nobodys(void **state)
{
	struct structure class[] = { structure_of(original, original),
				     structure_of(disguised, original) };

	(void)state;
	expect_none(class, 2);
}

static void what_many_have_is_no_sign(void **state)
{
	struct structure class[40];

	(void)state;
	for (size_t i = 0; i < 40; i++)
		class[i] = structure_of(i < 20 ? original : different, NULL);
	expect_none(class, 40);
}

static void nothing_is_like_nothing(void **state)
{
	struct structure class[] = { structure_of("", NULL), structure_of("", NULL),
				     structure_of("int x;", NULL),
				     structure_of("/* \"", NULL) };

	(void)state;
	expect_none(class, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(neither_names_nor_layout_nor_order_hide_it),
		cmocka_unit_test(words_put_in_the_place_of_others_do_not_hide_it),
		cmocka_unit_test(a_copy_that_went_round_is_found_by_its_words),
		cmocka_unit_test(a_ring_is_found_by_structure_though_it_is_not_rare),
		cmocka_unit_test(honest_people_are_no_ring),
		cmocka_unit_test(the_same_is_all_alike),
		cmocka_unit_test(what_was_handed_out_is_nobodys),
		cmocka_unit_test(what_many_have_is_no_sign),
		cmocka_unit_test(nothing_is_like_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
