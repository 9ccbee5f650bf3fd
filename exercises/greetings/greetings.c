/*
 * Greetings: two people greeted side by side, one in 2 s and one in 1 s.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check greetings
 */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

/* Gives the number of letters that it printed: printf's result. */
async (int, say_hello, (const char *, name), (double, delay))
{
	/* Your turn: wait for the delay, without blocking anybody; then say
	 * «Hello, NAME!». */
	return 0;
}

async (void, main_coroutine, (double, alice_takes), (double, bob_takes))
{
	int letters = 0;

	/* Your turn: greet Alice (alice_takes seconds, 2 if nobody says otherwise)
	 * and Bob (bob_takes, 1) at the same time, and add up the letters of
	 * both. */

	/* Your turn, when both are done:
	 *	printf("All greetings completed, %d letters\n", letters); */
	(void)letters, (void)alice_takes, (void)bob_takes;
}

int main(int argc, char **argv)
{
	double alice_takes = argc > 1 ? atof(argv[1]) : 2.0;
	double bob_takes = argc > 2 ? atof(argv[2]) : 1.0;

	return async_run(main_coroutine(alice_takes, bob_takes));
}
