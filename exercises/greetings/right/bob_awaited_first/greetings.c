/* Greetings: two people greeted side by side, one in 2 s and one in 1 s. */
#include <async.h>

#include <stdio.h>

async (int, say_hello, (const char *, name), (double, delay))
{
	await (async_sleep(delay));
	return printf("Hello, %s!\n", name);
}

async (void, main_coroutine)
{
	Task(int) alice = create_task(say_hello("Alice", 2.0));
	Task(int) bob = create_task(say_hello("Bob", 1.0));
	int letters = 0;

	letters += await (bob);
	letters += await (alice);
	printf("All greetings completed, %d letters\n", letters);
}

int main(void)
{
	return async_run(main_coroutine());
}
