/*
 * Greetings: two people greeted side by side, one in 2 s and one in 1 s.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check greetings
 */
#include <async.h>

#include <stdio.h>

/* Gives the number of letters that it printed: printf's result. */
async (int, say_hello, (const char *, name), (double, delay))
{
	/* Your turn: wait for the delay, without blocking anybody; then say
	 * «Hello, NAME!». */
	return 0;
}

async (void, main_coroutine)
{
	int letters = 0;

	/* Your turn: greet Alice (2 s) and Bob (1 s) at the same time, and add
	 * up the letters of both. */

	/* Your turn, when both are done:
	 *	printf("All greetings completed, %d letters\n", letters); */
	(void)letters;
}

int main(void)
{
	return async_run(main_coroutine());
}
