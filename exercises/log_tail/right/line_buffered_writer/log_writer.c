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
	fprintf(log, "%s log line %d\n", stamp, number);
}

int main(int argc, char **argv)
{
	FILE *log = argc == 2 ? fopen(argv[1], "a") : NULL;

	if (!log) {
		fprintf(stderr, "usage: log_writer FILE\n");
		return 2;
	}
	setvbuf(log, NULL, _IOLBF, BUFSIZ);
	usleep(250000);
	for (int number = 1;; number++) {
		write_line(log, number);
		sleep(1);
	}
}
