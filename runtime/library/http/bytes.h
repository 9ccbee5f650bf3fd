/*
 * Bytes that come one piece after the other. Nothing here raises: it is called by
 * libraries, which must not be jumped through.
 */
#ifndef ASYNC_LIBRARY_BYTES_H
#define ASYNC_LIBRARY_BYTES_H

#include <stdbool.h>
#include <stddef.h>

struct bytes {
	char *data; /* behind `length` of them a NUL; NULL: nothing was ever added */
	size_t length, capacity;
};

/* False: there is no memory, and nothing was added. */
bool bytes_add(struct bytes *, const void *data, size_t length);
bool bytes_add_text(struct bytes *, const char *text);
bool bytes_add_format(struct bytes *, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* As a part of a form or of a url's query (application/x-www-form-urlencoded). */
bool bytes_add_encoded(struct bytes *, const char *text);

void bytes_free(struct bytes *);

#endif
