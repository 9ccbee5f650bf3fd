#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
blocking(int, shrink, (const char *, c))
{
	FILE *p = popen(c, "r");
	return WEXITSTATUS(pclose(p));
}
async (void, one, (const char *, n), (const char *, c))
{
	printf("%s: %d kB\n", n, await (to_thread(shrink, c)));
}
async (void, ticks)
{
	int i = 0;
	do {
		await (async_sleep(0.1));
		printf("tick %d\n", ++i);
	} while (i < 3);
}
async (void, m)
{
	Task(void) t = create_task(ticks());
	async_with (g, task_group()) {
		group_create_task(g, one("sunset", "sleep 0.5; exit 12"));
		group_create_task(g, one("harbour", "sleep 0.7; exit 40"));
		group_create_task(g, one("cat", "sleep 0.4; exit 7"));
	} end_with
	puts("all small");
	await (t);
}
int main(void)
{
	return async_run(m());
}
