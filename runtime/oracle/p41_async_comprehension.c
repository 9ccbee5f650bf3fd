/* Async comprehensions run to their end one item after the other; an async generator
 * expression is lazy: its source moves only when an item is asked for. */
#include <async.h>
#include <stdio.h>

async_generator (int, source, (int, count))
{
	for (int number = 0; number < count; number++) {
		await (async_sleep(0.1));
		printf("source gives %d\n", number);
		yield (number);
	}
}

async (int, twice, (int, number))
{
	await (async_sleep(0.05));
	return number * 2;
}

/* (await twice(number) async for number in numbers) */
async_generator (int, doubled, (AsyncGenerator(int), numbers))
{
	async_for (int, number, numbers)
		yield (await (twice(number)));
}

/* Prints it, and frees it. */
static void print_list(int *list)
{
	for (size_t i = 0; i < list_length(list); i++)
		printf("%s%d", i ? ", " : "[", list[i]);
	puts("]");
	list_free(list);
}

struct pair {
	int key, value;
};

static void print_pairs(struct pair *pairs)
{
	for (size_t i = 0; i < list_length(pairs); i++)
		printf("%s%d: %d", i ? ", " : "{", pairs[i].key, pairs[i].value);
	puts("}");
	list_free(pairs);
}

async (void, main_coroutine)
{
	AsyncGenerator(int) lazy;
	int *list;

	print_list(list_of(int, number, async_for (int, number, source(3)) if (number != 1)));
	print_list(list_of(int, await (twice(number)), async_for (int, number, source(2))));
	print_pairs(list_of(struct pair, ((struct pair){ number, number * number }),
			     async_for (int, number, source(2))));
	lazy = doubled(source(3));
	puts("nothing has happened yet: async_generator");
	printf("first: %d\n", await (anext(lazy)));
	puts("between");
	list = list_of(int, value, async_for (int, value, lazy));
	printf("rest: ");
	print_list(list);
	print_list(list_of(int, await (twice(number)),
			    for (int number = 5; number <= 6; number++)));
}

int main(void)
{
	return async_run(main_coroutine());
}
