/* A context manager that turns a timeout of its body into a message: it is raised in
 * the body, thrown in at the yield, caught there and so swallowed. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (void, reporting, (int, seconds))
{
	try {
		yield ();
	} except (TimeoutError, e) {
		printf("Operation timed out after %d seconds\n", seconds);
	} end_try
}

async (void, long_task)
{
	try {
		await (async_sleep(20));
	} except (CancelledError, e) {
		puts("trace: long task cancelled");
		raise ();
	} end_try
}

async (void, main_coroutine)
{
	try {
		async_with (reporting(5)) {
			await (wait_for(long_task(), 5));
			puts("trace: not reached");
		} end_with
		puts("trace: after the block");
	} except (TimeoutError, e) {
		puts("Caught timeout at outer level");
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
