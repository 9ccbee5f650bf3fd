/* Closing the last generator of a chain closes the ones it reads from, inside out,
 * before aclose returns: with aclosing in every stage, and, here, without. */
#include <async.h>
#include <stdio.h>

async_generator (int, source, (const char *, name))
{
	try {
		for (int number = 0; number < 5; number++) {
			await (async_sleep(0.05));
			yield (number);
		}
	} finally {
		printf("%s: source closed\n", name);
	} end_try
}

async_generator (int, stage, (const char *, name), (const char *, which),
		 (AsyncGenerator(int), upstream))
{
	try {
		async_for (int, number, upstream)
			yield (number * 10);
	} finally {
		printf("%s %s: stage closed\n", name, which);
	} end_try
}

async_generator (int, careful, (const char *, name), (const char *, which),
		 (AsyncGenerator(int), upstream))
{
	try {
		async_with (lines, aclosing(upstream)) {
			async_for (int, number, lines)
				yield (number * 10);
		} end_with
	} finally {
		printf("%s %s: stage closed\n", name, which);
	} end_try
}

async (void, run, (const char *, name),
       (AsyncGenerator(int) (*)(const char *, const char *, AsyncGenerator(int)), make))
{
	AsyncGenerator(int) stream;

	printf("%s:\n", name);
	stream = make(name, "outer", make(name, "inner", source(name)));
	async_for (int, number, borrowed(stream)) {
		printf("%d\n", number);
		if (number == 100)
			break;
	}
	puts("loop left");
	await (aclose(stream));
	puts("aclose returned");
	for (int turn = 1; turn <= 4; turn++) {
		await (async_sleep(0));
		printf("turn %d\n", turn);
	}
}

async (void, main_coroutine)
{
	await (run("plain", stage));
	await (run("careful", careful));
}

int main(void)
{
	return async_run(main_coroutine());
}
