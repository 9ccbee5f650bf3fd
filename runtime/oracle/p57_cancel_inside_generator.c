/* A consumer cancelled while the generator is suspended at an await: CancelledError is
 * raised inside the generator, which is finished by it; with the consumer suspended in
 * the loop body the generator hears nothing and stays open. */
#include <async.h>
#include <stdio.h>

async_generator (int, numbers, (const char *, name))
{
	try {
		try {
			for (int number = 0; number < 10; number++) {
				yield (number);
				await (async_sleep(0.2));
			}
		} except (BaseException, error) {
			printf("%s: %s inside the generator\n", name, error->type->name);
			raise ();
		} end_try
	} finally {
		printf("%s: finally\n", name);
	} end_try
}

async (void, consume, (AsyncGenerator(int), stream), (double, pause))
{
	async_for (int, number, borrowed(stream)) {
		printf("number %d\n", number);
		await (async_sleep(pause));
	}
}

async (void, attempt, (const char *, name), (double, pause))
{
	AsyncGenerator(int) stream = numbers(name);
	Task(void) task = create_task(consume(stream, pause));

	await (async_sleep(0.1));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError) {
	} end_try
	printf("%s: consumer cancelled=%s\n", name, task_cancelled(task) ? "True" : "False");
	try {
		printf("%s: next is %d\n", name, await (anext(stream)));
	} except (StopAsyncIteration) {
		printf("%s: exhausted\n", name);
	} end_try
	await (aclose(stream));
}

async (void, main_coroutine)
{
	await (attempt("at await", 0));
	await (attempt("in body", 5));
}

int main(void)
{
	return async_run(main_coroutine());
}
