/* Only one anext, asend, athrow or aclose at a time on an async generator: the second
 * one fails at its first step, the first one is not disturbed. */
#include <async.h>
#include <stdio.h>

async_generator (int, slow)
{
	for (int number = 1; number <= 2; number++) {
		await (async_sleep(0.2));
		yield (number);
	}
}

async (void, take, (const char *, name), (AsyncGenerator(int), gen), (int, how))
{
	try {
		switch (how) {
		case 0: printf("%s: %d\n", name, await (anext(gen))); break;
		case 1: printf("%s: %d\n", name, await (asend(gen, NULL))); break;
		case 2: printf("%s: %d\n", name, await (athrow(gen, ValueError, "x"))); break;
		case 3: await (aclose(gen)); break;
		}
	} except (BaseException, error) {
		printf("%s: %s: %s\n", name, error->type->name, error->message);
	} end_try
}

async (void, main_coroutine)
{
	AsyncGenerator(int) gen = slow();
	Task(void) first = create_task(take("first", gen, 0));

	await (async_sleep(0.1));
	await (take("anext", gen, 0));
	await (take("asend", gen, 1));
	await (take("athrow", gen, 2));
	await (take("aclose", gen, 3));
	await (first);
	await (take("later", gen, 0));
}

int main(void)
{
	return async_run(main_coroutine());
}
