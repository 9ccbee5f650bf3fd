/* Robust manager: cleans up in any case, and swallows ValueError alone. */
#include <async.h>

#include <stdio.h>

struct robust {
	const char *name;
};

async (struct robust *, robust_aenter, (struct robust *, self))
{
	puts("Setting up resources");
	await (async_sleep(0.5));
	return self;
}

async (void, clean_up, (const char *, words)) { puts(words); await (async_sleep(0.5)); }
static int is_value_error(const struct exception *e) { return e->type == ValueError; }
async (bool, robust_aexit, (struct robust *, self), (struct exception *, cancel))
{
	bool answer = 0;
	await (clean_up("Cleaning up resources"));
	if (cancel != NULL) {
		fputs("Handling exception: ", stdout);
		fputs(cancel->type->name, stdout);
		fputs(": ", stdout);
		puts(cancel->message);
		answer = is_value_error(cancel);
		answer && puts("Gracefully recovering from ValueError");
	}
	return answer;
}

async_context_manager (robust, struct robust *);

async (void, attempt, (const struct exception_type *, trouble))
{
	struct robust manager = { .name = "manager" };

	try {
		async_with (robust(&manager)) {
			puts("Doing work...");
			if (trouble)
				raise (trouble, "something is missing");
			puts("Work is done");
		} end_with
		puts("Going on");
	} except (Exception, e) {
		printf("Exception escaped: %s\n", e->type->name);
	} end_try
}

async (void, main_coroutine)
{
	await (attempt(NULL));
	await (attempt(ValueError));
	await (attempt(KeyError));
}

int main(void)
{
	return async_run(main_coroutine());
}
