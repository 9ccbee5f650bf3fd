/* Plain manager: a generator in the place of the class, told of the exception by an
 * except around its yield. */
#include <async.h>

#include <stdio.h>

contextmanager(const char *, page_of, (const char *, title))
{
	printf("Entering context: %s\n", title);
	try {
		yield (title);
	} except (Exception, e) {
		printf("Exiting context: %s, after %s\n", title, e->type->name);
		raise ();
	} end_try
	printf("Exiting context: %s\n", title);
}

static void look_at(const char *title, int pages)
{
	with (open_page, page_of(title)) {
		puts("Inside the context block");
		if (pages < 0)
			raise (ValueError, "%d pages", pages);
		if (pages)
			printf("Using: %s\n", open_page);
	} end_with
}

int main(void)
{
	static const struct {
		const char *title;
		int pages;
	} all[] = { { "example", 1 }, { "empty", 0 }, { "broken", -1 } };

	for (int i = 0; i < 3; i++) {
		try {
			look_at(all[i].title, all[i].pages);
		} except (ValueError, e) {
			printf("Caught: %s\n", e->message);
		} end_try
	}
	puts("All pages are done");
	return 0;
}
