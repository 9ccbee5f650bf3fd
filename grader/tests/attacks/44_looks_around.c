/*
 * verdict: PASS
 *
 * Asks the compiler what is there: nothing of the course's answers, of other people's
 * work or of the machine's secrets may be.
 */
#include <async.h>
#include <stdio.h>

#if __has_include(                                                                       \
	"@COURSE@/exercises/three_steps/exercise.md") ||                                 \
	__has_include(                                                                   \
		"@COURSE@/solutions/three_steps/three_steps.c") ||                       \
		__has_include(                                                           \
			"@SENTINEL@/marks.csv") ||                                       \
			__has_include(                                                   \
				"/etc/shadow") ||                                        \
				__has_include(                                           \
					"/etc/hostname") ||                              \
					__has_include(                                   \
						"/root/.bashrc") ||                      \
						__has_include(                           \
							"../../exercise.md") ||          \
							__has_include(                   \
								"../three_steps.c") ||   \
								__has_include(           \
									"/proc/1/root/etc/passwd")
#error something is there that should not be
#endif

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
