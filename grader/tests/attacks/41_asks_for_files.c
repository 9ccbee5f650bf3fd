/*
 * verdict: PASS
 * never: found:
 *
 * Asks the compiler for files, by every way that leads out of a folder of headers: a
 * program that is told what is there could answer by what it is.
 */
#if __has_include("@COURSE@/solutions/three_steps/three_steps.c") ||                     \
		  __has_include("@COURSE@/exercises/three_steps/exercise.md") ||         \
				__has_include("@SENTINEL@/marks.csv")
#error found: by its full path
#endif
#if __has_include(<../../solutions/three_steps/three_steps.c>) ||                        \
	__has_include(<../../exercises/async_resource/exercise.md>) ||                   \
	__has_include(<../../solutions/async_resource/async_resource.c>) ||              \
	__has_include(<../../README.md>) || __has_include(<../course>)
#error found: beside the headers
#endif
#if __has_include("/proc/1/environ") && __has_include("/etc/shadow")
#error found: of the machine
#endif

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

int main(void)
{
	return async_run(answer());
}
