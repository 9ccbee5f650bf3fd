/*
 * verdict: PASS
 * home: yes
 *
 * Behaves in class otherwise than at home, if it can tell them apart by its environment.
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	static const char *const known[] = { "PATH=/usr/local/bin:/usr/bin:/bin",
					     "HOME=/nonexistent", "LANG=C.UTF-8",
					     "TZ=UTC", "TERM=dumb" };
	int seen = 0, others = 0;

	for (char **variable = environ; *variable; variable++) {
		bool usual = false;

		for (int i = 0; i < 5; i++)
			usual |= strcmp(*variable, known[i]) == 0;
		seen += usual;
		others += !usual && strncmp(*variable, "LD_PRELOAD=", 11) != 0 &&
			  strncmp(*variable, "COURSE_CLOCK=", 13) != 0 &&
			  strncmp(*variable, "ASAN_OPTIONS=", 13) != 0 &&
			  strncmp(*variable, "PYTHONUNBUFFERED=", 17) != 0;
	}
	puts(seen == 5 && others == 0 && !isatty(0) ? "one"
						    : "somebody else's environment");
	usleep(500000);
	puts("two");
	usleep(500000);
	puts("three");
	puts("done");
	return 0;
}
