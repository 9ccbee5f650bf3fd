#include "class/other_name.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/memory.h"

static const char *const copy_words[] = { " - copy", " copy", "-copy", "_copy" };

/* Cuts the ending off, whatever its case. */
static bool cut(char *name, const char *ending)
{
	size_t length = strlen(name), tail = strlen(ending);

	if (length <= tail || strcasecmp(name + length - tail, ending) != 0)
		return false;
	name[length - tail] = '\0';
	return true;
}

/* « (1)», «(1)», «-1», «_1» at its end. */
static void cut_number(char *stem)
{
	size_t length = strlen(stem), end = length;
	bool bracket = length && stem[length - 1] == ')';

	end -= bracket;
	length = end;
	while (end > 1 && isdigit((unsigned char)stem[end - 1]))
		end--;
	if (end == length || end < 2 || !strchr(bracket ? "(" : "-_", stem[end - 1]))
		return;
	end--;
	if (bracket && end > 1 && stem[end - 1] == ' ')
		end--;
	stem[end] = '\0';
}

/* Behind «_4711_815_», which is whose it is, and which. */
static const char *behind_numbers(const char *stem)
{
	for (const char *at = strchr(stem, '_'); at; at = strchr(at + 1, '_')) {
		const char *rest = at + 1;
		size_t first = strspn(rest, "0123456789");
		size_t second = first && rest[first] == '_'
					? strspn(rest + first + 1, "0123456789")
					: 0;

		if (second && rest[first + 1 + second] == '_')
			return rest + first + 1 + second + 1;
	}
	return stem;
}

static bool is_stem(const char *stem, const char *wanted)
{
	return strcasecmp(stem, wanted) == 0 ||
	       strcasecmp(behind_numbers(stem), wanted) == 0;
}

bool is_other_name(const char *name, const char *of)
{
	const char *ending = strrchr(of, '.');
	char *stem = memory_copy_text(name), *wanted = memory_copy_text(of);
	bool same = false;

	cut(stem, ".txt");
	if (ending && strcmp(name, of) != 0 && cut(stem, ending)) {
		cut(wanted, ending);
		same = is_stem(stem, wanted);
		for (size_t i = 0; i < sizeof(copy_words) / sizeof(*copy_words); i++)
			if (cut(stem, copy_words[i]))
				break;
		same = same || is_stem(stem, wanted);
		cut_number(stem);
		same = same || is_stem(stem, wanted);
	}
	free(wanted);
	free(stem);
	return same;
}
