#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
struct ticker {
	int i, n;
	double wait;
};
struct ticker *ticker_aiter(struct ticker *t)
{
	return t;
}
async (int, ticker_anext, (struct ticker *, t))
{
	if (t->i < t->n) {
		await (async_sleep(t->wait));
		return ++t->i;
	}
	raise (StopAsyncIteration);
}
async_iterator (ticker, struct ticker *);
async (void, all, (struct ticker, a), (struct ticker, b))
{
	struct ticker *both[] = { &a, &b };
	for (unsigned k = 0; k < sizeof both / sizeof *both; k++)
		async_for (int, x, ticker(both[k]))
			dprintf(1, "%d\n", x);
}
int main(int argc, char **argv)
{
	return async_run(all((struct ticker){ 0, argc > 1 ? atoi(argv[1]) : 5, 0.1 },
			     (struct ticker){ 0, argc > 2 ? atoi(argv[2]) : 3, 0.5 }));
}
