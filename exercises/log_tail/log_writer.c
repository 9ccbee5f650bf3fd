/*
 * The log writer: a plain, synchronous program that knows nothing of coroutines.
 *
 *	log_writer FILE
 *
 * Adds a time-stamped line to FILE every second, for ever. It needs 0.25 s to
 * warm up before the first one.
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void write_line(FILE *log, int number)
{
	char stamp[32];
	time_t now = time(NULL);

	strftime(stamp, sizeof stamp, "%Y-%m-%d %H:%M:%S", gmtime(&now));

	/* Your turn: one line to the log, «STAMP log line NUMBER». Whoever
	 * reads the file is to see it at once. */
	(void)log;
	(void)number;
}

int main(int argc, char **argv)
{
	FILE *log = argc == 2 ? fopen(argv[1], "a") : NULL;

	if (!log) {
		fprintf(stderr, "usage: log_writer FILE\n");
		return 2;
	}
	usleep(250000);

	/* Your turn: a line a second, for ever. */
	write_line(log, 1);
	return 0;
}
