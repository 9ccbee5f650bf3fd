/* aclosing closes the generator, and waits for its clean-up, when the block is left. */
#include <async.h>
#include <stdio.h>

async_generator (int, numbers)
{
	try {
		for (int number = 1; number < 10; number++) {
			await (async_sleep(0.05));
			yield (number);
		}
	} finally {
		puts("cleanup begins");
		await (async_sleep(0.1));
		puts("cleanup ends");
	} end_try
}

async (void, main_coroutine)
{
	async_with (stream, aclosing(numbers())) {
		async_for (int, number, stream) {
			printf("%d\n", number);
			if (number == 2)
				break;
		}
		puts("out of the loop, still in the block");
	} end_with
	puts("out of the block");
	try {
		async_with (stream, aclosing(numbers())) {
			async_for (int, number, stream)
				raise (ValueError, "%d", number);
		} end_with
	} except (ValueError, error) {
		printf("caught ValueError(%s)\n", error->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
