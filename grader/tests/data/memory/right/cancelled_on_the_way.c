/* Tasks that are cancelled with arrays on their stacks, over and over. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fill(int *numbers, int count)
{
	for (int i = 0; i < count; i++)
		numbers[i] = i;
	return numbers[count - 1];
}

async (int, work, (int, depth))
{
	int numbers[20];
	char *text = strdup("kept");

	fill(numbers, 20);
	try {
		await (async_sleep(10));
	} finally {
		free(text);
	} end_try
	return numbers[depth];
}

async (void, main_coroutine)
{
	puts("begin");

	for (int i = 0; i < 20; i++) {
		Task(int) task = create_task(work(i));

		await (async_sleep(0.05));
		task_cancel(task);
		try {
			await (task);
		} except (CancelledError) {
		} end_try
	}
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
