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
	const char *names[] = { "Alice", "Bob" };
	Task(int) greetings[2];
	int letters = 0;

	for (int i = 0; i < 2; i++)
		greetings[i] = create_task(say_hello(names[i], 2.0 - i));
	for (int i = 0; i < 2; i++)
		letters += await (greetings[i]);
	printf("All greetings completed, %d letters\n", letters);
}

int main(void)
{
	return async_run(main_coroutine());
}
