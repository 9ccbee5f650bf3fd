/* Three kettles: what comes when? Read, predict, then run. */
#include <async.h>

#include <stdio.h>

async (void, brew, (const char *, what), (double, seconds))
{
	printf("%s: on the stove\n", what);
	await (async_sleep(seconds));
	printf("%s: ready\n", what);
}

async (void, main_coroutine)
{
	Task(void) tea = create_task(brew("tea", 3.0));

	await (brew("coffee", 1.0));

	Task(void) cocoa = create_task(brew("cocoa", 1.0));

	puts("two to go");
	await (tea);
	puts("tea is served");
	await (cocoa);
	puts("breakfast");
}

int main(void)
{
	return async_run(main_coroutine());
}
