/*
 * A file of source on a terminal: as it is, with tabs of eight columns.
 */
#ifndef COURSE_SHOW_SOURCE_TEXT_H
#define COURSE_SHOW_SOURCE_TEXT_H

#include "show/terminal.h"

/* Each line after `indent` spaces. */
void source_text(const struct terminal *terminal, size_t indent, const char *text);

#endif
