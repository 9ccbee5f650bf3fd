/*
 * File copy: line by line, and two at the same time.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check file_copy
 */
#include <async.h>

#include <stdio.h>

/* Copies a file line by line, 0.1 s each. */
async (void, copy_file, (const char *, from), (const char *, to))
{
	/* Your turn. */
}

/* Prints each line of a file, in square brackets. */
async (void, show, (const char *, path))
{
	/* Your turn. */
}

/* ---- what is asked of it ---- */

async (void, main_coroutine)
{
	await (gather(copy_file("poem.txt", "poem.copy"),
		      copy_file("list.txt", "list.copy")));
	await (show("poem.copy"));
	await (show("list.copy"));
	try {
		await (copy_file("novel.txt", "novel.copy"));
	} except (FileNotFoundError, e) {
		puts("there is no novel.txt");
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
