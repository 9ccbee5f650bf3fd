/* Greetings: two people greeted side by side, one in 2 s and one in 1 s. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

async (int, say_hello, (const char *, name), (double, delay))
{
	await (async_sleep(delay));
	return printf("Hello, %s!\n", name);
}

async (void, main_coroutine, (double, alice_takes), (double, bob_takes))
{
	Task(int) alice = create_task(say_hello("Alice", alice_takes));
	Task(int) bob = create_task(say_hello("Bob", bob_takes));
	int letters = 0;

	letters += await (bob);
	letters = await (alice);
	printf("All greetings completed, %d letters\n", letters);
}

int main(int argc, char **argv)
{
	double alice_takes = argc > 1 ? atof(argv[1]) : 2.0;
	double bob_takes = argc > 2 ? atof(argv[2]) : 1.0;

	return async_run(main_coroutine(alice_takes, bob_takes));
}
