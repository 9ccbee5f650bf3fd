/* Filter pipeline: the filter is a class around the stream of lines. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async_generator (char *, lines_of, (const char *, path))
{
	int read = 0;

	async_with (file, async_open(path, "r")) {
		try {
			char *line;

			while ((line = await (file_readline(file))) != NULL) {
				read++;
				await (async_sleep(0.05));
				yield (line);
			}
		} finally {
			printf("read %d lines\n", read);
		} end_try
	} end_with
}

struct sieve {
	const char *word;
	AsyncGenerator(char *) from;
};

struct sieve *sieve_aiter(struct sieve *self)
{
	return self;
}

/* The end of the lines is its end, too: StopAsyncIteration passes through. */
async (char *, sieve_anext, (struct sieve *, self))
{
	for (;;) {
		char *line = await (anext(self->from));

		if (strstr(line, self->word))
			return line;
	}
}

async_iterator (sieve, struct sieve *);

async (void, first_few, (int, wanted), (double, pause))
{
	struct sieve errors = { "ERROR", lines_of("server.log") };
	int left = wanted;

	try {
		async_for (char *, line, sieve(&errors)) {
			puts(line);
			await (async_sleep(pause));
			if (--left == 0)
				break;
		}
	} finally {
		await (aclose(errors.from));
	} end_try
	puts("done");
}

int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 3;
	double pause = argc > 2 ? atof(argv[2]) : 0.2;

	return async_run(first_few(wanted, pause));
}
