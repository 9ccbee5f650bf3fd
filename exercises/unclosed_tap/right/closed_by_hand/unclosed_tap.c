/* Unclosed tap: a stream that tidies up when one has enough. */
#include <async.h>

#include <stdio.h>

async_generator (int, water)
{
	puts("tap opened");
	try {
		for (int litre = 1;; litre++) {
			await (async_sleep(0.5));
			yield (litre);
		}
	} finally {
		await (async_sleep(0.1));
		puts("tap closed");
	} end_try
}

async (void, fill, (const char *, can), (int, litres))
{
	AsyncGenerator(int) stream = water();

	async_for (int, litre, borrowed(stream)) {
		printf("%s: %d\n", can, litre);
		if (litre == litres)
			break;
	}
	await (aclose(stream));
	printf("%s is full\n", can);
}

async (void, main_coroutine)
{
	await (fill("small can", 2));
	await (fill("large can", 3));
	puts("good night");
}

int main(void)
{
	return async_run(main_coroutine());
}
