/* An exception caught at the yield and not raised again is swallowed; the generator
 * may go on working before it ends. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (void, forgiving)
{
	char text[60];

	try {
		yield ();
	} except (ValueError, error) {
		printf("caught at the yield: %s\n", exception_repr(error, text, sizeof text));
		await (async_sleep(0.1));
	} end_try
	puts("generator ends");
}

async (void, main_coroutine)
{
	char text[60];

	async_with (forgiving()) {
		raise (ValueError, "body");
	} end_with
	puts("after the block");
	try {
		async_with (forgiving()) {
			raise (KeyError, "other");
		} end_with
	} except (KeyError, error) {
		printf("not caught inside: %s\n", exception_repr(error, text, sizeof text));
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
