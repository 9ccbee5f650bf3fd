/*
 * Digests: by which bytes are known again (SHA-256, FIPS 180-4; by nettle).
 */
#ifndef COURSE_TEXT_DIGEST_H
#define COURSE_TEXT_DIGEST_H

#include <stddef.h>

/* 64 small hexadecimal digits, to be freed. */
char *digest_of(const char *bytes, size_t length);

#endif
