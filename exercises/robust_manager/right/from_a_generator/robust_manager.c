/* Robust manager: a generator that catches one exception at its yield, and no other. */
#include <async.h>

#include <stdio.h>

async (void, clean_up)
{
	puts("Cleaning up resources");
	await (async_sleep(0.5));
}

asynccontextmanager(void, resources)
{
	puts("Setting up resources");
	await (async_sleep(0.5));
	try {
		yield ();
		await (clean_up());
	} except (Exception, e) {
		await (clean_up());
		printf("Handling exception: %s: %s\n", e->type->name, e->message);
		if (!exception_is(e, ValueError))
			raise ();
		puts("Gracefully recovering from ValueError");
	} end_try
}

async (void, work_with, (const struct exception_type *, mishap))
{
	async_with (resources()) {
		puts("Doing work...");
		if (mishap)
			raise (mishap, "something is missing");
		puts("Work is done");
	} end_with
	puts("Going on");
}

async (void, three_times)
{
	try {
		await (work_with(NULL));
		await (work_with(ValueError));
		await (work_with(KeyError));
	} except (KeyError) {
		puts("Exception escaped: KeyError");
	} end_try
}

int main(void)
{
	return async_run(three_times());
}
