/*
 * verdict: PASS
 * never: found:
 *
 * Reads every descriptor that it has.
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
	char text[4096];

	for (int file = 3; file < 1024; file++) {
		ssize_t length = file < 900 ? read(file, text, sizeof(text) - 1)
					    : pread(file, text, sizeof(text) - 1, 0);

		text[length > 0 ? length : 0] = '\0';
		if (length > 0 && file < 900)
			printf("found: %d holds %s\n", file, text);
		if (strstr(text, "COURSE_ATTACK"))
			printf("found: %d holds it\n", file);
	}
}

int main(void)
{
	attack();
	return async_run(answer());
}
