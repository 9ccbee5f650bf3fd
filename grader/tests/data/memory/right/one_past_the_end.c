/* Where an array ends may be named, and not looked at. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "Ada", "Bob", "Cy" };

struct pair {
	int first[4];
	int second[4];
};

async (void, main_coroutine)
{
	puts("begin");

	size_t length = 0;
	int matrix[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } };
	struct pair pair = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } };
	char *text = malloc(10);

	for (const char *const *name = names; name < &names[3]; name++)
		length += strlen(*name);
	for (int row = 0; row < 2; row++)
		for (int *at = &matrix[row][0]; at != &matrix[row][3]; at++)
			length += (size_t)*at;
	for (int *at = pair.first; at < pair.first + 4; at++)
		length += (size_t)*at;
	for (char *at = text; at != text + 10; at++)
		*at = 'x';
	await (async_sleep(length == 39 && text[9] == 'x' ? 1.0 : 0));
	free(text);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
