/* Unclosed tap: a stream that tidies up when one has enough. */
#include <async.h>

#include <stdio.h>

async_generator (int, water)
{
	puts("tap opened");
	for (int litre = 1;; litre++) {
		await (async_sleep(0.5));
		yield (litre);
	}
	await (async_sleep(0.1));
	puts("tap closed");
}

async (void, fill, (const char *, can), (int, litres))
{
	async_for (int, litre, water()) {
		printf("%s: %d\n", can, litre);
		if (litre == litres)
			break;
	}
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
