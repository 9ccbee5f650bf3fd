/* Polls: somebody looks into the letter box, now and then. */
#include <async.h>

#include <stdio.h>

static int brought;  /* letters that are in the box, or were */

async (void, postman)
{
	for (int letter = 1; letter <= 3; letter++) {
		await (async_sleep(letter == 1 ? 0.35 : 0.4));
		brought = letter;
		printf("postman: letter %d\n", letter);
	}
}

async_generator (int, letters)
{
	int taken = 0;

	for (;;) {
		if (taken < brought)
			yield (++taken);
		else
			await (async_sleep(0.2));
	}
}

async (void, main_coroutine)
{
	Task(void) delivery = create_task(postman());

	async_for (int, letter, letters()) {
		printf("reader: letter %d\n", letter);
		await (async_sleep(0.1));
		if (letter == 3)
			break;
	}
	puts("reader: that was all");
	await (delivery);
}

int main(void)
{
	return async_run(main_coroutine());
}
