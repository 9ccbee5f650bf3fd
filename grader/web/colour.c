#include "web/colour.h"

#include "web/html.h"

/* 0: none. */
static const char classes[] = {
	[CODE_PLAIN] = 0,     [CODE_KEYWORD] = 'k',   [CODE_PROTOCOL] = 'p',
	[CODE_TYPE] = 'k',    [CODE_STRING] = 's',    [CODE_NUMBER] = 'n',
	[CODE_COMMENT] = 'c', [CODE_DIRECTIVE] = 'd',
};

void colour_add(struct text *html, enum code_language language, const char *source)
{
	while (*source) {
		size_t length;
		char kind = classes[code_token_at(language, source, &length)];

		if (kind)
			text_add_format(html, "<i class=%c>", kind);
		html_add_bytes(html, source, length);
		text_add(html, kind ? "</i>" : "");
		source += length;
	}
}
