/*
 * Robust manager: cleans up in any case, and swallows ValueError alone.
 *
 * The specification stands in exercise.md. Check your work with
 *
 *	course check robust_manager
 */
#include <async.h>

#include <stdio.h>

/* Yours, all of it: the manager, and a main_coroutine that tries it three
 * times. */

async (void, main_coroutine)
{
}

int main(void)
{
	return async_run(main_coroutine());
}
