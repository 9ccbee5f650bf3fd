/*
 * Source code as HTML, its pieces (text/code_token.h) in classes of their own:
 *
 *   <i class=c>  comment          <i class=n>  number
 *   <i class=s>  string           <i class=k>  keyword, type
 *   <i class=d>  directive        <i class=p>  word of the protocols
 */
#ifndef COURSE_WEB_COLOUR_H
#define COURSE_WEB_COLOUR_H

#include "text/code_token.h"
#include "text/text.h"

/* Adds the source, without anything around it. */
void colour_add(struct text *html, enum code_language language, const char *source);

#endif
