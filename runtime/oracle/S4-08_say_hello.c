/* Two tasks of 2 s and 1 s, awaited in the other order. */
#include <async.h>
#include <stdio.h>

async (void, greet, (const char *, name), (double, delay))
{
	await (async_sleep(delay));
	printf("Hello, %s!\n", name);
}

async (void, main_coroutine)
{
	Task(void) tasks[] = { create_task(greet("Alice", 2)), create_task(greet("Bob", 1)) };

	for (int i = 0; i < 2; i++)
		await (tasks[i]);
	puts("All greetings completed!");
}

int main(void)
{
	return async_run(main_coroutine());
}
