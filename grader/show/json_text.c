#include "show/json_text.h"

#include <string.h>

#include "text/text.h"
#include "text/visible.h"

/* Odd bytes as \xNN, backslashes doubled. */
static json_t *escaped_text(const char *bytes, size_t length)
{
	struct text text = { 0 };
	json_t *value;

	for (size_t i = 0, size; i < length; i += size) {
		unsigned point;

		size = utf8_decode(bytes + i, length - i, &point);
		if (size == 0)
			text_add_format(&text, "\\x%02x", (unsigned char)bytes[i]);
		else if (bytes[i] == '\\')
			text_add(&text, "\\\\");
		else
			text_add_bytes(&text, bytes + i, size);
		size = size ? size : 1;
	}
	value = json_stringn(text.bytes ? text.bytes : "", text.length);
	text_free(&text);
	return value;
}

void json_set_bytes(json_t *object, const char *name, const char *bytes, size_t length)
{
	if (!bytes) {
		json_object_set_new(object, name, json_null());
	} else if (utf8_is_valid(bytes, length)) {
		json_object_set_new(object, name, json_stringn(bytes, length));
	} else {
		json_object_set_new(object, name, escaped_text(bytes, length));
		json_object_set_new(object, "escaped", json_true());
	}
}

void json_set_text(json_t *object, const char *name, const char *text)
{
	json_set_bytes(object, name, text, text ? strlen(text) : 0);
}
