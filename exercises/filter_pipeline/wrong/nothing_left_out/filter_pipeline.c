/* Filter pipeline: read lines, keep some of them, use what is left. */
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
			for (;;) {
				char *line = await (file_readline(file));

				if (!line)
					break;
				count++;
				await (async_sleep(0.05));
				yield (line);
			}
		} end_with
	} finally {
		printf("read %d lines\n", count);
	} end_try
}

/* Gives those of the lines in which the word stands. */
async_generator (char *, only, (const char *, word), (AsyncGenerator(char *), lines))
{
	async_for (char *, line, lines)
		if (line)
			yield (line);
}

async (void, main_coroutine, (int, wanted), (double, pause))
{
	int seen = 0;

	async_for (char *, line, only("ERROR", read_lines("server.log"))) {
		puts(line);
		await (async_sleep(pause));
		if (++seen == wanted)
			break;
	}
	puts("done");
}

int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 3;
	double pause = argc > 2 ? atof(argv[2]) : 0.2;

	return async_run(main_coroutine(wanted, pause));
}
