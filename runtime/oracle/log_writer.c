/* The separate, plain C writer of S3-A1: one line a second, for ever.
 *
 * usage: log_writer FILE [FIRST_DELAY] */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void pause_for(double seconds)
{
	struct timespec pause = { (time_t)seconds,
				  (long)((seconds - (double)(time_t)seconds) * 1e9) };

	nanosleep(&pause, NULL);
}

int main(int argc, char **argv)
{
	pause_for(argc > 2 ? strtod(argv[2], NULL) : 0);
	for (int number = 1; argc > 1; number++) {
		FILE *log = fopen(argv[1], "a");

		if (!log)
			return 1;
		fprintf(log, "<timestamp> log line %d\n", number);
		fclose(log);
		pause_for(1);
	}
	return 2;
}
