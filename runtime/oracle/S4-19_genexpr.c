/* An async generator expression over an async generator, gathered by a list
 * comprehension. */
#include <async.h>
#include <stdio.h>

async_generator (int, doubled, (const int *, items), (int, count))
{
	for (int i = 0; i < count; i++) {
		await (async_sleep(0.1));
		yield (items[i] * 2);
	}
}

/* (value ** 2 async for value in values) */
async_generator (int, squares_of, (AsyncGenerator(int), values))
{
	async_for (int, value, values)
		yield (value * value);
}

async (void, main_coroutine)
{
	const int items[] = { 1, 2, 3, 4, 5 };
	AsyncGenerator(int) squares = squares_of(doubled(items, 5));
	int *list = list_of(int, value, async_for (int, value, squares));

	for (size_t i = 0; i < list_length(list); i++)
		printf("%s%d", i ? ", " : "[", list[i]);
	puts("]");
	list_free(list);
}

int main(void)
{
	return async_run(main_coroutine());
}
