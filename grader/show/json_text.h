/*
 * Text of any bytes in a JSON object, which holds nothing but UTF-8.
 */
#ifndef COURSE_SHOW_JSON_TEXT_H
#define COURSE_SHOW_JSON_TEXT_H

#include <jansson.h>
#include <stddef.h>

/* Sets `name` to these bytes, or to null if there are none. If they are not UTF-8,
 * odd bytes become \xNN, backslashes are doubled, and "escaped" is set to true. */
void json_set_bytes(json_t *object, const char *name, const char *bytes, size_t length);

/* The same for a text that ends in a NUL; NULL gives null. */
void json_set_text(json_t *object, const char *name, const char *text);

#endif
