#define _GNU_SOURCE
#include "judge/cause.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "run/program.h"
#include "text/text.h"
#include "text/visible.h"

bool cause_alike(const struct output_line *one, const struct output_line *other)
{
	const char *a = one->text, *b = other->text;
	bool number = false;

	while (*a || *b) {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			number = true;
			a += strspn(a, "0123456789");
			b += strspn(b, "0123456789");
		} else if (*a++ != *b++) {
			return false;
		}
	}
	/* Without a number, only one and the same line twice is a series. */
	return number || one->length == other->length;
}

/* The last, since the first may be a time of day. */
bool cause_number(const struct output_line *line, intmax_t *number)
{
	size_t end = line->length, start;

	while (end && !isdigit((unsigned char)line->text[end - 1]))
		end--;
	start = end;
	while (start && isdigit((unsigned char)line->text[start - 1]))
		start--;
	if (start == end)
		return false;
	*number = strtoimax(line->text + start, NULL, 10);
	return true;
}

bool cause_speaks_of_exit(const struct output_line *line)
{
	static const char *const words[] = {
		"releas", "disconnect", "clos",      "exit", "clean",
		"stop",   "teardown",   "tear down", "leav", "shut",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(line->text, words[i]))
			return true;
	return false;
}

bool cause_all_texts_right(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;

	if (expected->count != actual->count)
		return false;
	for (size_t i = 0; i < expected->count; i++)
		if (!timed_output_same_text(&expected->lines[i], &actual->lines[i],
					    expected->placeholder))
			return false;
	return true;
}

bool cause_ended_well(const struct evidence *evidence)
{
	return evidence->result->end == PROGRAM_EXITED && evidence->result->status == 0;
}

char *cause_quote(const struct output_line *line)
{
	struct text text = { 0 };

	text_add(&text, "\"");
	visible_add_cut(&text, line->text, line->length, true, SPACES_AT_END, 60);
	text_add(&text, "\"");
	return text_take(&text);
}
