/*
 * Filter pipeline: read lines, keep some of them, use what is left.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check filter_pipeline
 */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Gives each line of the file. Says at its end how many it has read. */
async_generator (char *, read_lines, (const char *, path))
{
	int count = 0;

	try {
		async_with (file, async_open(path, "r")) {
			/* Your turn: until there is no further line: read
			 * one, count it, wait 0.05 s, yield it. */
			(void)file;
		} end_with
	} finally {
		printf("read %d lines\n", count);
	} end_try
}

/* Gives those of the lines in which the word stands. */
async_generator (char *, only, (const char *, word),
		 (AsyncGenerator(char *), lines))
{
	/* Your turn: loop over lines, and yield those that strstr finds the
	 * word in. */
	(void)strstr;
}

async (void, main_coroutine, (int, wanted), (double, pause))
{
	int seen = 0;

	/* Your turn: for each line of server.log with ERROR in it: print it,
	 * take that pause over it. Stop after so many as are wanted. */
	(void)seen;
	puts("done");
}

int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 3;
	double pause = argc > 2 ? atof(argv[2]) : 0.2;

	return async_run(main_coroutine(wanted, pause));
}
