/*
 * Source code as HTML, its words coloured.
 *
 * Not a compiler's eye: comments, strings, numbers, words of the language, and
 * those by which our programs wait, yield and manage. The classes are
 *
 *   <i class=c>  comment          <i class=n>  number
 *   <i class=s>  string           <i class=k>  word of the language
 *   <i class=d>  directive        <i class=p>  word of the protocols
 */
#ifndef COURSE_WEB_COLOUR_H
#define COURSE_WEB_COLOUR_H

#include "text/text.h"

struct colour_language;

/* «c», «python», «sh»; NULL: a language that is left plain. */
const struct colour_language *colour_language(const char *name);

/* Adds the source, without anything around it. NULL: all of it plain. */
void colour_add(struct text *html, const struct colour_language *language,
		const char *source);

#endif
