/*
 * Digests: by which bytes are known again (SHA-256, FIPS 180-4; by nettle).
 */
#ifndef COURSE_TEXT_DIGEST_H
#define COURSE_TEXT_DIGEST_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>

/* 64 small hexadecimal digits, to be freed. */
char *digest_of(const char *bytes, size_t length);

/* A digest of several pieces, of which each counts with its length: «ab», «c» is not
 * «a», «bc». */
struct digest {
	struct sha256_ctx context;
};

struct digest digest_new(void);
void digest_add_bytes(struct digest *digest, const char *bytes, size_t length);

/* NULL is not "". */
void digest_add(struct digest *digest, const char *string);

/* The bytes of a file; false if it cannot be read. */
bool digest_add_file(struct digest *digest, const char *path);

/* As digest_of. Nothing can be added after it. */
char *digest_text(struct digest *digest);

#endif
