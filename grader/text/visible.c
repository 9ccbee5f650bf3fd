#define _GNU_SOURCE
#include "text/visible.h"

#include <stdio.h>
#include <string.h>

#include "text/text.h"

size_t utf8_decode(const char *bytes, size_t length, unsigned *code_point)
{
	static const unsigned smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *byte = (const unsigned char *)bytes;
	size_t size = 0;
	unsigned point;

	if (length == 0)
		return 0;
	if (byte[0] < 0x80) {
		*code_point = byte[0];
		return 1;
	}
	if (byte[0] >= 0xc2 && byte[0] <= 0xdf)
		size = 2;
	else if (byte[0] >= 0xe0 && byte[0] <= 0xef)
		size = 3;
	else if (byte[0] >= 0xf0 && byte[0] <= 0xf4)
		size = 4;
	if (size == 0 || size > length)
		return 0;
	point = byte[0] & (0x7fu >> size);
	for (size_t i = 1; i < size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (byte[i] & 0x3f);
	}
	if (point < smallest[size] || point > 0x10ffff ||
	    (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*code_point = point;
	return size;
}

bool utf8_is_valid(const char *bytes, size_t length)
{
	unsigned point;

	while (length) {
		size_t size = utf8_decode(bytes, length, &point);

		if (size == 0)
			return false;
		bytes += size;
		length -= size;
	}
	return true;
}

struct range {
	unsigned first, last;
};

static bool within(const struct range *ranges, size_t count, unsigned point)
{
	for (size_t i = 0; i < count; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/* What has no shape of its own, or bends the direction of what follows. */
static bool is_invisible(unsigned point)
{
	static const struct range ranges[] = {
		{ 0x80, 0xa0 },        { 0xad, 0xad },     { 0x300, 0x36f },
		{ 0x61c, 0x61c },      { 0x1680, 0x1680 }, { 0x180e, 0x180e },
		{ 0x2000, 0x200f },    { 0x2028, 0x202f }, { 0x205f, 0x206f },
		{ 0x3000, 0x3000 },    { 0xe000, 0xf8ff }, { 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff },    { 0xfff0, 0xfffb }, { 0xfffe, 0xffff },
		{ 0xe0000, 0x10ffff },
	};

	return within(ranges, sizeof(ranges) / sizeof(*ranges), point);
}

static bool is_wide(unsigned point)
{
	static const struct range ranges[] = {
		{ 0x1100, 0x115f },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },
		{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe30, 0xfe6f },
		{ 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f },
		{ 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
	};

	return within(ranges, sizeof(ranges) / sizeof(*ranges), point);
}

size_t visible_columns(unsigned code_point)
{
	return is_wide(code_point) ? 2 : 1;
}

/* One character, drawn. */
struct drawn {
	char bytes[16];
	size_t columns;
};

static struct drawn draw_text(const char *text, size_t columns)
{
	struct drawn drawn = { .columns = columns };

	snprintf(drawn.bytes, sizeof(drawn.bytes), "%s", text);
	return drawn;
}

static struct drawn draw_control(unsigned char byte, bool unicode)
{
	static const char letters[] = "abtnvfr";
	struct drawn drawn = { .columns = 0 };

	if (unicode) {
		/* The control pictures stand at U+2400 in the order of the bytes. */
		unsigned char low = byte == 0x7f ? 0x21 : byte;

		snprintf(drawn.bytes, sizeof(drawn.bytes), "\xe2\x90%c", 0x80 + low);
		drawn.columns = 1;
	} else {
		if (byte >= '\a' && byte <= '\r')
			drawn.columns = (size_t)snprintf(drawn.bytes, sizeof(drawn.bytes),
							 "\\%c", letters[byte - '\a']);
		else if (byte == 0)
			drawn.columns =
				(size_t)snprintf(drawn.bytes, sizeof(drawn.bytes), "\\0");
		else
			drawn.columns = (size_t)snprintf(drawn.bytes, sizeof(drawn.bytes),
							 "\\x%02x", byte);
	}
	return drawn;
}

static struct drawn draw_point(const char *bytes, size_t size, unsigned point,
			       bool unicode)
{
	struct drawn drawn = { .columns = 0 };

	if (unicode && !is_invisible(point)) {
		memcpy(drawn.bytes, bytes, size);
		drawn.columns = visible_columns(point);
	} else {
		drawn.columns = (size_t)snprintf(drawn.bytes, sizeof(drawn.bytes),
						 "\\u{%x}", point);
	}
	return drawn;
}

static struct drawn draw_byte(unsigned char byte)
{
	struct drawn drawn = { .columns = 4 };

	snprintf(drawn.bytes, sizeof(drawn.bytes), "\\x%02x", byte);
	return drawn;
}

/* Draws the character at `bytes`; *size is how many bytes it was. */
static struct drawn draw(const char *bytes, size_t length, bool unicode, bool space,
			 size_t *size)
{
	unsigned char byte = (unsigned char)bytes[0];
	unsigned point = 0;

	*size = 1;
	if (byte == ' ')
		return !space ? draw_text(" ", 1)
			      : draw_text(unicode ? "\u00b7" : "_", 1);
	if (byte < 0x20 || byte == 0x7f)
		return draw_control(byte, unicode);
	*size = utf8_decode(bytes, length, &point);
	if (*size == 0) {
		*size = 1;
		return draw_byte(byte);
	}
	if (*size == 1)
		return draw_text((char[]){ (char)byte, '\0' }, 1);
	return draw_point(bytes, *size, point, unicode);
}

/* Where the spaces at the end begin. */
static size_t without_spaces(const char *bytes, size_t length)
{
	while (length && bytes[length - 1] == ' ')
		length--;
	return length;
}

size_t visible_add(struct text *text, const char *bytes, size_t length, bool unicode,
		   enum visible_spaces spaces)
{
	return visible_add_cut(text, bytes, length, unicode, spaces, (size_t)-1);
}

size_t visible_add_cut(struct text *text, const char *bytes, size_t length, bool unicode,
		       enum visible_spaces spaces, size_t limit)
{
	size_t end = without_spaces(bytes, length), columns = 0;
	size_t mark = unicode ? 1 : 3;
	size_t cut_at = text->length, cut_columns = 0;

	for (size_t i = 0, size; i < length; i += size) {
		bool space =
			spaces == SPACES_ALL || (spaces == SPACES_AT_END && i >= end);
		struct drawn drawn = draw(bytes + i, length - i, unicode, space, &size);

		if (columns + drawn.columns > limit) {
			text->length = cut_at;
			text_add(text, limit < mark ? "" : unicode ? "\u2026" : "...");
			return limit < mark ? cut_columns : cut_columns + mark;
		}
		text_add(text, drawn.bytes);
		columns += drawn.columns;
		if (columns + mark <= limit) {
			cut_at = text->length;
			cut_columns = columns;
		}
	}
	return columns;
}

char *visible_copy(const char *bytes, size_t length, bool unicode,
		   enum visible_spaces spaces)
{
	struct text text = { 0 };

	visible_add(&text, bytes, length, unicode, spaces);
	return text_take(&text);
}
