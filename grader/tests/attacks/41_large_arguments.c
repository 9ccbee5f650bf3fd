/*
 * verdict: WALL
 * never: COURSE_ATTACK_FLOOD
 *
 * Starts itself with two megabytes of arguments and environment, which whoever looks
 * at processes would have to read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COUNT = 15, LENGTH = 120000 };

int main(int argc, char **argv)
{
	static char *many[COUNT + 2];

	if (argc > 1) {
		puts("one");
		fflush(stdout);
		sleep(3600);
		return 0;
	}
	many[0] = argv[0];
	for (int i = 1; i <= COUNT; i++) {
		many[i] = malloc(LENGTH);
		memset(many[i], 'F', LENGTH - 1);
		memcpy(many[i], "COURSE_ATTACK_FLOOD", 19);
		many[i][LENGTH - 1] = '\0';
	}
	execv("/proc/self/exe", many);
	return 1;
}
