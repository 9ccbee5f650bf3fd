#include <async.h>
#include <stdio.h>
#include <string.h>
struct book {
	const char *title;
};
async (struct book *, book_aenter, (struct book *, b))
{
	await (async_sleep(0.1));
	if (!strcmp(b->title, "Atlas"))
		raise (LookupError, "%s is lent out", b->title);
	printf("take %s\n", b->title);
	return b;
}
async (void, book_aexit, (struct book *, b), (struct exception *, e))
{
	await (async_sleep(0.05));
	printf("put back %s\n", b->title);
}
async_context_manager (book, struct book *);
async (void, read_books, (struct book *, b), (int, n))
{
	int have = 0;
	try {
		while (have < n) {
			await (book_aenter(b + have));
			have++;
			printf("%d: %s\n", have, b[have - 1].title);
		}
		puts("read");
		await (async_sleep(1));
	} finally {
		while (have--)
			await (book_aexit(b + have, NULL));
		puts("switch off the lamp");
	} end_try
}
async (void, m)
{
	struct book e[] = { { "Odyssey" }, { "Emma" }, { "Faust" } },
		    d[] = { { "Emma" }, { "Odyssey" }, { "Atlas" }, { "Faust" } };
	await (read_books(e, 3));
	try {
		await (read_books(d, 4));
	} except (LookupError, x) {
		printf("%s\n", x->message);
	} end_try
}
int main(void)
{
	return async_run(m());
}
