/* Unclosed tap: a stream that tidies up when one has enough. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

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
	async_for (int, litre, water()) {
		printf("%s: %d\n", can, litre);
		if (litre == litres)
			return;
	}
	printf("%s is full\n", can);
}

async (void, main_coroutine, (int, small), (int, large))
{
	await (fill("small can", small));
	await (fill("large can", large));
	puts("good night");
}

int main(int argc, char **argv)
{
	int small = argc > 1 ? atoi(argv[1]) : 2;
	int large = argc > 2 ? atoi(argv[2]) : 3;

	return async_run(main_coroutine(small, large));
}
