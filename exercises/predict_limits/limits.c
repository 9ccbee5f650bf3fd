/* Limits: how long does each of these take, and how does it end? */
#include <async.h>

#include <stdio.h>

async (void, work, (const char *, name), (double, seconds), (double, to_tidy))
{
	try {
		await (async_sleep(seconds));
		printf("%s: done\n", name);
	} finally {
		await (async_sleep(to_tidy));
		printf("%s: tidy\n", name);
	} end_try
}

async (void, main_coroutine)
{
	try {
		await (wait_for(work("A", 0.5, 0.1), 1.0));
		puts("in time");
	} except (TimeoutError) {
		puts("too late");
	} end_try

	try {
		await (wait_for(work("B", 2.0, 0.3), 1.0));
		puts("in time");
	} except (TimeoutError) {
		puts("too late");
	} end_try

	try {
		async_with (timeout(1.0)) {
			await (work("C", 0.4, 0.0));
			await (work("D", 0.4, 0.0));
			await (work("E", 0.5, 0.2));
			puts("in time");
		} end_with
	} except (TimeoutError) {
		puts("too late");
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
