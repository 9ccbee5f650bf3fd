#define _GNU_SOURCE
#include "judge/source_encoding.h"

#include <string.h>
#include <strings.h>

#include "text/memory.h"
#include "text/text.h"

static const char mark_of_utf8[] = "\xef\xbb\xbf";

/* ---- what no compiler can read -------------------------------------------------- */

struct sign {
	const char *bytes;
	size_t length;
	const char *what;
};

#define SIGN(bytes, what)                                                                \
	{                                                                                \
		bytes, sizeof(bytes) - 1, what                                           \
	}

/* How a file begins that is text for people, and not for compilers; the longer first. */
static const struct sign marks[] = {
	SIGN("\xff\xfe\0\0", "UTF-32"),
	SIGN("\0\0\xfe\xff", "UTF-32"),
	SIGN("\xff\xfe", "UTF-16"),
	SIGN("\xfe\xff", "UTF-16"),
};

/* How one begins that is something else. None of it could begin a source. */
static const struct sign others[] = {
	SIGN("\x7f"
	     "ELF",
	     "a compiled program"),
	SIGN("PK\3\4", "an archive, or a word processor's document"),
	SIGN("\xd0\xcf\x11\xe0", "a word processor's document"),
	SIGN("{\\rtf", "a word processor's document"),
	SIGN("%PDF-", "a PDF"),
	SIGN("\x1f\x8b", "an archive"),
	SIGN("7z\xbc\xaf", "an archive"),
	SIGN("\x89PNG", "a picture"),
	SIGN("\xff\xd8\xff", "a picture"),
	SIGN("<!DOCTYPE html", "a web page"),
	SIGN("<html", "a web page"),
};

static const char *find_sign(const struct sign *signs, size_t count, const char *bytes,
			     size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (length >= signs[i].length &&
		    (memcmp(bytes, signs[i].bytes, signs[i].length) == 0 ||
		     (*bytes == '<' &&
		      strncasecmp(bytes, signs[i].bytes, signs[i].length) == 0)))
			return signs[i].what;
	return NULL;
}

/* Without a mark: of a source, nearly each character has a zero in its upper half. */
static bool has_halves_of_zero(const char *bytes, size_t length)
{
	size_t zeros[2] = { 0 };

	for (size_t i = 0; i < length; i++)
		zeros[i % 2] += bytes[i] == '\0';
	return length >= 8 &&
	       (zeros[0] >= length * 2 / 5 || zeros[1] >= length * 2 / 5) &&
	       (zeros[0] <= length / 20 || zeros[1] <= length / 20);
}

static const char *encoding_of(const char *bytes, size_t length)
{
	const char *marked =
		find_sign(marks, sizeof(marks) / sizeof(*marks), bytes, length);

	return !marked && has_halves_of_zero(bytes, length) ? "UTF-16" : marked;
}

/* Bytes that no text has, more than one in twenty of them. */
static bool is_noise(const char *bytes, size_t length)
{
	size_t odd = 0;

	for (size_t i = 0; i < length; i++)
		odd += (unsigned char)bytes[i] < ' ' &&
		       (!bytes[i] || !strchr("\t\n\v\f\r\033", bytes[i]));
	return odd * 20 > length;
}

char *source_encoding_unreadable(const char *name, const char *bytes, size_t length,
				 const char **cause)
{
	const char *encoding = encoding_of(bytes, length), *what;

	*cause = encoding ? "encoding" : "no C source";
	if (encoding)
		return text_format("%s is encoded in %s, which C compilers do not read. "
				   "Save it as UTF-8: editors offer that where the "
				   "encoding is chosen.",
				   name, encoding);
	if (length > 3 && memcmp(bytes, mark_of_utf8, 3) == 0)
		bytes += 3, length -= 3;
	while (length && strchr(" \t\r\n", *bytes))
		bytes++, length--;
	if (!length)
		return text_format("%s is empty: nothing was saved in it.", name);
	what = find_sign(others, sizeof(others) / sizeof(*others), bytes, length);
	if (!what && is_noise(bytes, length))
		what = "data that is no text";
	return what ? text_format("%s is no C source but %s: the source itself has to "
				  "stand there, as plain text.",
				  name, what)
		    : NULL;
}

/* ---- what they can -------------------------------------------------------------- */

char *source_encoding_text(const char *bytes, size_t length)
{
	size_t mark = length >= 3 && memcmp(bytes, mark_of_utf8, 3) == 0 ? 3 : 0;
	char *text = memory_copy_bytes(bytes + mark, length - mark);

	for (size_t i = 0; i < length - mark; i++)
		if (text[i] == '\r' && text[i + 1] != '\n')
			text[i] = '\n';
		else if (text[i] == '\0')
			text[i] = ' ';
	return text;
}

/* Where it is not Latin-1; "": there is no such character. */
static const char *const windows[32] = {
	"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "", "Ž", "",
	"",  "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "", "ž", "Ÿ",
};

const char *source_encoding_of_byte(unsigned char byte, char *room)
{
	if (byte >= 0x80 && byte < 0xa0)
		return windows[byte - 0x80];
	room[0] = byte < 0x80 ? (char)byte : (char)(0xc0 | byte >> 6);
	room[1] = byte < 0x80 ? '\0' : (char)(0x80 | (byte & 0x3f));
	room[2] = '\0';
	return room;
}
