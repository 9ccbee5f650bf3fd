#include "text/digest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/text.h"

static const size_t longest_file = (size_t)64 << 20;

struct digest digest_new(void)
{
	struct digest digest;

	sha256_init(&digest.context);
	return digest;
}

static void add(struct digest *digest, const void *bytes, size_t length)
{
	sha256_update(&digest->context, length, bytes);
}

void digest_add_bytes(struct digest *digest, const char *bytes, size_t length)
{
	add(digest, &length, sizeof(length));
	add(digest, bytes, length);
}

void digest_add(struct digest *digest, const char *string)
{
	const size_t none = SIZE_MAX;

	if (string)
		digest_add_bytes(digest, string, strlen(string));
	else
		add(digest, &none, sizeof(none));
}

bool digest_add_file(struct digest *digest, const char *path)
{
	size_t length;
	char *bytes = file_read(path, longest_file, &length, NULL);

	if (!bytes)
		return false;
	digest_add_bytes(digest, bytes, length);
	free(bytes);
	return true;
}

char *digest_text(struct digest *digest)
{
	uint8_t bytes[SHA256_DIGEST_SIZE];
	struct text text = { 0 };

	sha256_digest(&digest->context, sizeof(bytes), bytes);
	for (size_t i = 0; i < sizeof(bytes); i++)
		text_add_format(&text, "%02x", bytes[i]);
	return text_take(&text);
}

char *digest_of(const char *bytes, size_t length)
{
	struct digest digest = digest_new();

	add(&digest, bytes, length);
	return digest_text(&digest);
}
