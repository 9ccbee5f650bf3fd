/*
 * Facts: the list below a document's title, «name: value» in each item.
 */
#ifndef COURSE_COURSE_FACTS_H
#define COURSE_COURSE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "course/document.h"

struct fact {
	char *name;
	char *value;
	int line;
};

struct facts {
	struct fact *facts;
	size_t count;
	int line; /* of the list, or of the title if there is none */
};

/* Reads them, each of which must be one of `known` (which ends in a NULL) and be
 * there once. No list is no fact, and no fault. */
bool facts_read(const struct document *document, const char *const *known,
		struct facts *facts, char **error);
void facts_free(struct facts *facts);

/* The fact of that name, or NULL. */
const struct fact *facts_find(const struct facts *facts, const char *name);

/* The words between commas, without the white space around them; freed by
 * words_free. */
char **words_split(const char *list, size_t *count);
void words_free(char **words, size_t count);

#endif
