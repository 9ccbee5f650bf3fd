/*
 * Async file manager: a file that is opened slowly, and closed in any case.
 *
 * The specification stands in exercise.md. Check your work with
 *
 *	course check async_file_manager
 */
#include <async.h>

#include <stdio.h>

/* Yours, all of it. */

async (void, main_coroutine)
{
}

int main(void)
{
	return async_run(main_coroutine());
}
