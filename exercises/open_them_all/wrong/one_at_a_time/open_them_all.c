/* Open them all: as many books as are asked for, and all of them put back. */
#include <async.h>

#include <stdio.h>
#include <string.h>

/* ---- the library, a stand-in ---- */

struct book {
	const char *title;
};

/* Takes 0.1 s. Atlas is lent out. */
async (struct book *, book_aenter, (struct book *, self))
{
	await (async_sleep(0.1));
	if (strcmp(self->title, "Atlas") == 0)
		raise (LookupError, "%s is lent out", self->title);
	printf("take %s\n", self->title);
	return self;
}

/* Takes 0.05 s. */
async (void, book_aexit, (struct book *, self), (struct exception *, e))
{
	await (async_sleep(0.05));
	printf("put back %s\n", self->title);
}

async_context_manager (book, struct book *);

async (void, switch_off, (const char *, what))
{
	printf("switch off the %s\n", what);
}

/* ---- the reader ---- */

/* Takes all the books, reads for a second, and puts all of them back. */
async (void, read_books, (struct book *, books), (int, count))
{
	for (int i = 0; i < count; i++) {
		async_with (taken, book(&books[i])) {
			printf("%d: %s\n", i + 1, taken->title);
		} end_with
	}
	puts("read");
	await (async_sleep(1.0));
	await (switch_off("lamp"));
}

async (void, main_coroutine)
{
	struct book evening[] = { { "Odyssey" }, { "Emma" }, { "Faust" } };
	struct book morning[] = { { "Emma" }, { "Odyssey" }, { "Atlas" }, { "Faust" } };

	await (read_books(evening, 3));
	try {
		await (read_books(morning, 4));
	} except (LookupError, e) {
		puts(e->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
