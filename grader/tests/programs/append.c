/* Adds a line with the time to a file each second, for ever: append FILE. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	for (int line = 1; argc > 1; line++) {
		FILE *file = fopen(argv[1], "a");

		if (!file)
			return 1;
		fprintf(file, "%ld line %d\n", (long)time(NULL) - 1704067200, line);
		fclose(file);
		sleep(1);
	}
	return 2;
}
