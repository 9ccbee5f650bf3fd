#include <async.h>
#include <stdio.h>
asynccontextmanager(int, robust)
{
	puts("Setting up resources");
	await (async_sleep(0.5));
	try {
		yield (0);
	} except (Exception, e) {
		puts("Cleaning up resources");
		await (async_sleep(0.5));
		printf("Handling exception: %s: %s\n", e->type->name, e->message);
		if (!exception_is(e, ValueError))
			raise ();
		puts("Gracefully recovering from ValueError");
		return;
	} end_try
	puts("Cleaning up resources");
	await (async_sleep(0.5));
}
async (void, work, (const struct exception_type *, t))
{
	async_with (robust()) {
		puts("Doing work...");
		if (t)
			raise (t, "something is missing");
		puts("Work is done");
	} end_with
	puts("Going on");
}
async (void, m)
{
	const struct exception_type *t[] = { NULL, ValueError, KeyError };
	for (int i = 0; i < 3; i++) {
		try {
			await (work(t[i]));
		} except (Exception, e) {
			printf("Exception escaped: %s\n", e->type->name);
		} end_try
	}
}
int main(void)
{
	return async_run(m());
}
