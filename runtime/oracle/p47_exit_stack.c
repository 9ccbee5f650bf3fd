/* AsyncExitStack: last in, first out, over managers, callbacks and exit functions; an
 * exit that swallows the exception hides it from those entered before; pop_all moves
 * the duty elsewhere. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (const char *, resource, (const char *, name))
{
	char text[60];

	printf("enter %s\n", name);
	try {
		try {
			yield (name);
		} except (ValueError, error) {
			printf("%s sees %s\n", name, exception_repr(error, text, sizeof text));
			raise ();
		} end_try
	} finally {
		await (async_sleep(0.05));
		printf("exit %s\n", name);
	} end_try
}

async (void, goodbye, (const char *, name))
{
	await (async_sleep(0.05));
	printf("async callback %s\n", name);
}

async (bool, swallow, (struct exception *, value))
{
	char text[60];

	printf("exit function sees %s\n", exception_repr(value, text, sizeof text));
	return value != NULL;
}

static void say(void *text)
{
	puts(text);
}

async (void, main_coroutine)
{
	struct async_exit_stack *volatile saved = NULL;

	async_with (stack, AsyncExitStack()) {
		puts(await (enter_async_context(stack, resource("a"))));
		push_async_callback(stack, goodbye("b"));
		exit_stack_callback(stack, say, "sync callback c");
		await (enter_async_context(stack, resource("d")));
		puts("body");
	} end_with
	async_with (stack, AsyncExitStack()) {
		await (enter_async_context(stack, resource("e")));
		push_async_exit(stack, swallow);
		await (enter_async_context(stack, resource("f")));
		raise (ValueError, "body");
	} end_with
	puts("swallowed");
	async_with (stack, AsyncExitStack()) {
		await (enter_async_context(stack, resource("g")));
		saved = exit_stack_pop_all(stack);
	} end_with
	puts("left the block, g still open");
	await (exit_stack_aclose(saved));
}

int main(void)
{
	return async_run(main_coroutine());
}
