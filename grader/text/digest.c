#include "text/digest.h"

#include <nettle/sha2.h>

#include "text/text.h"

char *digest_of(const char *bytes, size_t length)
{
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct text text = { 0 };

	sha256_init(&context);
	sha256_update(&context, length, (const uint8_t *)bytes);
	sha256_digest(&context, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		text_add_format(&text, "%02x", digest[i]);
	return text_take(&text);
}
