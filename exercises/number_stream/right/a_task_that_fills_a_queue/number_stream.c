#include <async.h>
#include <stdio.h>
#include <stdlib.h>
async (void, produce, (Queue(int), q), (int, n))
{
	int i = 0;
	while (i != n) {
		await (async_sleep(0.5));
		await (queue_put(q, i++));
	}
	await (queue_put(q, -1));
}
async_generator (int, stream, (int, n))
{
	Queue(int) q = queue_create(int, 1);
	Task(void) p = create_task(produce(q, n));
	int x;
	while ((x = await (queue_get(q))) >= 0)
		yield (x);
	await (p);
	queue_free(q);
}
async (void, m, (int, n), (int, second))
{
	for (int k = 0; k < 2; k++) {
		int total = 0;
		async_for (int, x, stream(k ? second : n)) {
			char b[20];
			sprintf(b, "%d", x);
			puts(b);
			total += x;
		}
		printf("sum ");
		printf("%d", total);
		putchar('\n');
	}
}
int main(int argc, char **argv)
{
	return async_run(m(argc > 1 ? atoi(argv[1]) : 5, argc > 2 ? atoi(argv[2]) : 0));
}
