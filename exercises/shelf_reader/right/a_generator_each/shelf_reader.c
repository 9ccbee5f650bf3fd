/* Shelf and reader: each call of a generator is a place of its own. */
#include <async.h>

#include <stdio.h>

static const char *const shelf[] = { "Emma", "Ulysses", "Walden" };

async_generator (const char *, walk_along)
{
	for (size_t i = 0; i < sizeof shelf / sizeof *shelf; i++) {
		await (async_sleep(0.5));
		yield (shelf[i]);
	}
}

async (void, visit, (const char *, who), (double, rest))
{
	async_for (const char *, book, walk_along()) {
		printf("%s reads %s\n", who, book);
		await (async_sleep(rest));
	}
	printf("%s is through\n", who);
}

async (void, open_library)
{
	await (gather(visit("Bob", 0.2), visit("Ada", 1.0)));
}

int main(void)
{
	return async_run(open_library());
}
