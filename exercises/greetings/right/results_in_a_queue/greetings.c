#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct job {
	const char *who;
	double secs;
};
async (void, worker, (struct job *, job), (Queue(int), out))
{
	char text[64];
	await (async_sleep(job->secs));
	strcpy(text, "Hello, ");
	strcat(text, job->who);
	strcat(text, "!");
	puts(text);
	await (queue_put(out, (int)strlen(text) + 1));
}
async (void, everything, (struct job *, jobs), (int, n))
{
	Queue(int) out = queue_create(int, 0);
	Task(void) t[8];
	int sum = 0;
	for (int i = 0; i < n; i++)
		t[i] = create_task(worker(jobs + i, out));
	for (int i = n; i--;)
		sum += await (queue_get(out));
	for (int i = 0; i < n; i++)
		await (t[i]);
	queue_free(out);
	fprintf(stdout, "All greetings completed, %d letters\n", sum);
}
int main(int c, char *v[])
{
	struct job jobs[2] = { { "Alice", 2.0 }, { "Bob", 1.0 } };
	for (int i = 1; i < c && i < 3; i++)
		jobs[i - 1].secs = strtod(v[i], NULL);
	return async_run(everything(jobs, 2));
}
