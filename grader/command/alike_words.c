/* What there is to ask about a class, in words and as JSON. */
#include "command/alike.h"

#include <stdlib.h>
#include <string.h>

#include "show/json_text.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* ---- to a person ---------------------------------------------------------------- */

static char *name_of(const struct class_work *work, size_t student,
		     const struct terminal *terminal)
{
	const char *name = work->roster->students[student].name;

	return visible_copy(name, strlen(name), terminal->unicode, SPACES_PLAIN);
}

static void tell_pair(const struct class_work *work, const struct look_alike *pair,
		      const struct terminal *terminal)
{
	char *one = name_of(work, pair->one, terminal);
	char *other = name_of(work, pair->other, terminal);
	char *question =
		text_format("agree in %u %% of what they wrote themselves; %zu of "
			    "the %zu pieces that they share are found in hardly "
			    "any other program. Did they work together?",
			    pair->percent, pair->rare, pair->shared);

	terminal_write_and_free(terminal, STYLE_STRONG,
				text_format("  %s and %s\n    ", one, other));
	terminal_wrap(terminal, STYLE_PLAIN, 4, question);
	free(question);
	free(one);
	free(other);
}

static void ask(const struct terminal *terminal, const char *who, const char *question)
{
	terminal_write(terminal, STYLE_PLAIN, "  ");
	terminal_wrap(terminal, STYLE_STRONG, 2, who);
	terminal_write(terminal, STYLE_PLAIN, "    ");
	terminal_wrap(terminal, STYLE_PLAIN, 4, question);
}

/* «ann, bob and cid», to be freed. */
static char *names_of(const struct class_work *work, const size_t *members, size_t count,
		      const struct terminal *terminal)
{
	struct text names = { 0 };

	for (size_t i = 0; i < count; i++) {
		char *name = name_of(work, members[i], terminal);

		text_add_format(&names, "%s%s",
				i == 0           ? ""
				: i + 1 == count ? " and "
						 : ", ",
				name);
		free(name);
	}
	return text_take(&names);
}

static void tell_group(const struct class_work *work, const struct same_lines *group,
		       const struct terminal *terminal)
{
	char *names = names_of(work, group->members, group->count, terminal);
	char *question = text_format("have %zu lines that nobody else has written, names "
				     "and all. Do they come from one of them?",
				     group->lines);

	ask(terminal, names, question);
	free(question);
	free(names);
}

static void tell_ring(const struct class_work *work, const struct ring *ring,
		      const struct terminal *terminal)
{
	char *names = names_of(work, ring->members, ring->count, terminal);
	char *question = text_format("are %zu who agree in %u %% or more of what is not "
				     "usual for this exercise, whatever they call it. "
				     "Did one program go round among them?",
				     ring->count, ring->percent);

	ask(terminal, names, question);
	free(question);
	free(names);
}

static char *answer_name(const struct known_answer *answer)
{
	return answer->name ? text_format("the course's right answer %s", answer->name)
			    : memory_copy_text("the course's own solution");
}

static void tell_copy(const struct class_work *work, size_t student,
		      const struct known_copy *copy, const struct terminal *terminal)
{
	char *name = name_of(work, student, terminal),
	     *answer = answer_name(copy->answer);
	char *who = text_format("%s and %s", name, answer);
	char *question =
		text_format("agree in %zu of the %zu lines that were not handed out, "
			    "names and all. Was it taken from there?",
			    copy->shared, copy->lines);

	ask(terminal, who, question);
	free(question);
	free(who);
	free(answer);
	free(name);
}

/* What many have is taught, not copied: not worth a question to each. */
static void tell_many(const struct class_work *work, const struct known_copy *copies,
		      size_t count, const struct terminal *terminal)
{
	struct text words = { 0 };
	const char *comma = "";

	text_add_format(&words,
			"%zu agree line by line with what the course has, names and all: "
			"that may just be the way that was taught. Or was it taken from "
			"there? They are ",
			count);
	for (size_t i = 0; i < work->roster->count; i++) {
		char *name = copies[i].answer ? name_of(work, i, terminal) : NULL;

		if (name) {
			text_add_format(&words, "%s%s (%zu of %zu lines)", comma, name,
					copies[i].shared, copies[i].lines);
			comma = ", ";
		}
		free(name);
	}
	text_add(&words, ".");
	terminal_write(terminal, STYLE_PLAIN, "  ");
	terminal_wrap(terminal, STYLE_PLAIN, 2, words.bytes);
	text_free(&words);
}

static void tell_copies(const struct class_work *work, const struct terminal *terminal)
{
	struct known_copy *copies = memory_new(work->roster->count + 1, sizeof(*copies));
	size_t count = 0;

	for (size_t i = 0; i < work->roster->count; i++)
		count += known_answers_find(&work->known, &work->lines[i], &copies[i]);
	if (count > look_alikes_few(work->roster->count))
		tell_many(work, copies, count, terminal);
	else
		for (size_t i = 0; i < work->roster->count; i++)
			if (copies[i].answer)
				tell_copy(work, i, &copies[i], terminal);
	free(copies);
}

void alike_tell(const struct class_work *work, const struct found *found,
		const struct terminal *terminal)
{
	terminal_write_and_free(terminal, STYLE_HEADING,
				text_format("%s: %zu of %zu students have handed it in\n",
					    work->exercise->name, work->handed_in,
					    work->roster->count));
	if (!found->pairs.count && !found->same.count && !found->rings.count)
		terminal_write(
			terminal, STYLE_PLAIN,
			"  No two of them agree more than chance would have it.\n");
	for (size_t i = 0; i < found->pairs.count; i++)
		tell_pair(work, &found->pairs.pairs[i], terminal);
	for (size_t i = 0; i < found->rings.count; i++)
		tell_ring(work, &found->rings.rings[i], terminal);
	for (size_t i = 0; i < found->same.count; i++)
		tell_group(work, &found->same.groups[i], terminal);
	tell_copies(work, terminal);
}

/* ---- to a program ---------------------------------------------------------------- */

static json_t *pair_to_json(const struct class_work *work, const struct look_alike *pair)
{
	json_t *object = json_object();

	json_set_text(object, "one", work->roster->students[pair->one].name);
	json_set_text(object, "other", work->roster->students[pair->other].name);
	json_object_set_new(object, "percent", json_integer(pair->percent));
	json_object_set_new(object, "shared", json_integer((json_int_t)pair->shared));
	json_object_set_new(object, "rare", json_integer((json_int_t)pair->rare));
	return object;
}

static json_t *copies_to_json(const struct class_work *work)
{
	json_t *copies = json_array();
	struct known_copy copy;

	for (size_t i = 0; i < work->roster->count; i++) {
		json_t *object;

		if (!known_answers_find(&work->known, &work->lines[i], &copy))
			continue;
		object = json_pack("{s:I,s:I}", "shared", (json_int_t)copy.shared,
				   "lines", (json_int_t)copy.lines);
		json_set_text(object, "student", work->roster->students[i].name);
		json_set_text(object, "answer",
			      copy.answer->name ? copy.answer->name : "solution");
		json_array_append_new(copies, object);
	}
	return copies;
}

static json_t *students_to_json(const struct class_work *work, const size_t *members,
				size_t count)
{
	json_t *students = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *object = json_object();

		json_set_text(object, "student", work->roster->students[members[i]].name);
		json_array_append_new(students, object);
	}
	return students;
}

static json_t *groups_to_json(const struct class_work *work,
			      const struct same_lines_list *same)
{
	json_t *groups = json_array();

	for (size_t i = 0; i < same->count; i++) {
		const struct same_lines *group = &same->groups[i];

		json_array_append_new(
			groups,
			json_pack("{s:o,s:I}", "students",
				  students_to_json(work, group->members, group->count),
				  "lines", (json_int_t)group->lines));
	}
	return groups;
}

static json_t *rings_to_json(const struct class_work *work, const struct rings *found)
{
	json_t *rings = json_array();

	for (size_t i = 0; i < found->count; i++) {
		const struct ring *ring = &found->rings[i];

		json_array_append_new(
			rings,
			json_pack("{s:o,s:I}", "students",
				  students_to_json(work, ring->members, ring->count),
				  "percent", (json_int_t)ring->percent));
	}
	return rings;
}

json_t *alike_to_json(const struct class_work *work, const struct found *found)
{
	json_t *pairs = json_array();

	for (size_t i = 0; i < found->pairs.count; i++)
		json_array_append_new(pairs, pair_to_json(work, &found->pairs.pairs[i]));
	return json_pack("{s:s,s:I,s:o,s:o,s:o,s:o}", "exercise", work->exercise->name,
			 "handed_in", (json_int_t)work->handed_in, "pairs", pairs,
			 "rings", rings_to_json(work, &found->rings), "groups",
			 groups_to_json(work, &found->same), "answers",
			 copies_to_json(work));
}
