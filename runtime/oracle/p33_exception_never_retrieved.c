/* The exception of a task that nobody awaits is reported when nobody holds the task
 * any more. In Python that is when the last reference goes; here task_release says
 * so. A retrieved one is not reported. */
#include <async.h>
#include <stdio.h>

static void report(const struct exception_context *context)
{
	char text[80];

	printf("handler: %s: %s\n", context->message,
	       exception_repr(context->exception, text, sizeof text));
}

async (void, boom, (const char *, name), (double, delay))
{
	await (async_sleep(delay));
	printf("%s raises\n", name);
	raise (ValueError, "%s", name);
}

async (void, main_coroutine)
{
	char text[80];

	set_exception_handler(report);
	task_release(create_task(boom("dropped", 0.1)));
	Task(void) kept = create_task(boom("kept", 0.2));
	Task(void) seen = create_task(boom("seen", 0.3));
	await (async_sleep(0.15));
	puts("later");
	await (async_sleep(0.25));
	printf("seen: %s\n", exception_repr(task_exception(seen), text, sizeof text));
	puts("dropping kept");
	task_release(kept);
	puts("main ends");
}

int main(void)
{
	return async_run(main_coroutine());
}
