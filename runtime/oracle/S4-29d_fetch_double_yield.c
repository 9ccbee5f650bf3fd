/* A trap in the scraper's fetch: an exception of the body is thrown in at the yield,
 * caught there, and answered with a second yield. */
#include "table_session.h"
#include "scraper.h"

#define URL "https://example.com/blog/post/1"

static const struct address addresses[] = { { URL, 200, DETAIL("text") } };

async (void, main_coroutine)
{
	static struct session session = { addresses, 1, true };
	static struct scraper scraper = { &session, .rate = 2 };
	char context[60];

	try {
		async_with (r, scraper_fetch(&scraper, URL)) {
			printf("status %d\n", r->status);
			raise (ValueError, "cannot parse");
		} end_with
	} except (Exception, error) {
		printf("escaped: %s: %s\n", error->type->name, error->message);
		printf("context: %s\n", exception_repr(error->context, context, sizeof context));
	} end_try
	await (scraper_close(&scraper));
}

int main(void)
{
	return async_run(main_coroutine());
}
