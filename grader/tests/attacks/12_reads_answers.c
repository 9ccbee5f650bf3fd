/*
 * verdict: PASS
 * never: found:
 *
 * Looks for exercises, solutions, other submissions and marks in all of the file system.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <ftw.h>
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

static int look(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	const char *name = path + walk->base;

	/* There lie so many files that a slow disk takes all its time. */
	if (strcmp(path, "/proc") == 0 || strcmp(path, "/usr") == 0)
		return FTW_SKIP_SUBTREE;
	if (strcmp(name, "exercise.md") == 0 || strstr(name, "three_steps.c") ||
	    strstr(name, "course_attack"))
		printf("found: %s\n", path);
	return FTW_CONTINUE;
}

static void attack(void)
{
	DIR *there = opendir("@SENTINEL@");

	if (there)
		puts("found: @SENTINEL@");
	if (access("@COURSE@/exercises/three_steps/exercise.md", F_OK) == 0)
		puts("found: the course");
	nftw("/", look, 64, FTW_PHYS | FTW_ACTIONRETVAL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
