#define _GNU_SOURCE
#include "run/unused_value.h"

#include <string.h>

/* Where gcc counts so far when it names a column: tabs go to the next eighth, and bytes
 * that continue a letter count nothing. */
static const char *at_column(const char *at, int column)
{
	for (int now = 1; *at && *at != '\n' && now < column; at++) {
		if (*at == '\t')
			now += 8 - (now - 1) % 8;
		else if (((unsigned char)at[1] & 0xc0) != 0x80)
			now++;
	}
	return at;
}

static const char *at_line(const char *at, int line)
{
	while (--line > 0 && *at) {
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	return at;
}

static bool is_condition(const struct diagnostic *diagnostic, const char *source)
{
	const char *at;

	if (!strstr(diagnostic->message, "value computed is not used"))
		return false;
	at = at_column(at_line(source, diagnostic->line), diagnostic->column);
	return strncmp(at, "&&", 2) == 0 || strncmp(at, "||", 2) == 0;
}

bool unused_value_is_condition(const struct compile_result *result, const char *source)
{
	int conditions = 0;

	if (result->made || result->failure || result->interrupted)
		return false;
	for (size_t i = 0; i < result->diagnostic_count; i++) {
		const struct diagnostic *each = &result->diagnostics[i];

		if (each->level != DIAGNOSTIC_ERROR)
			continue;
		if (!is_condition(each, source))
			return false;
		conditions++;
	}
	return conditions > 0;
}
