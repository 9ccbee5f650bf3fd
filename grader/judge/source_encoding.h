/*
 * The encoding of a source: how its bytes are to be read as characters.
 *
 * A C compiler reads UTF-8. An editor may have saved something else, and whoever hands
 * in a file may have taken the wrong one: what the compilers say then is about bytes,
 * and helps nobody.
 */
#ifndef COURSE_JUDGE_SOURCE_ENCODING_H
#define COURSE_JUDGE_SOURCE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

/* Why no compiler can read the file of that name, and what to do, to be freed; or NULL
 * if it may be a source. What is in UTF-16 or UTF-32 is known by its mark or by its
 * NULs, what is no text at all by its first bytes. `cause` is its name for a verdict. */
char *source_encoding_unreadable(const char *name, const char *bytes, size_t length,
				 const char **cause);

/* The text as the compilers count its lines and columns, to be freed: without a byte
 * order mark, with \n where lines end in \r alone, and with a blank for a NUL, which
 * they warn of and pass over. */
char *source_encoding_text(const char *bytes, size_t length);

/* The character of a text that is not UTF-8, if it is in Windows-1252 (of which Latin-1
 * is a part): its bytes in UTF-8, ended by a NUL. */
const char *source_encoding_of_byte(unsigned char byte, char *room);

#endif
