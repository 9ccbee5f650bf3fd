/* The end of run: the result or exception of main is kept, pending tasks are
 * cancelled and awaited, an exception of theirs goes to the handler. */
#include <async.h>
#include <stdio.h>

static void report(const struct exception_context *context)
{
	char text[80];

	printf("handler: %s: %s\n", context->message,
	       exception_repr(context->exception, text, sizeof text));
}

async (void, background, (bool, fail))
{
	try {
		await (async_sleep(5));
	} except (CancelledError, e) {
		puts("background cancelled");
		await (async_sleep(0.1));
		puts("background cleaned up");
		if (fail)
			raise (OSError, "cleanup");
		raise ();
	} end_try
}

async (const char *, main_coroutine, (bool, fail))
{
	set_exception_handler(report);
	create_task(background(fail));
	await (async_sleep(0.1));
	puts("main leaves");
	if (fail)
		raise (ValueError, "main");
	return "main's result";
}

int main(void)
{
	printf("run gives %s\n", async_run(main_coroutine(false)));
	try {
		async_run(main_coroutine(true));
	} except (ValueError, error) {
		char text[80];

		printf("run raises %s\n", exception_repr(error, text, sizeof text));
	} end_try
}
