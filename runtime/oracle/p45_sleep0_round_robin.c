/* sleep(0) goes to the end of the ready queue: the tasks take turns in order of
 * creation; a task made in the middle joins at the end; main does not run first. */
#include <async.h>
#include <stdio.h>

async (void, worker, (char, name), (int, turns))
{
	for (int turn = 0; turn < turns; turn++) {
		printf("%c%d\n", name, turn);
		await (async_sleep(0));
	}
	printf("%c ends\n", name);
}

async (void, main_coroutine)
{
	Task(void) tasks[4];

	for (int i = 0; i < 3; i++)
		tasks[i] = create_task(worker("abc"[i], 3));
	puts("created, none has started");
	await (async_sleep(0));
	puts("main, one turn later");
	tasks[3] = create_task(worker('d', 1));
	await (gather_all(tasks, 4));
	puts("main ends");
}

int main(void)
{
	return async_run(main_coroutine());
}
