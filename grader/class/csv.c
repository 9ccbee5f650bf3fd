#include "class/csv.h"

#include <stdlib.h>
#include <string.h>

#include "text/text.h"
#include "text/visible.h"

static char *seen(const char *text)
{
	struct text drawn = { 0 };

	while (*text) {
		size_t length = strcspn(text, "\n");

		visible_add(&drawn, text, length, true, SPACES_PLAIN);
		text += length;
		if (*text == '\n') {
			text_add(&drawn, "\n");
			text++;
		}
	}
	return text_take(&drawn);
}

void csv_text(FILE *stream, const char *text)
{
	char *drawn = seen(text);

	fputc('"', stream);
	if (*text && strchr("=+-@\t\r", *text))
		fputc('\'', stream);
	for (const char *at = drawn; *at; at++) {
		if (*at == '"')
			fputc('"', stream);
		fputc(*at, stream);
	}
	fputc('"', stream);
	free(drawn);
}

void csv_plain(FILE *stream, const char *text)
{
	fputs(text, stream);
}

void csv_next(FILE *stream)
{
	fputc(',', stream);
}

void csv_end(FILE *stream)
{
	fputs("\r\n", stream);
}
