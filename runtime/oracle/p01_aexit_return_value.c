/* A true value returned by aexit swallows the body's exception; false lets it pass. */
#include <async.h>
#include <stdio.h>

/* Python's values are true or false; in C an expression says which. */
struct manager {
	const char *text;
	bool verdict;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	return self;
}

async (bool, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	await (async_sleep(0.05));
	return self->verdict;
}

async_context_manager (manager, struct manager *);

async (void, main_coroutine)
{
	struct manager verdicts[] = {
		{ "True", true }, { "False", false }, { "None", NULL }, { "1", 1 },
		{ "0", 0 }, { "'text'", "text" }, { "''", *"" },
	};

	for (int i = 0; i < 7; i++) {
		try {
			async_with (manager(&verdicts[i])) {
				raise (ValueError, "body");
			} end_with
			printf("%s: suppressed\n", verdicts[i].text);
		} except (ValueError) {
			printf("%s: propagated\n", verdicts[i].text);
		} end_try
	}
	async_with (manager(&verdicts[0])) {
		puts("no exception: the verdict does not matter");
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
