/* A manager made from a generator hands StopIteration, StopAsyncIteration,
 * RuntimeError and CancelledError of the body through as they are, although a
 * generator may not raise the first two itself. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (void, transparent)
{
	try {
		yield ();
	} finally {
		await (async_sleep(0.05));
	} end_try
}

async (void, main_coroutine)
{
	struct exception *errors[] = {
		exception_new(StopIteration, "a"), exception_new(StopAsyncIteration, "b"),
		exception_new(RuntimeError, "c"), exception_new(CancelledError, "d"),
		exception_new(GeneratorExit, "e"),
	};
	char text[60];

	for (int i = 0; i < 5; i++) {
		try {
			async_with (transparent()) {
				raise (errors[i]);
			} end_with
		} except (BaseException, caught) {
			printf("%s same=%s\n", exception_repr(caught, text, sizeof text),
			       caught == errors[i] ? "True" : "False");
		} end_try
		exception_release(errors[i]);
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
