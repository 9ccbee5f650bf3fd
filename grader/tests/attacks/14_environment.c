/*
 * verdict: PASS
 * never: found:
 *
 * Reads what /proc says of the first process, and its own environment.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

static void attack(void)
{
	static const char *const files[] = { "/proc/1/environ", "/proc/1/maps",
					     "/proc/1/auxv" };
	char text[8192];

	for (int i = 0; i < 3; i++) {
		FILE *file = fopen(files[i], "r");

		if (file && fread(text, 1, sizeof(text), file) > 0)
			printf("found: %s\n", files[i]);
	}
	for (char **variable = environ; *variable; variable++)
		if (strstr(*variable, "COURSE_ATTACK"))
			printf("found: %s\n", *variable);
}

int main(void)
{
	attack();
	return async_run(answer());
}
