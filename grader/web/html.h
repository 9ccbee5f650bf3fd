/*
 * Text of anybody's, as HTML or XML: nothing in it is taken for markup, and no
 * byte is in it that a reader of either would refuse.
 */
#ifndef COURSE_WEB_HTML_H
#define COURSE_WEB_HTML_H

#include "text/text.h"

/* What is not valid UTF-8, or a control byte but for tabs and line ends, is drawn. */
void html_add(struct text *html, const char *string);
void html_add_bytes(struct text *html, const char *bytes, size_t length);

/* What show/terminal.h has written with colour: its styles as <i class=…> by the
 * codes of ECMA-48 that it uses: t1 strong, t2 faint, t31 bad, t32 good, t33 doubt.
 * Lines do not end inside of one. */
void html_add_terminal(struct text *html, const char *written);

#endif
