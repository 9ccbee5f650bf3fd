/* Semaphore(2): two at a time, in order of arrival; a bounded one refuses an extra
 * release. */
#include <async.h>
#include <stdio.h>

async (void, worker, (char, name), (struct semaphore *, semaphore), (double, hold))
{
	async_with (semaphore) {
		printf("%c in\n", name);
		await (async_sleep(hold));
		printf("%c out\n", name);
	} end_with
}

async (void, main_coroutine)
{
	struct semaphore semaphore = Semaphore(2);
	const double holds[] = { 0.3, 0.1, 0.1, 0.3, 0.1 };
	Task(void) workers[5];

	for (int i = 0; i < 5; i++)
		workers[i] = create_task(worker("abcde"[i], &semaphore, holds[i]));
	await (gather_all(workers, 5));
	printf("locked: %s\n", semaphore_locked(&semaphore) ? "True" : "False");
	struct semaphore bounded = BoundedSemaphore(1);
	try {
		semaphore_release(&bounded);
	} except (ValueError, error) {
		printf("ValueError: %s\n", error->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
