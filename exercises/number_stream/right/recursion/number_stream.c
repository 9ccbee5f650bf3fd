#include <async.h>
#include <stdio.h>
#include <stdlib.h>
async_generator (int, from_to, (int, a), (int, b))
{
	if (a < b) {
		await (async_sleep(0.5));
		yield (a);
		async_for (int, x, from_to(a + 1, b))
			yield (x);
	}
}
async (int, drain, (AsyncGenerator(int), g))
{
	int s = 0;
	for (;;) {
		int v;
		try {
			v = await (anext(g));
		} except (StopAsyncIteration) {
			goto out;
		} end_try
		printf("%i\n", v);
		s += v;
	}
out:
	await (aclose(g));
	return s;
}
async (void, m, (int, n), (int, second))
{
	int a = await (drain(from_to(0, n)));
	printf("sum %d\n", a);
	printf("sum %d\n", await (drain(from_to(0, second))));
}
int main(int argc, char **argv)
{
	int n = 5, second = 0;
	if (argc > 1)
		sscanf(argv[1], "%d", &n);
	if (argc > 2)
		sscanf(argv[2], "%d", &second);
	return async_run(m(n, second));
}
